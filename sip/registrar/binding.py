"""A binding of an address of record to a contact (RFC 3261 10)."""

from dataclasses import dataclass

from sip.addressing import Flow


@dataclass(slots=True, frozen=True)
class Binding:
    """Where one device of an address of record is reached until ``expires``."""

    contact: str
    """The contact URI as registered, without angle brackets and header parameters."""
    q: float
    expires: float
    """Seconds since 1970."""
    call_id: str
    cseq: int
    user_agent: str
    received: Flow | None
    """Where the REGISTER came from: the way back through a NAT. None when that listener is gone after a restart."""
