"""Questions as people and files ask them (CONFIG.md, explain)."""

import pytest

from routing.decision import Challenge, Refuse, ToPeers
from routing.health import AllWell, Down
from routing.model import Limits
from routing.question import Question, ask, split_address, split_source
from tests.routing import makers
from tests.routing.makers import group, rule, server, trusted

PBX = "198.51.100.5"


def answer(caller, callee="431", table=None, **fields):
    table = table or makers.table(
        groups=[group("alpha", rules=[rule()], servers=[server("a1", host="192.0.2.1")])],
        subscribers=[
            makers.subscriber(numbers=("43720100",), allowed_ips=("192.0.2.128/25",)),
            makers.subscriber("pbx@sip.example", trusted=(trusted(PBX),)),
        ],
    )
    return ask(Question(caller, callee, **fields), table, AllWell(), 0.0, makers.halves)


def test_a_subscribers_own_address_counts_as_authenticated_by_digest():
    found = answer(f"sip:{makers.REGULAR}")
    assert (found.caller.id, found.caller.by) == (makers.REGULAR, "digest")
    assert isinstance(found.result, ToPeers)


@pytest.mark.parametrize(("source", "status"), [("192.0.2.200", None), ("203.0.113.1:5080", 403)])
def test_with_a_source_its_allowed_addresses_count(source, status):
    found = answer(makers.REGULAR, source=source)
    assert getattr(found.result, "status", None) == status


def test_r1_applies_with_a_source_that_is_a_peers_or_trusted():
    assert answer(makers.REGULAR, source="192.0.2.1:5060").caller.id == "alpha/a1"
    assert answer(makers.REGULAR, source=PBX).caller.id == "pbx@sip.example"


def test_somebody_of_ours_whom_nobody_knows_is_challenged_and_a_stranger_refused():
    assert answer("nobody@sip.example").result == Challenge("sip.example")
    assert answer("1@far.example").result == Refuse(403, "Forbidden")


def test_a_callee_without_a_domain_is_in_the_callers_and_for_a_peer_at_our_address():
    assert answer(makers.REGULAR, "431").arrival.ruri_domain == makers.HOME
    assert answer("1@far.example", "43720100", source="192.0.2.1").arrival.ruri_domain == "192.0.2.250"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sip:43@SIP.Example:5060;transport=tcp", ("43", "sip.example")),
        ("43@sip.example", ("43", "sip.example")),
        ("SIPS:a@b@sip.example?x=y", ("a@b", "sip.example")),
        ("43@[2001:DB8::1]:5060", ("43", "2001:db8::1")),
        ("tel:+43", ("+43", "")),
        ("+43", ("+43", "")),
        (" 43 ", ("43", "")),
        ("b\u00fcro@x", ("b\u00fcro".encode().decode("latin-1"), "x")),
    ],
)
def test_addresses_are_read_as_people_write_them(text, found):
    assert split_address(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("192.0.2.1", ("192.0.2.1", 5060)),
        ("192.0.2.1:5080", ("192.0.2.1", 5080)),
        ("2001:db8::1", ("2001:db8::1", 5060)),
        ("[2001:db8::1]:5080", ("2001:db8::1", 5080)),
        ("", ("", 5060)),
    ],
)
def test_sources_are_read_with_or_without_a_port(text, found):
    assert split_source(text) == found


NEVER = Limits(max_calls=0)


def asked(caller, callee, down=(), notes=None, **fields):
    table = makers.table(**fields)
    return ask(Question(caller, callee), table, Down(down), 0.0, makers.halves, notes).result


def test_r9_r7_1_a_server_whose_limit_is_zero_is_skipped():
    groups = [
        group("at", 2, rules=[rule("43")], servers=["a1", "a2"]),
        group("vie", 3, rules=[rule("431")], servers=[server("v", limits=NEVER)]),
        group("def", 4, rules=[rule()], servers=["d"]),
    ]
    notes = []
    assert makers.order(asked(makers.REGULAR, "431999", ["a1"], notes, groups=groups)) == ["a2", "d"]
    skips = [(note.step, note.object, note.because) for note in notes if note.verdict.value == "skip"]
    assert sorted(skips) == [("R7", "at/a1", "down"), ("R7", "vie/v", "at its limit")]


def test_r8_a_caller_whose_limit_is_zero_is_refused_wherever_the_call_would_go():
    for callee in ("431999", makers.PREMIUM):
        notes = []
        found = asked(
            makers.REGULAR,
            callee,
            notes=notes,
            groups=[group("def", rules=[rule()])],
            subscribers=[makers.subscriber(limits=NEVER), makers.subscriber(makers.PREMIUM)],
        )
        assert (found.status, found.reason) == (403, "Maximum parallel calls exceeded")
        assert (notes[-1].step, notes[-1].object) == ("R8", makers.REGULAR)


def test_r8_a_callee_whose_limit_is_zero_is_busy():
    premium = makers.subscriber(makers.PREMIUM, limits=Limits(max_calls_in=0))
    found = asked(makers.REGULAR, makers.PREMIUM, subscribers=[makers.subscriber(), premium])
    assert (found.status, found.reason) == (486, "Busy Here")


def test_r2_5_a_peer_that_is_refused_is_the_caller_of_the_answer():
    table = makers.table(groups=[group("alpha", servers=[server("a1", host="192.0.2.1")], accepts_calls=False)])
    found = answer("1@far.example", table=table, source="192.0.2.1")
    assert (found.caller.id, found.result.status) == ("alpha/a1", 403)
