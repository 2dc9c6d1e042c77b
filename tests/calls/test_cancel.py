"""CANCEL at the door (RFC 3261 9.2, 16.10)."""

from tests.calls.small_operator import ALPHA_1, PBX, STRANGER, Operator
from tests.messages import answer, request

PLACE = {
    "uri": "sip:+4930123@sip.example",
    "via": "192.0.2.5:5060",
    "branch": "z9hG4bKcancelled",
    "caller": "sip:43720@sip.example",
}


def test_cancel_ends_the_call_and_is_never_challenged():
    operator = Operator()
    operator.receives(request(**PLACE), PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    operator.receives(answer(invite, 180), ALPHA_1)
    operator.sends("SIP/2.0 180", PBX)
    operator.receives(request("CANCEL", **PLACE), PBX)
    operator.sends("SIP/2.0 200", PBX)
    operator.sends("CANCEL", ALPHA_1)
    operator.receives(request("CANCEL", **PLACE), PBX)  # repeated
    operator.sends("SIP/2.0 200", PBX)
    operator.receives(answer(invite, 487), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("SIP/2.0 487", PBX)
    operator.is_quiet()


def test_cancel_for_nothing_is_481():
    operator = Operator()
    operator.receives(request("CANCEL", **PLACE), PBX)
    operator.sends("SIP/2.0 481", PBX)
    operator.is_quiet()


def test_cancel_from_somewhere_else_does_not_end_the_call():
    operator = Operator()
    operator.receives(request(**PLACE), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("INVITE", ALPHA_1)
    operator.receives(request("CANCEL", **PLACE), STRANGER)
    operator.sends("SIP/2.0 481")
    operator.is_quiet()


def test_cancel_after_the_answer_changes_nothing():
    """O036."""
    operator = Operator()
    operator.receives(request(**PLACE), PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    operator.receives(answer(invite, 200), ALPHA_1)
    operator.sends("SIP/2.0 200", PBX)
    operator.receives(request("CANCEL", **PLACE), PBX)
    operator.sends("SIP/2.0 200", PBX)
    operator.is_quiet()
