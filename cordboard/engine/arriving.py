"""From a SIP request to what routing wants to know of it (R1, R2)."""

from routing.arrival import Arrival
from sip.addressing import Flow
from sip.errors import MalformedUri
from sip.header_values import parse_name_addr, split_values
from sip.message import Request
from sip.uri import Uri, parse_uri

_NUMBER_STARTS = frozenset("+0123456789*#")


def arrival_of(request: Request, flow: Flow) -> Arrival:
    """The facts of ``request`` as it was received by ``flow``. Raises SipError for what cannot be read."""
    caller, callee = request.from_.parsed_uri, _readable(request.to.uri)
    dialled = request.parsed_uri
    arrival = Arrival(
        flow.host,
        flow.port,
        flow.listener.name,
        user_of(caller),
        caller.host,
        user_of(callee),
        callee.host,
        user_of(dialled),
        dialled.host,
    )
    if request.has("p-asserted-identity"):
        asserted = _asserted(request)
        arrival.pai_user, arrival.pai_domain = user_of(asserted), asserted.host
    return arrival


def user_of(uri: Uri) -> str:
    """The user part without escapes, and of a number without parameters (RFC 3966: ``;ext=``, ``;phone-context=``)."""
    user = uri.user_unescaped
    if ";" in user and user[0] in _NUMBER_STARTS:
        return user.partition(";")[0]
    return user


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
