"""sip/replies: answers of our own (8.2.6)."""

import pytest

from sip.message import Request, Response
from sip.parser import UnreadableMessage, parse
from sip.replies import REASONS, reply
from tests.messages import request

ODD = (
    "OPTIONS sip:b SIP/2.0\r\nv:  SIP  / 2.0 / UDP a;\r\n branch = z9hG4bK1, SIP/2.0/TCP b\r\n"
    "Route: <sip:x>\r\nVIA: SIP/2.0/UDP c\r\nt : <sip:b>\r\nf: \xff <sip:a@b>;tag=1\r\ni: x\r\n"
    "Timestamp: 54\r\nCSeq: 7  OPTIONS\r\n\r\nbody"
)


def read(text: str) -> Request:
    message = parse(text.encode("latin-1"))
    assert isinstance(message, Request)
    return message


def test_via_stack_from_to_call_id_and_cseq_are_copied_as_they_came() -> None:
    """8.2.6.2."""
    assert reply(read(ODD), 404, "Not Found", "t1") == (
        "SIP/2.0 404 Not Found\r\nv:  SIP  / 2.0 / UDP a;\r\n branch = z9hG4bK1, SIP/2.0/TCP b\r\n"
        "VIA: SIP/2.0/UDP c\r\nf: \xff <sip:a@b>;tag=1\r\nt : <sip:b>;tag=t1\r\n"
        "i: x\r\nCSeq: 7  OPTIONS\r\nContent-Length: 0\r\n\r\n"
    ).encode("latin-1")


def test_a_to_that_has_a_tag_keeps_it() -> None:
    answer = parse(reply(read(request("BYE", to_tag="theirs")), 481, REASONS[481], "ours"))
    assert answer.to.tag == "theirs"


def test_a_to_without_brackets_gets_its_tag_too() -> None:
    answer = parse(reply(read(ODD.replace("<sip:b>", "sip:b;x=y")), 404, "Not Found", "t1"))
    assert answer.to.parameters == {"x": "y", "tag": "t1"}


def test_trying_has_no_tag_of_ours_and_copies_the_timestamp() -> None:
    """8.2.6.1, 8.2.6.2."""
    answer = parse(reply(read(ODD), 100, "Trying", None))
    assert answer.to.tag is None
    assert answer.value("timestamp") == "54"
    assert not parse(reply(read(ODD), 200, "OK", None)).has("timestamp")


def test_further_lines_and_a_body_follow() -> None:
    answer = parse(reply(read(ODD), 420, REASONS[420], "t1", ["Unsupported: a", "Unsupported: b"], b"why"))
    assert isinstance(answer, Response)
    assert (answer.status, answer.reason, answer.body) == (420, "Bad Extension", b"why")
    assert answer.values("unsupported") == ["a", "b"]
    assert answer.value("content-length") == "3"


@pytest.mark.parametrize("name", ["v", "VIA", "t ", "f", "i", "CSeq"])
def test_what_is_missing_stays_away(name: str) -> None:
    """RFC 4475 3.3.1: no crash while building the 400."""
    lines = ODD.replace("\r\n branch", " branch").split("\r\n")
    message = read("\r\n".join(line for line in lines if not line.startswith(f"{name}:")))
    assert reply(message, 400, "Bad Request", "t1").startswith(b"SIP/2.0 400 Bad Request\r\n")


def test_of_doubled_fields_the_first_is_copied() -> None:
    """RFC 4475 3.3.8."""
    answer = parse(reply(read(request(extra=["Call-ID: 2", "To: <sip:x@y>", "CSeq: 9 BYE"])), 400, "Bad Request", "t1"))
    assert answer.values("call-id") == ["call-1"]
    assert answer.cseq.number == 1
    assert len(answer.values("to")) == 1


def test_a_to_that_cannot_be_read_goes_back_as_it_came() -> None:
    """RFC 4475 3.1.2.6."""
    answer = parse(reply(read(ODD.replace("<sip:b>", '"Mr. J. User <sip:b>')), 400, "Bad Request", "t1"))
    assert answer.value("to") == '"Mr. J. User <sip:b>'


def test_a_malformed_request_can_be_answered() -> None:
    with pytest.raises(UnreadableMessage) as raised:
        parse(request(uri="sip:a@b; lr").encode())
    assert raised.value.request is not None
    answer = parse(reply(raised.value.request, raised.value.status, raised.value.reason, "t1"))
    assert isinstance(answer, Response)
    assert (answer.status, answer.call_id, answer.cseq.method) == (400, "call-1", "INVITE")


@pytest.mark.parametrize(
    ("reason", "line"), [("Not\r\nFound", "A: 1"), ("Not Found", "A: 1\r\nB: 2"), ("Not\nFound", "A: 1")]
)
def test_a_line_end_in_our_own_text_is_our_own_bug_and_loud(reason: str, line: str) -> None:
    with pytest.raises(ValueError):
        reply(read(ODD), 404, reason, "t1", [line])


def test_every_reason_is_one_short_line_for_a_status_code() -> None:
    assert all(100 <= status < 700 for status in REASONS)
    assert all(phrase.isascii() and phrase.isprintable() for phrase in REASONS.values())
