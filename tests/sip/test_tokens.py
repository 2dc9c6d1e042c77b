"""Branches and tags."""

from sip.message import Request
from sip.parser import parse
from sip.tokens import Tokens
from tests.messages import request


def parsed(text: str) -> Request:
    message = parse(text.encode())
    assert isinstance(message, Request)
    return message


def test_branches_differ_carry_the_cookie_and_end_in_the_loop_part():
    tokens = Tokens("abc", b"key")
    one, two = tokens.branch("0badcafe"), tokens.branch("0badcafe")
    assert one != two
    assert one.startswith("z9hG4bKabc")
    assert two.endswith(".0badcafe")


def test_a_repeated_request_gets_the_same_tag_and_another_one_another():
    """RFC 3261 8.2.7: stateless answers."""
    tokens = Tokens("abc", b"key")
    text = request()
    assert tokens.tag(parsed(text)) == tokens.tag(parsed(text))
    assert tokens.tag(parsed(text)) != tokens.tag(parsed(request(cseq=2)))
    assert tokens.tag(parsed(text)) != Tokens("abc", b"other").tag(parsed(text))
