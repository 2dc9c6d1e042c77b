"""Requests inside a dialog: which of them may pass without asking who sends them (RFC 3261 16.12).

A To tag or a Route header is not a ticket; anybody can write one. The ticket is a parameter of our own Record-Route,
made with a key over the Call-ID and the tag of the dialog's first caller. Both sides of the dialog know both,
so whoever shows a ticket that fits was part of a call that we let through.
"""

import hmac
from hashlib import blake2b

from sip.message import Request

PARAMETER = "cb"


def ticket(key: bytes, call_id: str, tag: str) -> str:
    """The ticket of the dialog that the caller with this From tag opens; 20 hexadecimal digits."""
    return blake2b(f"{call_id}\n{tag}".encode("latin-1"), key=key, digest_size=10).hexdigest()


def ticket_fits(key: bytes, shown: str, request: Request) -> bool:
    """Whether ``shown`` was made for the dialog of ``request``, whichever side sends it."""
    octets = shown.lower().encode()
    for tag in (request.from_.tag, request.to.tag):
        if tag and hmac.compare_digest(ticket(key, request.call_id, tag).encode(), octets):
            return True
    return False
