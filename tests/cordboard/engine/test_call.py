"""Header fields that do not travel."""

from cordboard.engine.admission import Admitted
from cordboard.engine.arriving import arrival_of
from cordboard.engine.call import removed_headers
from routing.attempt import IdentifiedBy, peer_caller, subscriber_caller
from sip.message import Request
from sip.parser import parse
from tests.calls.small_operator import ALPHA_1, Operator
from tests.messages import request

TABLE = Operator().core.active.table
IDENTITY = "P-Asserted-Identity: <sip:boss@sip.example>"
CREDENTIALS = 'Proxy-Authorization: Digest realm="sip.example"'


def removed(by: IdentifiedBy | None, *extra: str) -> list[str]:
    message = parse(request(extra=extra).encode())
    assert isinstance(message, Request)
    arrival = arrival_of(message, ALPHA_1)
    alice = TABLE.subscriber("alice", "sip.example")
    assert alice is not None
    caller = subscriber_caller(alice, by) if by is not None else peer_caller(TABLE.servers[0], arrival)
    return list(removed_headers(message, Admitted(caller, arrival)))


def test_a_subscriber_may_not_assert_an_identity_and_a_peer_may():
    """RFC 3325 5."""
    assert removed(IdentifiedBy.TRUSTED, IDENTITY) == ["p-asserted-identity"]
    assert removed(IdentifiedBy.DIGEST, "Remote-Party-ID: <sip:boss@x>", "P-Preferred-Identity: <sip:boss@x>") == [
        "p-preferred-identity",
        "remote-party-id",
    ]
    assert removed(None, IDENTITY) == []


def test_credentials_for_us_end_here_and_others_travel_on():
    """22.3, O007: with several nobody else's are taken away."""
    assert removed(IdentifiedBy.DIGEST, CREDENTIALS) == ["proxy-authorization"]
    assert removed(IdentifiedBy.TRUSTED, CREDENTIALS) == []
    assert removed(IdentifiedBy.DIGEST, CREDENTIALS, CREDENTIALS) == []
