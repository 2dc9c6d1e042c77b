"""SIP messages for tests, written as a person would: requests of a caller, answers to what was sent."""

import re
from collections.abc import Sequence
from itertools import count

_numbers = count(1)


def request(
    method: str = "INVITE",
    uri: str = "sip:431700@sip.example",
    *,
    via: str = "192.0.2.1:5060",
    branch: str | None = None,
    caller: str = "sip:alice@sip.example",
    callee: str | None = None,
    from_tag: str = "a1",
    to_tag: str | None = None,
    call_id: str = "call-1",
    cseq: int = 1,
    extra: Sequence[str] = (),
    body: str = "",
    transport: str = "UDP",
) -> str:
    """A request with everything RFC 3261 8.1.1 asks for; ``extra`` are more header field lines."""
    to = f"<{callee or uri}>" + (f";tag={to_tag}" if to_tag else "")
    lines = [
        f"{method} {uri} SIP/2.0",
        f"Via: SIP/2.0/{transport} {via};branch={branch or f'z9hG4bKtest{next(_numbers)}'}",
        "Max-Forwards: 70",
        f"From: <{caller}>;tag={from_tag}",
        f"To: {to}",
        f"Call-ID: {call_id}",
        f"CSeq: {cseq} {method}",
        *extra,
        f"Content-Length: {len(body.encode())}",
    ]
    return "\r\n".join([*lines, "", body])


def field(message: bytes | str, name: str) -> str:
    """The value of the first field ``name`` (long form) in a message."""
    return fields(message, name)[0]


def fields(message: bytes | str, name: str) -> list[str]:
    text = message if isinstance(message, str) else message.decode("latin-1")
    head = text.split("\r\n\r\n", 1)[0]
    return re.findall(rf"(?im)^{re.escape(name)}:[ \t]*([^\r\n]*)", head)


def answer(
    sent: bytes | str, status: int, reason: str = "Whatever", *, to_tag: str = "b1", extra: Sequence[str] = ()
) -> str:
    """The answer of a user agent to the request ``sent``."""
    to = field(sent, "To")
    lines = [f"SIP/2.0 {status} {reason}"]
    lines += [f"Via: {value}" for value in fields(sent, "Via")]
    lines += [f"Record-Route: {value}" for value in fields(sent, "Record-Route")]
    lines += [
        f"From: {field(sent, 'From')}",
        f"To: {to}" if ";tag=" in to or status == 100 else f"To: {to};tag={to_tag}",
    ]
    lines += [f"Call-ID: {field(sent, 'Call-ID')}", f"CSeq: {field(sent, 'CSeq')}", *extra, "Content-Length: 0"]
    return "\r\n".join([*lines, "", ""])
