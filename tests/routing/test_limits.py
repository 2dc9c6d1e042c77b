"""Limits of 0: never, without a single call (R8)."""

import pytest

from routing.attempt import peer_caller, unknown_caller
from routing.limits import CALLEE_FULL, CALLER_FULL, never, never_called, never_calls, never_sent_to
from routing.model import NO_LIMITS, Limits, Reseller
from tests.routing import makers
from tests.routing.makers import AT, group, server


@pytest.mark.parametrize(
    ("limits", "out", "into"),
    [
        (NO_LIMITS, None, None),
        (Limits(max_calls=1, max_calls_in=1, max_calls_out=1, max_cps=1), None, None),
        (Limits(max_calls=0), "max_calls", "max_calls"),
        (Limits(max_calls_out=0), "max_calls_out", None),
        (Limits(max_calls_in=0), None, "max_calls_in"),
        (Limits(max_calls=5, max_cps=0), "max_cps", "max_cps"),
    ],
)
def test_r8_zero_means_never_and_nothing_else_does(limits, out, into):
    assert (never(limits, outgoing=True), never(limits, outgoing=False)) == (out, into)


@pytest.mark.parametrize("where", ["server", "group"])
def test_r7_1_a_server_is_at_its_limit_by_its_own_or_by_its_groups(where):
    nought = Limits(max_calls_out=0)
    servers = [server("s", limits=nought if where == "server" else NO_LIMITS)]
    table = makers.table(groups=[group("a", servers=servers, limits=nought if where == "group" else NO_LIMITS)])
    assert never_sent_to(table.servers[0])
    assert not never_sent_to(makers.table(groups=[group("a")]).servers[0])


def owned(owner, limits):
    """A table whose subscriber is limited itself, or by its customer or reseller."""
    of = {name: limits if name == owner else NO_LIMITS for name in ("subscriber", "customer", "reseller")}
    made = makers.configuration(
        customers=[makers.customer(limits=of["customer"])],
        subscribers=[makers.subscriber(limits=of["subscriber"])],
    )
    made.resellers["house"] = Reseller("house", "house", AT, of["reseller"])
    return makers.compile_table(made, {})


@pytest.mark.parametrize(
    ("owner", "name"), [("subscriber", makers.REGULAR), ("customer", "acme"), ("reseller", "house")]
)
def test_r8_a_subscriber_may_not_call_and_its_customer_and_reseller_say_so_for_it(owner, name):
    table, notes = owned(owner, Limits(max_calls_out=0)), []
    caller = makers.caller_of(makers.arrival(), table)
    assert never_calls(caller, notes) == CALLER_FULL
    assert [(note.step, note.object, note.verdict.value, note.because, note.at) for note in notes] == [
        ("R8", name, "no", "max_calls_out: 0 means never", AT)
    ]
    assert never_called(caller.subscriber) is None


@pytest.mark.parametrize("owner", ["subscriber", "customer", "reseller"])
def test_r8_a_callee_that_may_have_no_call_is_busy(owner):
    table = owned(owner, Limits(max_calls_in=0))
    caller = makers.caller_of(makers.arrival(), table)
    assert never_called(caller.subscriber) == CALLEE_FULL
    assert never_calls(caller) is None


def test_r8_a_peer_that_may_send_us_no_call():
    table = makers.table(groups=[group("a", limits=Limits(max_calls_in=0)), group("b", limits=Limits(max_calls_out=0))])
    arrived = makers.arrival("1@far.example")
    assert [never_calls(peer_caller(each, arrived)) for each in table.servers] == [CALLER_FULL, None]


def test_r8_a_caller_whom_nobody_knows_has_no_limit():
    assert never_calls(unknown_caller(makers.arrival())) is None
