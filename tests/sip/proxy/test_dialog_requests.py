"""Dialog tickets (RFC 3261 16.12): who shows one was part of a call that we let through."""

from sip.message import Request
from sip.parser import parse
from sip.proxy.dialog_requests import names_owner, ticket, ticket_fits
from tests.messages import request

KEY = b"k" * 32


def bye(**more) -> Request:
    message = parse(request("BYE", **more).encode())
    assert isinstance(message, Request)
    return message


def test_both_sides_of_the_dialog_may_show_it():
    made = ticket(KEY, "call-1", "a1")
    assert ticket_fits(KEY, made, bye(from_tag="a1", to_tag="b1"))
    assert ticket_fits(KEY, made.upper(), bye(from_tag="b1", to_tag="a1"))


def test_it_fits_no_other_call_tag_or_key():
    made = ticket(KEY, "call-1", "a1")
    assert not ticket_fits(KEY, made, bye(call_id="call-2", from_tag="a1", to_tag="b1"))
    assert not ticket_fits(KEY, made, bye(from_tag="x", to_tag="y"))
    assert not ticket_fits(b"other" * 6, made, bye(from_tag="a1", to_tag="b1"))
    assert not ticket_fits(KEY, "", bye(from_tag="a1", to_tag="b1"))
    assert not ticket_fits(KEY, "\xe9" * 20, bye(from_tag="a1", to_tag="b1"))


def test_it_names_its_owners_to_who_has_the_key_and_to_nobody_else():
    made = ticket(KEY, "call-1", "a1", ("c-alpha", "c-beta"))
    assert "alpha" not in made
    assert ticket_fits(KEY, made, bye(from_tag="a1", to_tag="b1"))
    for tags in ({"from_tag": "a1", "to_tag": "b1"}, {"from_tag": "b1", "to_tag": "a1"}):
        assert names_owner(KEY, made, bye(**tags), "c-alpha")
        assert names_owner(KEY, made.upper(), bye(**tags), "c-beta")
        assert not names_owner(KEY, made, bye(**tags), "c-gamma")
    assert not names_owner(KEY, made, bye(call_id="call-2", from_tag="a1", to_tag="b1"), "c-alpha")
    assert not names_owner(KEY, made.split("-")[0], bye(from_tag="a1", to_tag="b1"), "c-alpha")
