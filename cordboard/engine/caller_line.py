"""Who calls, as the other side is told (R3.4)."""

from sip.header_values import with_uri
from sip.message import Request
from sip.uri import Uri, escape_user


def from_value(request: Request, caller_user: str) -> str | None:
    """The From value with this user instead of the one received; None when it is the same, and nothing must change."""
    caller = request.from_
    uri = caller.parsed_uri
    if uri.user_unescaped == caller_user:
        return None
    user = escape_user(caller_user)
    told = Uri(uri.scheme, user, uri.password, uri.host, uri.port, uri.parameters, uri.headers)
    return with_uri(request.value("from") or "", str(told))
