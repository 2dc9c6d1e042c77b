"""What cannot be forwarded (RFC 3261 16.3, RFC 5393)."""

import pytest

from sip.errors import MalformedMessage
from sip.message import Request
from sip.parser import parse
from sip.proxy.validation import loop_part, validate
from tests.messages import request

PREFIX = "z9hG4bKus"


def parsed(text: str) -> Request:
    message = parse(text.encode())
    assert isinstance(message, Request)
    return message


def rejected(text: str) -> tuple[int, tuple[str, ...]] | None:
    found = validate(parsed(text), PREFIX)
    return None if found is None else (found.status, tuple(found.extra))


def test_a_good_request_passes():
    assert rejected(request()) is None


def test_a_scheme_that_is_not_ours_is_416():
    with pytest.raises(MalformedMessage) as caught:
        rejected(request(uri="nobodyknows:43"))
    assert caught.value.status == 416


def test_no_hops_left_is_483_but_options_may_be_answered():
    """16.3 step 3."""
    assert rejected(request().replace("Max-Forwards: 70", "Max-Forwards: 0")) == (483, ())
    assert rejected(request("OPTIONS").replace("Max-Forwards: 70", "Max-Forwards: 0")) is None


def test_an_extension_for_proxies_is_refused_by_name():
    assert rejected(request(extra=["Proxy-Require: one, two", "Proxy-Require: three"])) == (
        420,
        ("Unsupported: one, two, three",),
    )


def test_the_same_request_again_is_a_loop_and_a_changed_one_a_spiral():
    """RFC 5393 4.2: what was sent for this Request-URI comes back."""
    part = loop_part(parsed(request()))
    ours = f"Via: SIP/2.0/UDP 192.0.2.100;branch={PREFIX}7.{part}"
    assert rejected(request(extra=[ours])) == (482, ())
    assert rejected(request(uri="sip:other@sip.example", extra=[ours])) is None
    assert rejected(request(extra=[ours.replace(PREFIX, "z9hG4bKthem")])) is None
