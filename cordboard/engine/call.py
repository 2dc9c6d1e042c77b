"""From a decision to targets: contacts of one of ours, or peering servers in turn (RFC 3261 16.5, R4.2, R7)."""

from collections.abc import Callable, Sequence

from cordboard.engine.active import Active
from cordboard.engine.admission import Admitted
from cordboard.engine.answer import Answer
from cordboard.engine.call_counts import Direction, call_key, holders_of_caller, holders_of_subscriber
from cordboard.engine.contact_targets import ContactTargets
from cordboard.engine.destinations import Destinations
from cordboard.engine.peer_targets import PeerTargets, Ways
from routing.attempt import Attempt, IdentifiedBy
from routing.decide import decide
from routing.decision import Refuse, ToPeers, ToSubscriber
from routing.table import Table
from sip.facts import Event, Fact
from sip.message import Request
from sip.ports import Port
from sip.proxy.sender import Sender
from sip.proxy.target_set import TargetSet
from sip.registrar.location_service import LocationService

ASSERTED = ("p-asserted-identity", "p-preferred-identity", "remote-party-id", "p-charging-vector")
"""What only a trusted neighbour may say about who calls (RFC 3325 5, RFC 7315 4.6)."""
CALLER_FULL = Answer(403, "Maximum parallel calls exceeded")
CALLEE_FULL = Answer(486, "Busy Here")


class CallOut:
    """``uniform`` draws from [0, 1)."""

    def __init__(
        self,
        active: Active,
        locations: LocationService,
        destinations: Destinations,
        sender: Sender,
        port: Port,
        uniform: Callable[[], float],
    ) -> None:
        self._destinations = destinations
        self._active = active
        self._locations = locations
        self._sender = sender
        self._port = port
        self._uniform = uniform
        self._ways: Ways = {}
        self._ways_of: Table | None = None

    def targets(self, request: Request, admitted: Admitted, now: float) -> TargetSet | Answer:
        """Ask for the decision, once per call, and make it concrete."""
        active = self._active
        active.health.now = now
        decision = decide(Attempt(admitted.caller, admitted.arrival), active.table, active.health, now, self._uniform)
        if isinstance(decision, Refuse):
            return Answer(decision.status, decision.reason)
        full = self._take(request, decision, now)
        if full is not None:
            return full
        removed = removed_headers(request, admitted)
        if isinstance(decision, ToSubscriber):
            bindings = self._locations.bindings(decision.subscriber.id, now)
            if not bindings:
                active.health.counts.end(call_key(request))
                return Answer(480, "Temporarily Unavailable")
            self._note_routed(request, f"local {decision.subscriber.id}")
            return ContactTargets(decision, bindings, request, removed, self._destinations, active, self._port)
        self._note_routed(request, " ".join(candidate.server.id for candidate in decision.order))
        ways = self._ways_in(active.table)
        return PeerTargets(decision, request, removed, active, self._destinations, self._sender, self._port, ways)

    def _take(self, request: Request, decision: ToSubscriber | ToPeers, now: float) -> Answer | None:
        """R8: the call counts for its caller and, when it is one of ours, its callee; or whoever is full says no."""
        if request.method != "INVITE":
            return None
        counts, caller = self._active.health.counts, holders_of_caller(decision.form.caller)
        callee = holders_of_subscriber(decision.subscriber, Direction.IN) if isinstance(decision, ToSubscriber) else []
        if counts.full(caller, now) is not None:
            return CALLER_FULL
        if counts.full(callee, now) is not None:
            return CALLEE_FULL
        counts.take(call_key(request), [*caller, *callee], now)
        return None

    def _ways_in(self, table: Table) -> Ways:
        """Those to the servers of this table; a reload begins with none."""
        if self._ways_of is not table:
            self._ways_of, self._ways = table, {}
        return self._ways

    def _note_routed(self, request: Request, where: str) -> None:
        self._port.note(Fact(Event.ROUTED, request.call_id, where))


def removed_headers(request: Request, admitted: Admitted) -> Sequence[str]:
    """Fields that end here: credentials for us (22.3), an identity that its sender may not assert (RFC 3325 5)."""
    removed = []
    if admitted.caller.server is None:
        removed += [name for name in ASSERTED if request.has(name)]
    if admitted.caller.by is IdentifiedBy.DIGEST and len(request.fields.get("proxy-authorization", ())) == 1:
        removed.append("proxy-authorization")
    return removed
