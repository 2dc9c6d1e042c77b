"""Which transaction a message belongs to (RFC 3261 17.1.3, 17.2.3)."""

import pytest

from sip.message import Request, Response
from sip.parser import parse
from sip.transaction.key import cancelled_key, client_key, server_key
from tests.messages import request


def key(text: str) -> str:
    message = parse(text.encode())
    assert isinstance(message, Request)
    return server_key(message)


def cancelled(text: str) -> str:
    message = parse(text.encode())
    assert isinstance(message, Request)
    return cancelled_key(message)


def test_a_repetition_and_its_ack_have_the_key_of_the_invite():
    invite = key(request(branch="z9hG4bKx"))
    assert key(request(branch="Z9HG4BKX")) == invite
    assert key(request("ACK", branch="z9hG4bKx", to_tag="b")) == invite


def test_another_sender_method_or_call_is_another_transaction():
    """The branch alone does not join two callers."""
    keys = {
        key(request(branch="z9hG4bKx")),
        key(request(branch="z9hG4bKx", via="192.0.2.2:5060")),
        key(request(branch="z9hG4bKx", via="192.0.2.1:5080")),
        key(request("BYE", branch="z9hG4bKx")),
        key(request(branch="z9hG4bKx", call_id="other")),
    }
    assert len(keys) == 5


def test_cancel_has_a_key_of_its_own_and_names_its_invite():
    text = request("CANCEL", branch="z9hG4bKx")
    assert key(text) != key(request(branch="z9hG4bKx"))
    assert cancelled(text) == key(request(branch="z9hG4bKx"))


def test_senders_without_the_magic_cookie_are_told_apart_by_the_message():
    """17.2.3: RFC 2543 matching; a cookie with nothing behind it is none (RFC 4475 3.2.1)."""
    old = {"branch": "1", "call_id": "one"}
    assert key(request(**old)) == key(request("ACK", to_tag="b", **old))
    assert cancelled(request("CANCEL", **old)) == key(request(**old))
    assert key(request(**old)) != key(request(**old, cseq=2))
    assert key(request(branch="z9hG4bK", call_id="one")) != key(request(branch="z9hG4bK", call_id="two"))


@pytest.mark.parametrize(
    "via",
    [
        "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx;rport",
        "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx, SIP/2.0/UDP 192.0.2.2;branch=other",
        'SIP/2.0/UDP 192.0.2.1;x="a,;branch=other";branch=z9hG4bKx',
        "SIP / 2.0 / UDP 192.0.2.1 ; Branch = z9hG4bKx",
        "SIP/2.0/UDP 192.0.2.1;rport=5060;received=192.0.2.1;branch=z9hG4bKx",
    ],
)
def test_an_answer_is_known_by_the_branch_of_its_topmost_via(via):
    """17.1.3."""
    text = f"SIP/2.0 200 OK\r\nVia: {via}\r\nCSeq: 1 INVITE\r\n\r\n"
    response = parse(text.encode())
    assert isinstance(response, Response)
    assert client_key(response) == ("z9hG4bKx", "INVITE")
