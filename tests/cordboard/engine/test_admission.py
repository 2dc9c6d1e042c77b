"""Who is asked for a password, and for which kind of it (R1.3, RFC 8760)."""

from dataclasses import replace

from tests.calls.small_operator import ALICE, STRANGER, Operator, configuration, subscriber
from tests.messages import fields, request

CALL = request(uri="sip:+49301@sip.example")


def offered(made) -> list[str]:
    operator = Operator(made)
    operator.receives(CALL, ALICE)
    values = fields(operator.sends("SIP/2.0 407"), "Proxy-Authenticate")
    return [value.split("algorithm=")[1].split(",")[0] for value in values]


def test_a_domain_offers_what_all_its_users_can_answer():
    """A user with only an MD5 hash must not be led to SHA-256; the same for all, so nobody learns who exists."""
    made = configuration()
    assert offered(made) == ["SHA-256", "MD5"]
    old = replace(subscriber("old"), ha1_sha256=None)
    assert offered(replace(made, subscribers={**made.subscribers, old.id: old})) == ["MD5"]


def test_a_reload_changes_what_is_offered():
    operator = Operator()
    strong = {name: replace(each, ha1_md5=None) for name, each in configuration().subscribers.items()}
    operator.core.active.table = Operator(replace(configuration(), subscribers=strong)).core.active.table
    operator.receives(CALL, ALICE)
    assert len(fields(operator.sends("SIP/2.0 407"), "Proxy-Authenticate")) == 1


def test_credentials_that_cannot_be_read_are_400():
    operator = Operator()
    twice = ['Proxy-Authorization: Digest realm="sip.example", username="a"'] * 2
    operator.receives(request(uri="sip:+49301@sip.example", extra=twice), STRANGER)
    operator.sends("SIP/2.0 400", STRANGER)


def test_another_realms_credentials_are_as_none():
    operator = Operator()
    other = 'Proxy-Authorization: Digest realm="x", username="a", nonce="n", uri="sip:x", response="0"'
    operator.receives(request(uri="sip:+49301@sip.example", extra=[other]), STRANGER)
    operator.sends("SIP/2.0 407", STRANGER)
