"""The Date header field (RFC 3261 20.17)."""

from datetime import UTC, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def sip_date(moment: float) -> str:
    """``Sat, 13 Nov 2010 23:29:00 GMT`` for seconds since 1970; the locale has no say in it."""
    at = datetime.fromtimestamp(int(moment), UTC)
    return f"{_DAYS[at.weekday()]}, {at.day:02} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M:%S} GMT"
