"""Peering servers, one after the other (R7)."""

from dataclasses import replace

from tests.calls.small_operator import ALPHA_1, ALPHA_2, BETA, PBX, Operator, configuration, with_credentials
from tests.ladder import udp
from tests.messages import answer, request

CALL = request(uri="sip:+4930123456@sip.example", caller="sip:43720@sip.example", via="192.0.2.5:5060")


def calling(**changes) -> tuple[Operator, bytes]:
    made = configuration()
    alpha = replace(made.peering["alpha"], **changes.pop("alpha", {}))
    operator = Operator(replace(made, peering={**made.peering, "alpha": alpha}, **changes))
    operator.receives(CALL, PBX)
    operator.sends("SIP/2.0 100", PBX)
    return operator, operator.sends("INVITE", ALPHA_1)


def test_no_more_than_max_attempts_are_made():
    """R7.3."""
    operator, first = calling(routing=replace(configuration().routing, max_attempts=2))
    operator.receives(answer(first, 500), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    second = operator.sends("INVITE", ALPHA_2)
    operator.receives(answer(second, 500), ALPHA_2)
    operator.sends("ACK", ALPHA_2)
    operator.sends("SIP/2.0 500", PBX)
    operator.is_quiet()


def test_ringing_first_still_fails_over_unless_the_group_says_no():
    """R7.3."""
    for changes, after in (({}, "INVITE"), ({"failover_after_ringing": False}, "SIP/2.0 500")):
        operator, first = calling(alpha=changes)
        operator.receives(answer(first, 183), ALPHA_1)
        operator.sends("SIP/2.0 183", PBX)
        operator.receives(answer(first, 500), ALPHA_1)
        operator.sends("ACK", ALPHA_1)
        operator.sends(after)


def test_a_redirect_is_passed_back_or_followed():
    """R7.2: 3xx."""
    contact = ["Contact: <sip:43@198.51.100.9:5070>"]
    operator, first = calling()
    operator.receives(answer(first, 302, extra=contact), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("SIP/2.0 302", PBX)
    operator, first = calling(alpha={"follow_redirects": True})
    operator.receives(answer(first, 302, extra=contact), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("INVITE sip:43@198.51.100.9:5070", udp("198.51.100.9", 5070))
    operator.is_quiet()


def test_a_server_banned_meanwhile_is_skipped():
    """R7.1: each skip is a note."""
    operator, first = calling()
    second = operator.core.active.table.servers[1]
    operator.core.active.health.ban(second, 60.0, operator.port.now)
    operator.receives(answer(first, 503), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("INVITE", BETA)
    assert any("alpha/a2 skipped: banned" in fact.detail for fact in operator.port.facts)


def test_a_call_keeps_its_decision_over_a_reload():
    """Calls in flight keep the table they were decided by."""
    operator, first = calling()
    operator.core.active.table = Operator(configuration(peering={})).core.active.table
    operator.receives(answer(first, 503), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("INVITE", ALPHA_2)


def test_an_answer_that_was_dealt_with_does_not_come_back():
    """R7.2: the caller gets the busy of the second try, not the 407, 302 or 408 that led to it."""
    challenge = ['Proxy-Authenticate: Digest realm="alpha", nonce="one", qop="auth"']
    redirect = ["Contact: <sip:43@198.51.100.1>"]
    group = with_credentials(configuration()).peering["alpha"]
    for status, extra, changes in (
        (407, challenge, {"servers": group.servers}),
        (302, redirect, {"follow_redirects": True}),
        (408, [], {}),
    ):
        operator, first = calling(alpha=changes)
        operator.receives(answer(first, status, extra=extra), ALPHA_1)
        operator.sends("ACK", ALPHA_1)
        second = operator.sends("INVITE")
        operator.receives(answer(second, 486), ALPHA_1)
        operator.sends("ACK")
        operator.sends("SIP/2.0 486", PBX)
        operator.is_quiet()
