"""Who is calling? (R1; RFC 3261 22.3): a peering server, a trusted source, or whoever knows the password.

Every method that starts something is asked the same way. Nothing here keeps state for strangers, and nothing that
leaves tells them whether a user exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cordboard.engine.active import Active
from cordboard.engine.answer import Answer
from cordboard.engine.arriving import arrival_of
from routing import identify
from routing.arrival import Arrival
from routing.attempt import Caller
from routing.decision import Challenge, Refuse
from routing.directory import Subscriber
from routing.table import Table
from sip.addressing import Flow, LocalAddresses
from sip.auth.digest import Authenticated, Failed, Malformed, Stale, Verifier, challenges
from sip.auth.digest_uri import DigestUriPolicy
from sip.auth.ha1 import Algorithm
from sip.auth.nonce import SALT_OCTETS, NonceCounts, Nonces
from sip.facts import Event, Fact
from sip.message import Request
from sip.ports import Port


@dataclass(slots=True)
class Admitted:
    """Somebody we know, or whom the domain takes without knowing."""

    caller: Caller
    arrival: Arrival


class Admission:
    """``key`` signs nonces; ``started`` is seconds since 1970: what was used before cannot be known."""

    def __init__(self, active: Active, port: Port, own: LocalAddresses, key: bytes, started: float) -> None:
        security = active.table.security
        self._active = active
        self._port = port
        self._nonces = Nonces(key[:64], security.nonce_lifetime)
        self._verifier = Verifier(
            self._nonces, NonceCounts(security.nonce_lifetime, started), DigestUriPolicy(security.digest_uri.value), own
        )
        self._salt = int(started * 1_000_000)
        self._offered: dict[str, Sequence[Algorithm]] = {}
        self._offered_of: Table | None = None

    def admit(self, request: Request, flow: Flow, now: float) -> Admitted | Answer:
        """R1.1 to R1.4, in order."""
        arrival = arrival_of(request, flow)
        found = identify.identify(arrival, self._active.table)
        if isinstance(found, Challenge):
            return self._digest(request, arrival, found.realm, now)
        if isinstance(found, Refuse):
            return Answer(found.status, found.reason)
        return Admitted(found, arrival)

    def _digest(self, request: Request, arrival: Arrival, realm: str, now: float) -> Admitted | Answer:
        """R1.3."""
        table = self._active.table
        registering = request.method == "REGISTER"
        outcome = self._verifier.verify(
            request.values("authorization" if registering else "proxy-authorization"),
            method=request.method,
            request_uri=request.uri,
            realm=realm,
            algorithms=self._algorithms(realm),
            secrets=lambda user, algorithm: _secret(table.subscriber(user, realm), algorithm),
            now=now,
        )
        if isinstance(outcome, Malformed):
            return Answer(400, outcome.reason)
        if not isinstance(outcome, Authenticated):
            self._note(request, outcome)
            return self._challenge(realm, registering, isinstance(outcome, Stale), now)
        subscriber = table.subscriber(outcome.user, realm)
        assert subscriber is not None, "a secret was found for this user"
        caller = identify.authenticated(subscriber, arrival, table)
        return Answer(caller.status, caller.reason) if isinstance(caller, Refuse) else Admitted(caller, arrival)

    def _challenge(self, realm: str, registering: bool, stale: bool, now: float) -> Answer:
        self._salt += 1
        nonce = self._nonces.mint(realm, self._salt.to_bytes(SALT_OCTETS), now)
        name = "WWW-Authenticate" if registering else "Proxy-Authenticate"
        lines = [f"{name}: {value}" for value in challenges(realm, nonce, self._algorithms(realm), stale=stale)]
        return (
            Answer(401, "Unauthorized", lines) if registering else Answer(407, "Proxy Authentication Required", lines)
        )

    def _algorithms(self, realm: str) -> Sequence[Algorithm]:
        """What this domain offers: the algorithms that all its users can answer.

        The same for everybody, known or not (RFC 8760 2.3: strongest first).
        """
        table = self._active.table
        if self._offered_of is not table:
            self._offered_of, self._offered = table, {}
        offered = self._offered.get(realm)
        if offered is None:
            offered = self._offered[realm] = _common_algorithms(table, realm)
        return offered

    def _note(self, request: Request, outcome: object) -> None:
        detail = f"{outcome.user}: {outcome.why.value}" if isinstance(outcome, Failed) else "challenged"
        event = Event.REFUSED if isinstance(outcome, Failed) else Event.CHALLENGED
        self._port.note(Fact(event, request.call_id, detail))


def _secret(subscriber: Subscriber | None, algorithm: Algorithm) -> str | None:
    if subscriber is None:
        return None
    return subscriber.ha1_sha256 if algorithm is Algorithm.SHA256 else subscriber.ha1_md5


def _common_algorithms(table: Table, realm: str) -> Sequence[Algorithm]:
    domain = table.domain(realm)
    users = (
        [each for each in domain.subscribers.values() if each.ha1_md5 or each.ha1_sha256] if domain is not None else []
    )
    common = tuple(algorithm for algorithm in Algorithm if all(_secret(user, algorithm) for user in users))
    return common or tuple(Algorithm)
