"""The caller as the other side is told (R3.4)."""

from cordboard.engine.caller_line import from_value
from sip.message import Request
from sip.parser import parse
from tests.messages import request


def rewritten(caller_line: str, user: str) -> str | None:
    text = request().replace("From: <sip:alice@sip.example>;tag=a1", f"From: {caller_line}")
    message = parse(text.encode("latin-1"))
    assert isinstance(message, Request)
    return from_value(message, user)


def test_only_the_user_changes():
    assert rewritten('"Al \xc3\xa9" <sip:0171@sip.example:5070;x=y>;tag=a1', "+43171") == (
        '"Al \xc3\xa9" <sip:+43171@sip.example:5070;x=y>;tag=a1'
    )
    assert rewritten("sip:0171@sip.example;tag=a1", "43171") == "sip:43171@sip.example;tag=a1"


def test_the_same_user_changes_nothing():
    assert rewritten("<sip:%61lice@sip.example>;tag=a1", "alice") is None


def test_what_cannot_stand_in_a_uri_is_escaped():
    assert rewritten("<sip:x@sip.example>;tag=a1", 'a"b c') == "<sip:a%22b%20c@sip.example>;tag=a1"


def test_a_display_name_that_looks_like_the_uri_stays_and_the_uri_is_changed():
    """R3.4: the next hop believes the URI; it must not get the one that the device wrote."""
    assert rewritten('"sip:43720@sip.example" <sip:43720@sip.example>;tag=a1', "+43720") == (
        '"sip:43720@sip.example" <sip:+43720@sip.example>;tag=a1'
    )


def test_a_user_with_a_semicolon_does_not_become_parameters():
    assert rewritten("sip:x@sip.example;tag=a1", "a;tag=2") == "<sip:a;tag=2@sip.example>;tag=a1"
