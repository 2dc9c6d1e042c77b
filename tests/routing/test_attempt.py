"""Who is calling, as the rest of the decision sees them."""

from routing.attempt import CallerKind, IdentifiedBy, peer_caller, subscriber_caller, unknown_caller
from tests.routing import makers


def test_a_subscriber_calls_under_its_own_address_whatever_its_from_says():
    table = makers.table()
    caller = makers.caller_of(makers.arrival(), table)
    assert (caller.kind, caller.id, caller.uri) == (CallerKind.SUBSCRIBER, makers.REGULAR, f"sip:{makers.REGULAR}")


def test_a_peer_calls_under_its_from():
    table = makers.table(groups=[makers.group("alpha", servers=["a1"])])
    caller = peer_caller(makers.server_of(table, "alpha/a1"), makers.arrival("49301@far.example"))
    assert (caller.kind, caller.id, caller.uri, caller.by) == ("peer", "alpha/a1", "sip:49301@far.example", "source")


def test_nobody_lends_a_replacement_empty_attributes():
    assert unknown_caller(makers.arrival("49301@far.example")).attribute("cc") == ""


def test_r3_1_attributes_are_the_subscribers_own_then_the_domains_then_what_is_known_of_it():
    table = makers.table(
        domains=[makers.domain(attributes={"cc": "43", "ac": "1"})],
        subscribers=[makers.subscriber(attributes={"ac": "720"}, numbers=("43720100",), extension="77")],
    )
    subscriber = table.subscriber("43720100", makers.HOME)
    caller = subscriber_caller(subscriber, IdentifiedBy.DIGEST)
    names = ("cc", "ac", "user", "domain", "number", "extension", "colour")
    assert [caller.attribute(name) for name in names] == ["43", "720", "43720100", makers.HOME, "43720100", "77", ""]


def test_r6_1_which_caller_patterns_fit_a_subscriber_is_known_at_load():
    rules = [makers.rule(id="a", caller=r"@premium\.example$"), makers.rule(id="b", caller="^sip:43")]
    table = makers.table(groups=[makers.group("alpha", rules=rules)])
    known = makers.caller_of(makers.arrival(makers.PREMIUM), table).pattern_hits
    assert known is not None
    assert set(known) >= {0}
    assert 1 not in known
