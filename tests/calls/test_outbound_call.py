"""Calls out to peering servers, whole (R1, R3, R6, R7)."""

import pytest

from tests.calls.small_operator import (
    ALICE,
    ALPHA_1,
    ALPHA_2,
    BETA,
    PBX,
    STRANGER,
    Operator,
    configuration,
    with_credentials,
)
from tests.ladder import udp
from tests.messages import answer, field, fields, request

OUT = request(
    uri="sip:+4930123456@sip.example", caller="sip:alice@sip.example", extra=["Contact: <sip:alice@192.0.2.1>"]
)
FROM_PBX = request(uri="sip:+4930123456@sip.example", caller="sip:43720@sip.example", via="192.0.2.5:5060")


def calls(operator: Operator) -> bytes:
    """alice calls with the right password; returns the INVITE that reaches the first carrier."""
    trying = operator.authenticates(OUT, "alice", ALICE)
    assert trying.startswith(b"SIP/2.0 100 Trying")
    return operator.sends("INVITE", ALPHA_1)


def test_a_digest_call_reaches_the_carrier_with_rewritten_numbers():
    """R1.3, R3.4: +, whatever was dialled; the answer carries the From that the phone sent."""
    operator = Operator()
    invite = calls(operator)
    assert invite.startswith(b"INVITE sip:+4930123456@198.51.100.1 SIP/2.0")
    operator.receives(answer(invite, 180), ALPHA_1)
    operator.sends("SIP/2.0 180", ALICE)
    operator.receives(answer(invite, 200), ALPHA_1)
    ok = operator.sends("SIP/2.0 200", ALICE)
    assert field(ok, "From") == field(OUT, "From")
    operator.is_quiet()


def test_the_challenge_is_stateless_and_offers_the_strong_algorithm_first():
    """RFC 8760 2.3; nothing is kept for a stranger, and the same request gets the same tag."""
    operator = Operator()
    operator.receives(OUT, ALICE)
    first = operator.sends("SIP/2.0 407", ALICE)
    operator.receives(OUT, ALICE)
    second = operator.sends("SIP/2.0 407", ALICE)
    assert field(first, "To") == field(second, "To")
    assert ["SHA-256" in value for value in fields(first, "Proxy-Authenticate")] == [True, False]
    assert len(operator.core.transactions) == 0
    assert operator.port.running() == []


def test_the_ack_of_a_challenge_is_swallowed():
    operator = Operator()
    operator.receives(OUT, ALICE)
    challenge = operator.sends("SIP/2.0 407", ALICE)
    operator.receives(
        request("ACK", "sip:+4930123456@sip.example", to_tag=field(challenge, "To").split("tag=")[1]), ALICE
    )
    operator.is_quiet()


def test_credentials_for_us_do_not_travel():
    assert fields(calls(Operator()), "Proxy-Authorization") == []


@pytest.mark.parametrize("user", ["alice", "nobody"])
def test_a_wrong_password_and_an_unknown_user_look_alike(user):
    operator = Operator()
    again = operator.authenticates(OUT, user, ALICE, password="wrong")
    assert again.startswith(b"SIP/2.0 407 Proxy Authentication Required")
    assert b"stale" not in again


def test_credentials_cannot_be_used_twice():
    """RFC 7616 3.4: the nonce count."""
    operator = Operator()
    operator.receives(OUT, ALICE)
    text = operator.with_password(OUT, operator.sends("SIP/2.0 407", ALICE), "alice")
    operator.receives(text, ALICE)
    operator.sends("SIP/2.0 100", ALICE)
    operator.sends("INVITE", ALPHA_1)
    operator.receives(text.replace("branch=z9hG4bK", "branch=z9hG4bKnew"), STRANGER)
    assert b"stale=true" in operator.sends("SIP/2.0 407")
    operator.is_quiet()


def test_a_trusted_source_calls_without_a_password():
    """R1.2."""
    operator = Operator()
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("INVITE sip:+4930123456@198.51.100.1", ALPHA_1)
    operator.is_quiet()


def test_a_repeated_invite_reaches_the_carrier_once():
    """17.2.1: the repetition gets the last provisional answer."""
    operator = Operator()
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("INVITE", ALPHA_1)
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.is_quiet()


def test_failover_rewrites_afresh_for_each_server_and_group():
    """R3.4: no group beta gets alpha's plus; R7.2: 503 and silence."""
    operator = Operator()
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    first = operator.sends("INVITE sip:+4930123456@198.51.100.1", ALPHA_1)
    operator.receives(answer(first, 503), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    second = operator.sends("INVITE sip:+4930123456@198.51.100.2", ALPHA_2)
    operator.receives(answer(second, 404), ALPHA_2)
    operator.sends("ACK", ALPHA_2)
    operator.sends("SIP/2.0 404", PBX)
    operator.is_quiet()


def test_silence_fails_over_after_four_seconds():
    operator = Operator()
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("INVITE", ALPHA_1)
    operator.waits(4.0)
    for _ in range(3):
        operator.sends("INVITE", ALPHA_1)
    operator.sends("INVITE", ALPHA_2)
    operator.is_quiet()


def test_a_refused_port_fails_over_at_once():
    """16.9: the shell reports what did not arrive."""
    operator = Operator()
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    operator.core.transport_failed(invite[:200], ALPHA_1, operator.port.now)
    operator.sends("INVITE", ALPHA_2)


def test_retry_after_bans_the_server_for_a_while():
    """R7.2."""
    operator = Operator()
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    first = operator.sends("INVITE", ALPHA_1)
    operator.receives(answer(first, 503, extra=["Retry-After: 60 (busy)"]), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("INVITE", ALPHA_2)
    operator.port.pass_time(0)
    for number, (seconds, where) in enumerate([(30, ALPHA_2), (31, ALPHA_1)]):
        operator.port.pass_time(seconds)
        operator.port.sent.clear()
        operator.receives(request(uri="sip:+49@sip.example", via="192.0.2.5:5060", call_id=f"later-{number}"), PBX)
        operator.sends("SIP/2.0 100", PBX)
        operator.sends("INVITE", where)


def test_all_silent_gives_503():
    """R7.4."""
    operator = Operator()
    operator.receives(FROM_PBX, PBX)
    for _ in range(3):
        operator.waits(4.0)
    last, flow = operator.port.sent[-1]
    assert last.startswith(b"SIP/2.0 503 Service Unavailable")
    assert (flow.host, flow.port) == (PBX.host, PBX.port)
    assert any(data.startswith(b"INVITE") and to.host == BETA.host for data, to in operator.port.sent)


def test_a_peers_challenge_is_answered_once_per_nonce():
    """R7.2, CVE-2020-28242: a peer that challenges for ever gets one answer."""
    operator = Operator(with_credentials(configuration()))
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    first = operator.sends("INVITE", ALPHA_1)
    operator.receives(
        answer(first, 407, extra=['Proxy-Authenticate: Digest realm="alpha", nonce="one", qop="auth"']), ALPHA_1
    )
    operator.sends("ACK", ALPHA_1)
    second = operator.sends("INVITE sip:+4930123456@198.51.100.1", ALPHA_1)
    assert 'username="us"' in field(second, "Proxy-Authorization")
    operator.receives(
        answer(second, 407, extra=['Proxy-Authenticate: Digest realm="alpha", nonce="two", qop="auth"']), ALPHA_1
    )
    operator.sends("ACK", ALPHA_1)
    operator.sends("SIP/2.0 407", PBX)
    operator.is_quiet()


def test_an_asserted_identity_from_outside_does_not_travel():
    """RFC 3325 5."""
    operator = Operator()
    operator.receives(
        FROM_PBX.replace("\r\nCall-ID", "\r\nP-asserted-identity\t: <sip:boss@sip.example>\r\nCall-ID"), PBX
    )
    operator.sends("SIP/2.0 100", PBX)
    assert b"boss" not in operator.sends("INVITE", ALPHA_1)


@pytest.mark.parametrize(
    "method", ["INVITE", "MESSAGE", "SUBSCRIBE", "PUBLISH", "REFER", "NOTIFY", "INFO", "FROBNICATE"]
)
def test_every_method_that_starts_something_is_asked_who_sends_it(method):
    """CVE-2021-37624, CVE-2021-41157."""
    operator = Operator()
    operator.receives(request(method, "sip:+49301@sip.example"), STRANGER)
    operator.sends("SIP/2.0 407", STRANGER)
    operator.is_quiet()


def test_a_stranger_of_a_foreign_domain_is_refused():
    """R1.4."""
    operator = Operator()
    operator.receives(request(uri="sip:+49301@sip.example", caller="sip:x@elsewhere.example"), STRANGER)
    operator.sends("SIP/2.0 403", STRANGER)
    operator.is_quiet()


def test_a_preloaded_route_is_not_followed():
    operator = Operator()
    text = FROM_PBX.replace("\r\nCall-ID", "\r\nRoute: <sip:192.0.2.100;lr>, <sip:203.0.113.9;lr>\r\nCall-ID")
    operator.receives(text, PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("SIP/2.0 403", PBX)
    operator.is_quiet()


def test_a_call_without_a_route_gets_what_routing_says():
    """R6.6, through a server transaction that takes the ACK."""
    operator = Operator(configuration(peering={}))
    operator.receives(FROM_PBX, PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("SIP/2.0 404 No route to destination", PBX)
    operator.waits(0.5)
    operator.sends("SIP/2.0 404", PBX)
    operator.receives(
        request(
            "ACK",
            "sip:+4930123456@sip.example",
            via="192.0.2.5:5060",
            branch=field(FROM_PBX, "Via").split("branch=")[1],
        ),
        PBX,
    )
    operator.waits(3.0)
    operator.is_quiet()


def test_a_message_other_than_invite_fails_over_too():
    operator = Operator()
    operator.receives(request("MESSAGE", "sip:+49301@sip.example", via="192.0.2.5:5060", body="hello"), PBX)
    message = operator.sends("MESSAGE sip:+49301@198.51.100.1", ALPHA_1)
    operator.receives(answer(message, 503), ALPHA_1)
    second = operator.sends("MESSAGE", ALPHA_2)
    operator.receives(answer(second, 202), ALPHA_2)
    operator.sends("SIP/2.0 202", PBX)
    operator.is_quiet()


def test_a_draining_engine_takes_no_new_call():
    operator = Operator()
    operator.core.draining = True
    operator.receives(FROM_PBX, PBX)
    assert field(operator.sends("SIP/2.0 503", PBX), "Retry-After") == "10"
    operator.is_quiet()


def test_answers_go_back_through_a_nat():
    """RFC 3581."""
    operator = Operator()
    behind = udp("192.0.2.5", 40000)
    operator.receives(FROM_PBX.replace(";branch", ";rport;branch"), behind)
    trying = operator.sends("SIP/2.0 100", behind)
    assert "rport=40000;received=192.0.2.5" in field(trying, "Via")
