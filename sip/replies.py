"""Answers that we make ourselves (RFC 3261 8.2.6). Not here: answers that a proxy passes on."""

from collections.abc import Sequence

from sip.errors import MalformedMessage
from sip.message import Request
from sip.writer import checked_line

REASONS = {
    100: "Trying",
    180: "Ringing",
    181: "Call Is Being Forwarded",
    182: "Queued",
    183: "Session Progress",
    199: "Early Dialog Terminated",
    200: "OK",
    202: "Accepted",
    204: "No Notification",
    300: "Multiple Choices",
    301: "Moved Permanently",
    302: "Moved Temporarily",
    305: "Use Proxy",
    380: "Alternative Service",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    407: "Proxy Authentication Required",
    408: "Request Timeout",
    410: "Gone",
    412: "Conditional Request Failed",
    413: "Request Entity Too Large",
    414: "Request-URI Too Long",
    415: "Unsupported Media Type",
    416: "Unsupported URI Scheme",
    417: "Unknown Resource-Priority",
    420: "Bad Extension",
    421: "Extension Required",
    422: "Session Interval Too Small",
    423: "Interval Too Brief",
    424: "Bad Location Information",
    425: "Bad Alert Message",
    428: "Use Identity Header",
    429: "Provide Referrer Identity",
    430: "Flow Failed",
    433: "Anonymity Disallowed",
    436: "Bad Identity Info",
    437: "Unsupported Credential",
    438: "Invalid Identity Header",
    439: "First Hop Lacks Outbound Support",
    440: "Max-Breadth Exceeded",
    469: "Bad Info Package",
    470: "Consent Needed",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    482: "Loop Detected",
    483: "Too Many Hops",
    484: "Address Incomplete",
    485: "Ambiguous",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    489: "Bad Event",
    491: "Request Pending",
    493: "Undecipherable",
    494: "Security Agreement Required",
    500: "Server Internal Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Server Time-out",
    505: "Version Not Supported",
    513: "Message Too Large",
    555: "Push Notification Service Not Supported",
    580: "Precondition Failure",
    600: "Busy Everywhere",
    603: "Decline",
    604: "Does Not Exist Anywhere",
    606: "Not Acceptable",
    607: "Unwanted",
    608: "Rejected",
}
"""Reason phrases by status code (RFC 3261 21 and the IANA registry of response codes)."""


def reply(
    request: Request, status: int, reason: str, to_tag: str | None, extra: Sequence[str] = (), body: bytes = b""
) -> bytes:
    """The answer to ``request``: its Via stack, From, To, Call-ID and CSeq as received, then the lines ``extra``.

    ``to_tag`` is added to a To that has no tag; None for 100 (8.2.6.2). Works on what could be read of a malformed
    request: header fields that are missing stay away, of doubled ones the first is copied.
    """
    lines = [checked_line(f"SIP/2.0 {status} {reason}")]
    received, fields = request.lines, request.fields
    lines += [received[at] for at in fields.get("via", ())]
    for name in ("from", "to", "call-id", "cseq"):
        if name in fields:
            lines.append(received[fields[name][0]])
            if name == "to" and to_tag is not None and _wants_tag(request):
                lines[-1] += f";tag={to_tag}"
    if status == 100 and "timestamp" in fields:  # 8.2.6.1
        lines.append(received[fields["timestamp"][0]])
    lines += [checked_line(line) for line in extra]
    lines.append(f"Content-Length: {len(body)}\r\n\r\n")
    return "\r\n".join(lines).encode("latin-1") + body


def _wants_tag(request: Request) -> bool:
    try:
        return request.to.tag is None
    except MalformedMessage:
        return False  # goes back as it came
