"""Requests inside a dialog: which of them may pass without asking who sends them (RFC 3261 16.12).

A To tag or a Route header is not a ticket; anybody can write one. The ticket is a parameter of our own Record-Route,
made with a key over the Call-ID and the tag of the dialog's first caller. Both sides of the dialog know both,
so whoever shows a ticket that fits was part of a call that we let through.
"""

import hmac
from collections.abc import Sequence
from hashlib import blake2b

from sip.message import Request

PARAMETER = "cb"


BASE = 20
"""Digits of a ticket before its owners."""


def ticket(key: bytes, call_id: str, tag: str, owners: Sequence[str] = ()) -> str:
    """The ticket of the dialog that the caller with this From tag opens.

    20 hexadecimal digits, then for each of ``owners`` (who has a part in the dialog) a hyphen and 12 more.
    """
    base = blake2b(f"{call_id}\n{tag}".encode("latin-1"), key=key, digest_size=BASE // 2).hexdigest()
    return "-".join((base, *(_owner_mark(key, call_id, tag, owner) for owner in owners)))


def _owner_mark(key: bytes, call_id: str, tag: str, owner: str) -> str:
    seed = f"{owner}\n{call_id}\n{tag}".encode("utf-8", "surrogateescape")
    return blake2b(seed, key=key, digest_size=6, person=b"owner").hexdigest()


def names_owner(key: bytes, shown: str, request: Request, owner: str) -> bool:
    """Whether ``shown``, a ticket that fits, says that ``owner`` has a part in the dialog of ``request``."""
    marks = shown.lower().split("-")[1:]
    tags = (request.from_.tag, request.to.tag)
    return any(tag is not None and _owner_mark(key, request.call_id, tag, owner) in marks for tag in tags)


def ticket_fits(key: bytes, shown: str, request: Request) -> bool:
    """Whether ``shown`` was made for the dialog of ``request``, whichever side sends it."""
    octets = shown[:BASE].lower().encode()
    for tag in (request.from_.tag, request.to.tag):
        if tag and hmac.compare_digest(ticket(key, request.call_id, tag).encode(), octets):
            return True
    return False
