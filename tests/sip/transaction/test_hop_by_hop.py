"""ACK and CANCEL of an INVITE that was sent (RFC 3261 17.1.1.3, 9.1)."""

from sip.parser import parse
from sip.transaction import hop_by_hop
from tests.messages import field, fields, request

INVITE = request(
    branch="z9hG4bKx",
    cseq=7,
    extra=["Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKbelow", "Route: <sip:a;lr>", "Route: <sip:b;lr>"],
    body="v=0\r\n",
)


def test_cancel_shares_what_9_1_asks_for_and_has_one_via():
    cancel = hop_by_hop.cancel(INVITE.encode())
    parse(cancel)
    assert cancel.startswith(b"CANCEL sip:431700@sip.example SIP/2.0\r\n")
    assert fields(cancel, "Via") == fields(INVITE, "Via")[:1]
    assert fields(cancel, "Route") == ["<sip:a;lr>", "<sip:b;lr>"]
    assert [field(cancel, name) for name in ("From", "To", "Call-ID")] == [
        field(INVITE, name) for name in ("From", "To", "Call-ID")
    ]
    assert field(cancel, "CSeq") == "7 CANCEL"
    assert cancel.endswith(b"Content-Length: 0\r\n\r\n")


def test_ack_takes_to_from_the_answer():
    ack = hop_by_hop.ack(INVITE.encode(), "t: <sip:431700@sip.example>;tag=theirs")
    assert b"\r\nt: <sip:431700@sip.example>;tag=theirs\r\n" in ack
    assert b"\r\nTo:" not in ack
    assert field(ack, "CSeq") == "7 ACK"
