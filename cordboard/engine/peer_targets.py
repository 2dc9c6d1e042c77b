"""Peering servers as targets, tried in the order of the decision (R7.1 to R7.4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cordboard.engine.active import Active
from cordboard.engine.call_counts import Direction, call_key, holders_of_server
from cordboard.engine.caller_line import from_value
from cordboard.engine.contact_targets import request_uri
from cordboard.engine.destinations import Destinations, owners_of_caller
from routing.decision import ToPeers
from routing.numbers import outbound
from routing.peering import Server
from sip.addressing import Flow, Transport
from sip.auth import answer as digest_answer
from sip.errors import SipError
from sip.facts import Event, Fact
from sip.header_values import NameAddr
from sip.message import Request, Response
from sip.ports import Port
from sip.proxy.sender import Sender, is_address
from sip.proxy.target_set import Failure, Target, Verdict
from sip.uri import escape_user

_SECONDS = re.compile(r"[0-9]{1,10}")
_Q_VALUE = re.compile(r"[01](?:\.[0-9]{0,3})?")
CHALLENGES = {401: ("www-authenticate", "Authorization"), 407: ("proxy-authenticate", "Proxy-Authorization")}

Ways = dict[Server, Flow | None]
"""To a server that is an address the way is known without a question, and the same for every call; None: ask."""


@dataclass(slots=True)
class PeerTarget(Target):
    """A target that is a peering server; ``answered`` are the nonces of it that were answered already."""

    server: Server | None = None
    answered: frozenset[str] = field(default_factory=frozenset)


class PeerTargets:
    """Implements ``sip.proxy.target_set.TargetSet``; the table of the decision stays in force for this call."""

    __slots__ = (
        "_active",
        "_attempts",
        "_decision",
        "_destinations",
        "_next",
        "_port",
        "_removed",
        "_request",
        "_sender",
        "_table",
        "_waiting",
        "_ways",
    )

    def __init__(
        self,
        decision: ToPeers,
        request: Request,
        removed: Sequence[str],
        active: Active,
        destinations: Destinations,
        sender: Sender,
        port: Port,
        ways: Ways,
    ) -> None:
        self._decision = decision
        self._destinations = destinations
        self._request = request
        self._removed = removed
        self._active = active
        self._table = active.table
        self._sender = sender
        self._port = port
        self._ways = ways
        self._next = 0
        self._attempts = 0
        self._waiting: list[PeerTarget] = []
        """Targets that come before the next candidate: the same server with credentials, a redirect."""

    def open(self, now: float) -> Sequence[Target]:
        if self._waiting:
            return (self._waiting.pop(0),)
        self._active.health.now = now
        while self._next < len(self._decision.order) and self._attempts < self._table.routing.max_attempts:
            server = self._decision.order[self._next].server
            self._next += 1
            why = self._active.health.unusable(server)
            if why is None:
                self._attempts += 1
                self._take(server, now)
                self._note(Event.ATTEMPT, server.id)
                return (self._target(server),)
            self._note(Event.FAILED_OVER, f"{server.id} skipped: {why}")
        return ()

    def judge(self, target: Target, failure: Failure, now: float) -> Verdict:
        """R7.2, R7.3."""
        assert isinstance(target, PeerTarget)
        assert target.server is not None
        server, response = target.server, failure.response
        if response is not None:
            self._ban(server, response, now)
            if self._answers_challenge(target, server, response) or self._follows(target, server, response):
                return Verdict.RETRY
        self._give_back(server)
        if failure.rang and not server.group.failover_after_ringing:
            return Verdict.STOP
        on = response is None or failure.status in server.group.failover_on.statuses
        if on:
            self._note(
                Event.FAILED_OVER, f"{server.id}: {failure.status}{'' if response is not None else ' (no answer)'}"
            )
        return Verdict.NEXT if on else Verdict.STOP

    def exhausted(self) -> tuple[int, str]:
        """R7.4."""
        return 503, "Service Unavailable"

    def finished(self, status: int, now: float) -> None:
        if status >= 300:
            self._active.health.counts.end(call_key(self._request))
        self._note(Event.ANSWERED if status < 300 else Event.ENDED, str(status))

    def _take(self, server: Server, now: float) -> None:
        """R8: the call counts for the server and its group from now on."""
        holders = holders_of_server(server, Direction.OUT)
        if holders and self._request.method == "INVITE":
            self._active.health.counts.take(call_key(self._request), holders, now)

    def _give_back(self, server: Server) -> None:
        holders = holders_of_server(server, Direction.OUT)
        if holders and not self._waiting:
            self._active.health.counts.give_back(call_key(self._request), holders)

    def _target(self, server: Server) -> PeerTarget:
        """R3.4: numbers afresh from the normal form, for this server."""
        caller_user, callee_user = outbound(server, self._decision.form)
        return PeerTarget(
            server.uri_for(escape_user(callee_user)),
            flow=self._flow(server),
            from_value=from_value(self._request, caller_user),
            removed=self._removed,
            silence=self._table.timers.no_response,
            owners=(server.group.contract, *owners_of_caller(self._decision.form.caller)),
            server=server,
        )

    def _flow(self, server: Server) -> Flow | None:
        if server not in self._ways:
            self._ways[server] = self._way(server)
        return self._ways[server]

    def _way(self, server: Server) -> Flow | None:
        if not is_address(server.host):
            return None
        transport = Transport(server.transport) if server.transport else Transport.UDP
        return self._sender.flow_to(server.host, server.port, transport, None)

    def _ban(self, server: Server, response: Response, now: float) -> None:
        """503 with Retry-After: that server is left alone for so long."""
        if response.status != 503:
            return
        seconds = _SECONDS.match(response.value("retry-after") or "")
        if seconds is not None and int(seconds[0]) > 0:
            self._active.health.ban(server, float(seconds[0]), now)
            self._note(Event.SERVER_BANNED, f"{server.id} for {seconds[0]} s")

    def _answers_challenge(self, target: PeerTarget, server: Server, response: Response) -> bool:
        """401/407 from a server with credentials: tried again with the answer, once for each nonce."""
        if response.status not in CHALLENGES or server.credentials is None:
            return False
        name, header = CHALLENGES[response.status]
        credentials = server.credentials
        challenge = digest_answer.choose(response.values(name), credentials.realm)
        if challenge is None or challenge.nonce in target.answered or (target.answered and not challenge.stale):
            return False
        value = digest_answer.answer(
            challenge,
            method=self._request.method,
            uri=target.uri,
            user=credentials.user,
            password=credentials.password,
            cnonce=self._sender.tokens.tag(self._request),
        )
        answered = target.answered | {challenge.nonce}
        self._waiting.append(replace(target, added=(f"{header}: {value}",), answered=answered))
        return True

    def _follows(self, target: PeerTarget, server: Server, response: Response) -> bool:
        """3xx: its contacts are tried, the likeliest first, when the group says ``follow_redirects: yes``."""
        if not server.group.follow_redirects or not 300 <= response.status < 400:
            return False
        try:
            contacts = response.contacts
        except SipError:
            return False
        if not isinstance(contacts, list):
            return False
        left = max(self._table.routing.max_attempts - self._attempts, 0)
        allows = self._destinations.of_redirect(server)
        for contact in sorted(contacts, key=_q, reverse=True)[:left]:
            self._attempts += 1
            uri = request_uri(contact.uri)
            self._waiting.append(replace(target, uri=uri, flow=None, added=(), allows=allows))
        return bool(self._waiting)

    def _note(self, event: Event, detail: str) -> None:
        self._port.note(Fact(event, self._request.call_id, detail))


def _q(contact: NameAddr) -> float:
    """How likely a redirect's contact is (RFC 3261 20.10); 1 when it does not say."""
    text = contact.parameters.get("q") or ""
    return float(text) if _Q_VALUE.fullmatch(text) else 1.0
