"""The requests that belong to an INVITE already sent: its ACK and its CANCEL (RFC 3261 17.1.1.3, 9.1).

Both are made from the bytes of that INVITE, so they agree with it in every header they must share.
"""

from sip.message import Request
from sip.parser import Limits, parse

NO_LIMITS = Limits(message=1 << 24, head=1 << 24, fields=1 << 16)
"""What we wrote ourselves is longer than what we had received, and must be readable all the same."""


def _derived(invite: bytes, method: str, to_line: str | None) -> bytes:
    sent = parse(invite, NO_LIMITS)
    assert isinstance(sent, Request)
    lines = [f"{method} {sent.uri} SIP/2.0", sent.lines[sent.fields["via"][0]]]
    lines += [sent.lines[at] for at in sent.fields.get("route", ())]
    lines += ["Max-Forwards: 70", sent.lines[sent.fields["from"][0]]]
    lines += [to_line or sent.lines[sent.fields["to"][0]], sent.lines[sent.fields["call-id"][0]]]
    lines += [f"CSeq: {sent.cseq.number} {method}", "Content-Length: 0", "", ""]
    return "\r\n".join(lines).encode("latin-1")


def ack(invite: bytes, to_line: str) -> bytes:
    """The ACK for a 3xx-6xx answer whose To field line is ``to_line`` (17.1.1.3)."""
    return _derived(invite, "ACK", to_line)


def cancel(invite: bytes) -> bytes:
    """The CANCEL of an INVITE (9.1): same Request-URI, Via, Route, From, To, Call-ID and CSeq number."""
    return _derived(invite, "CANCEL", None)
