"""The answering side, on a wire that only records."""

from cordboard.demo.answering import ANSWERS, Answering
from cordboard.demo.session_description import offer
from sip.parser import parse
from sip.tokens import Tokens
from sip.transaction.table import TransactionTable
from tests.cordboard.demo.conftest import RecordedWire
from tests.ladder import Ladder, udp
from tests.messages import field, fields, request

ENGINE = udp("192.0.2.1")
BRANCH = "z9hG4bKinvite"


class Phone(Ladder):
    """One that answers, refuses or is silent, on a ladder."""

    def __init__(self, status: int | None = ANSWERS) -> None:
        wire = RecordedWire()
        answering = Answering(wire, TransactionTable(wire), Tokens("t", b"k" * 16), "sip:phone@192.0.2.9", status)
        super().__init__(wire, lambda data, flow, now: answering.receive(parse(data), flow))

    def is_called(self, **more) -> bytes:
        """``>>`` an INVITE; returns the 2xx."""
        self.receives(request(branch=BRANCH, **more), ENGINE)
        self.sends("SIP/2.0 180", ENGINE)
        return self.sends("SIP/2.0 200", ENGINE)


def test_it_rings_and_answers_as_a_dialog_needs_it():
    """12.1.1: Record-Route copied, Contact and To tag there; the same tag in 180 and 200."""
    phone = Phone()
    routes = ["<sip:192.0.2.1;lr>", "<sip:192.0.2.2;lr>"]
    phone.receives(request(branch=BRANCH, extra=[f"Record-Route: {route}" for route in routes]), ENGINE)
    ringing, ok = phone.sends("SIP/2.0 180", ENGINE), phone.sends("SIP/2.0 200", ENGINE)
    phone.is_quiet()
    for answer in (ringing, ok):
        assert fields(answer, "Record-Route") == routes
        assert field(answer, "Contact") == "<sip:phone@192.0.2.9>"
    assert field(ringing, "To") == field(ok, "To") != ""
    assert ";tag=" in field(ok, "To")


def test_without_an_offer_it_makes_one():
    """13.2.1: the 2xx holds the offer."""
    assert Phone().is_called().endswith(offer("192.0.2.9").encode())


def test_an_offer_is_answered():
    ok = Phone().is_called(extra=["Content-Type: application/sdp"], body="v=0\r\nm=audio 7 RTP/AVP 8\r\n")
    assert b"m=audio 9 RTP/AVP 8\r\n" in ok


def test_a_2xx_is_repeated_until_its_ack_comes():
    """13.3.1.4: after T1, then twice as long each time."""
    phone = Phone()
    ok = phone.is_called()
    phone.waits(0.5)
    assert phone.sends("SIP/2.0 200", ENGINE) == ok
    phone.waits(0.9)
    phone.is_quiet()
    phone.waits(0.1)
    phone.sends("SIP/2.0 200", ENGINE)
    phone.receives(request("ACK", to_tag="x"), ENGINE)
    phone.waits(40)
    phone.is_quiet()


def test_a_2xx_that_nobody_acknowledges_is_given_up():
    """13.3.1.4: after 64*T1."""
    phone = Phone()
    phone.is_called()
    phone.waits(32)
    assert phone.port.sent
    phone.port.sent.clear()
    phone.waits(40)
    phone.is_quiet()


def test_an_invite_that_comes_again_does_not_ring_again():
    phone = Phone()
    phone.is_called()
    phone.receives(request(branch=BRANCH), ENGINE)
    phone.is_quiet()


def test_a_call_ends_with_its_bye_and_ends_once():
    phone = Phone()
    phone.is_called()
    phone.receives(request("BYE", to_tag="x", cseq=2), ENGINE)
    phone.sends("SIP/2.0 200", ENGINE)
    phone.receives(request("BYE", to_tag="x", cseq=3), ENGINE)
    phone.sends("SIP/2.0 481", ENGINE)


def test_a_bye_stands_for_the_ack_that_was_lost():
    """Nothing is repeated to somebody who has left."""
    phone = Phone()
    phone.is_called()
    phone.receives(request("BYE", to_tag="x", cseq=2), ENGINE)
    phone.sends("SIP/2.0 200", ENGINE)
    phone.waits(10)
    phone.is_quiet()


def test_a_cancel_comes_too_late_or_for_nothing():
    """9.2: 200 when its INVITE is known, which has its answer; else 481."""
    phone = Phone()
    phone.is_called()
    phone.receives(request("CANCEL", branch=BRANCH), ENGINE)
    phone.sends("SIP/2.0 200", ENGINE)
    phone.receives(request("CANCEL", branch="z9hG4bKother"), ENGINE)
    phone.sends("SIP/2.0 481", ENGINE)
    phone.receives(request("ACK", to_tag="x"), ENGINE)
    phone.is_quiet()


def test_a_refusal_is_repeated_until_its_ack_comes():
    """17.2.1, timer G; no dialog comes of it."""
    phone = Phone(503)
    phone.receives(request(branch=BRANCH), ENGINE)
    refusal = phone.sends("SIP/2.0 503 Service Unavailable", ENGINE)
    phone.waits(0.5)
    assert phone.sends("SIP/2.0 503", ENGINE) == refusal
    phone.receives(request("ACK", branch=BRANCH, to_tag="x"), ENGINE)
    phone.waits(60)
    phone.is_quiet()


def test_silence_is_silence():
    phone = Phone(None)
    for method in ("INVITE", "OPTIONS", "BYE"):
        phone.receives(request(method), ENGINE)
    phone.waits(60)
    phone.is_quiet()


def test_other_methods():
    """8.2.1: 405 with what is allowed."""
    phone = Phone()
    phone.receives(request("OPTIONS"), ENGINE)
    phone.sends("SIP/2.0 200", ENGINE)
    phone.receives(request("MESSAGE"), ENGINE)
    assert "INVITE" in field(phone.sends("SIP/2.0 405", ENGINE), "Allow")
