"""The door: what is answered, dropped and counted before anybody is asked (RFC 3261 16.3, 18.3)."""

import pytest

from sip.facts import Event
from tests.calls.small_operator import ALPHA_1, PBX, STRANGER, Operator, configuration
from tests.ladder import udp
from tests.messages import answer, field, request


def test_options_to_the_engine_itself_are_answered():
    operator = Operator()
    for uri in ("sip:192.0.2.100:5060", "sip:192.0.2.100", "sip:sip.example"):
        operator.receives(request("OPTIONS", uri), STRANGER)
        ok = operator.sends("SIP/2.0 200", udp("203.0.113.66"))
        assert "INVITE" in field(ok, "Allow")
    operator.is_quiet()


def test_options_to_a_subscriber_are_not_ours_to_answer():
    operator = Operator()
    operator.receives(request("OPTIONS", "sip:alice@sip.example"), STRANGER)
    operator.sends("SIP/2.0 407")


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        (request().replace("CSeq: 1 INVITE", "CSeq: 1 BYE"), "400"),
        (request().replace("Content-Length: 0", "Content-Length: 9999"), "400"),
        (request().replace("From: <sip:alice@sip.example>", 'From: "alice <sip:alice@sip.example>'), "400"),
        (request(uri="mailto:x@y.example"), "416"),
        (request().replace("SIP/2.0\r\nVia", "SIP/7.0\r\nVia"), "505"),
        (request().replace("Max-Forwards: 70", "Max-Forwards: 0"), "483"),
        (request(extra=["Proxy-Require: gold"]), "420"),
        (request(extra=["Route: <tel:43>"]), "400"),
    ],
)
def test_a_request_that_cannot_be_processed_gets_its_answer_without_state(broken, status):
    operator = Operator()
    operator.receives(broken, PBX)
    operator.sends(f"SIP/2.0 {status}", udp("192.0.2.5"))
    operator.is_quiet()
    assert len(operator.core.transactions) == 0


@pytest.mark.parametrize(
    "garbage", [b"\x00\x01\x00\x00", b"GET / HTTP/1.1\r\n\r\n", b"SIP/2.0 200\r\n", b"\r\n\r\n\r\n\r\n"]
)
def test_what_is_no_sip_is_dropped_and_counted(garbage):
    operator = Operator()
    operator.receives(garbage, STRANGER)
    operator.is_quiet()
    assert [fact.event for fact in operator.port.facts] == [Event.MALFORMED]


def test_a_malformed_ack_is_never_answered():
    operator = Operator()
    operator.receives(request("ACK").replace("Call-ID: call-1\r\n", ""), STRANGER)
    operator.is_quiet()


def test_a_stray_response_is_dropped_and_counted():
    """RFC 6026 8.9."""
    operator = Operator()
    operator.receives(answer(request(), 200), STRANGER)
    operator.is_quiet()
    assert [fact.event for fact in operator.port.facts] == [Event.DROPPED]


def test_a_response_with_nobody_behind_us_is_not_forwarded():
    """16.7 step 3, O024: only our own Via is left."""
    operator = Operator()
    operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    lines = answer(invite, 180).split("\r\n")
    del lines[2]
    operator.receives("\r\n".join(lines), ALPHA_1)
    operator.is_quiet()


def test_a_full_engine_refuses_what_is_new_and_serves_what_has_begun():
    from dataclasses import replace

    made = configuration()
    operator = Operator(replace(made, security=replace(made.security, max_transactions=2)))
    operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    operator.receives(request(uri="sip:+4931@sip.example", via="192.0.2.5:5060", call_id="two"), PBX)
    operator.sends("SIP/2.0 503", PBX)
    operator.receives(answer(invite, 180), ALPHA_1)
    operator.sends("SIP/2.0 180", PBX)


def test_an_error_report_about_nothing_we_know_is_of_no_matter():
    operator = Operator()
    operator.core.transport_failed(b"INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKnone\r\n", ALPHA_1, 0.0)
    operator.core.transport_failed(b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKnone\r\n", ALPHA_1, 0.0)
    operator.core.transport_failed(b"", ALPHA_1, 0.0)
    operator.is_quiet()


def test_options_with_no_hops_left_are_answered_only_by_whom_they_are_for():
    """16.3 step 3, RFC 4475 3.3.11."""
    operator = Operator()
    for uri, status in (("sip:192.0.2.100", 200), ("sip:alice@sip.example", 483)):
        operator.receives(request("OPTIONS", uri).replace("Max-Forwards: 70", "Max-Forwards: 0"), STRANGER)
        operator.sends(f"SIP/2.0 {status}")


@pytest.mark.parametrize("name", ["To", "From", "Call-ID", "CSeq", "Via"])
def test_an_answer_that_lacks_what_its_ack_needs_is_dropped(name):
    operator = Operator()
    operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    lines = [line for line in answer(invite, 486).split("\r\n") if not line.startswith(f"{name}:")]
    operator.receives("\r\n".join(lines), ALPHA_1)
    operator.is_quiet()
    operator.receives(answer(invite, 486), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("SIP/2.0 486", PBX)


def test_an_error_of_ours_ends_its_call_aloud_and_no_other(monkeypatch):
    """HOUSE: let it be loud, end that call, keep serving."""
    operator = Operator()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(operator.core.call_out, "targets", broken)
        with pytest.raises(ZeroDivisionError):
            operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("SIP/2.0 500 Server Internal Error", PBX)
    operator.waits(33)
    assert len(operator.core.transactions) == 0
    operator.port.sent.clear()
    operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("INVITE", ALPHA_1)


def test_a_carriers_answer_to_a_very_large_invite_is_acknowledged():
    """What we write is longer than what we received: it must be readable for its ACK all the same."""
    operator = Operator()
    operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060", extra=["X-Pad: " + "a" * 32300]), PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    operator.receives(answer(invite, 486), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("SIP/2.0 486", PBX)
    operator.is_quiet()
