"""From a SIP request to what routing wants to know of it (R1, R2)."""

import re

from routing.arrival import Arrival
from sip.addressing import Flow
from sip.errors import MalformedMessage, MalformedUri
from sip.header_values import parse_name_addr, split_values
from sip.message import Request
from sip.uri import Uri, parse_uri

_NUMBER_STARTS = frozenset("+0123456789*#")
_SEPARATORS = "-.() "
"""RFC 3966 3, and spaces: they are for the eye. Whoever dials them must not dial past what is written without."""
_WITHOUT_SEPARATORS = str.maketrans("", "", _SEPARATORS)
_NOT_PLAIN = re.compile(r"[;\-.() ]")
_LETTER = re.compile(r"[A-Za-z\x80-\xff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def arrival_of(request: Request, flow: Flow) -> Arrival:
    """The facts of ``request`` as it was received by ``flow``. Raises SipError for what cannot be read."""
    caller, callee = request.from_.parsed_uri, _readable(request.to.uri)
    dialled = request.parsed_uri
    arrival = Arrival(
        flow.host,
        flow.port,
        flow.listener.name,
        _user(caller),
        caller.host,
        _user(callee),
        _domain(callee, caller),
        _user(dialled),
        _domain(dialled, caller),
    )
    if request.has("p-asserted-identity"):
        asserted = _asserted(request)
        arrival.pai_user, arrival.pai_domain = _user(asserted), asserted.host
    return arrival


def user_of(uri: Uri) -> str:
    """The user part without escapes, and of a number the number alone.

    That is without visual separators and without parameters (RFC 3966: ``;ext=``, ``;phone-context=``). Digits with
    letters among them are a name (``4a.floor``), but a plus sign begins nothing but numbers.
    """
    user = uri.user_unescaped
    if _NOT_PLAIN.search(user) is None:
        return user
    number = user.partition(";")[0].lstrip(_SEPARATORS)
    if number[:1] not in _NUMBER_STARTS:
        return user
    return number if number[0] != "+" and _LETTER.search(number) else number.translate(_WITHOUT_SEPARATORS)


def _user(uri: Uri) -> str:
    """As ``user_of``. No name or number has control characters; in one they would end what a pattern or a log sees."""
    if uri.user is not None and "%" in uri.user and _CONTROL.search(uri.user_unescaped):
        raise MalformedMessage("Control character in the user part of a URI")
    return user_of(uri)


def _domain(uri: Uri, caller: Uri) -> str:
    """A tel URI has none: a number alone is one in the caller's domain, as ``explain`` takes it."""
    return caller.host if uri.scheme == "tel" else uri.host


def _readable(text: str) -> Uri:
    """To may be anything: only inbound rules look at it, and for them what cannot be read is empty."""
    try:
        return parse_uri(text)
    except MalformedUri:
        return Uri("sip")


def _asserted(request: Request) -> Uri:
    """The first SIP identity of P-Asserted-Identity (RFC 3325 9.1), else the first of all."""
    uris = [
        _readable(parse_name_addr(each).uri)
        for value in request.values("p-asserted-identity")
        for each in split_values(value)
    ]
    return next((uri for uri in uris if uri.host), uris[0] if uris else Uri("sip"))
