"""Which transaction a message belongs to (RFC 3261 17.1.3, 17.2.3)."""

import re

from sip.message import Request, Response

# The branch of a Via field as we and nearly all others write it. Quotes could hide a comma: then the Via is read whole.
_TOP_BRANCH = re.compile(r'[^,"\r\n]*?;branch=([^;,"\s=]+)(?=[;,]|\Z)')
MAGIC_COOKIE = "z9hg4bk"

ServerKey = str
ClientKey = tuple[str, str]


def server_key(request: Request) -> ServerKey:
    """The key of the server transaction that ``request`` creates or repeats; an ACK has that of its INVITE."""
    return _key(request, "INVITE" if request.method == "ACK" else request.method)


def cancelled_key(cancel: Request) -> ServerKey:
    """The key of the INVITE that this CANCEL would end (9.2)."""
    return _key(cancel, "INVITE")


def _key(request: Request, method: str) -> ServerKey:
    """17.2.3. The Call-ID is added: a branch chosen by an attacker must not join another caller's call."""
    via = request.top_via
    branch = via.branch
    if branch is not None and len(branch) > len(MAGIC_COOKIE) and branch[:7].lower() == MAGIC_COOKIE:
        return f"{branch.lower()} {via.host} {via.port or 5060} {method} {request.call_id}"
    # RFC 2543 senders. The To tag stays out: an ACK carries the one of our answer.
    parts = (request.uri, request.from_.tag or "", request.call_id, str(request.cseq.number), method, via.text)
    return "\n".join(parts)


def client_key(response: Response) -> ClientKey:
    """Branch of the top Via and method of CSeq (17.1.3)."""
    places = response.fields.get("via")
    match = _TOP_BRANCH.match(response.lines[places[0]]) if places else None
    branch = match[1] if match is not None else response.top_via.branch or ""
    return (branch, response.cseq.method)
