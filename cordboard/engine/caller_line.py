"""Who calls, as the other side is told (R3.4)."""

from sip.message import Request
from sip.uri import escape_user, parse_uri


def from_value(request: Request, caller_user: str) -> str | None:
    """The From value with this user instead of the one received; None when it is the same, and nothing must change."""
    uri = parse_uri(request.from_.uri)
    if uri.user_unescaped == caller_user:
        return None
    value = request.value("from") or ""
    uri.user = escape_user(caller_user)
    return value.replace(request.from_.uri, str(uri), 1)
