"""Writing one copy of a request for one target (RFC 3261 16.6), and its answers for the way back (16.7 steps 3, 9)."""

from collections.abc import Sequence

from sip.addressing import Flow, Listener
from sip.header_values import parse_name_addr
from sip.message import Request, Response
from sip.proxy.dialog_requests import PARAMETER
from sip.proxy.route_information import RouteInformation
from sip.proxy.target_set import Target
from sip.uri import parse_uri
from sip.writer import Draft

RECORD_ROUTED = frozenset({"INVITE", "SUBSCRIBE", "NOTIFY", "REFER"})
"""Methods that open a dialog: we stay on the path of what follows."""


def forwarded_request(
    request: Request, target: Target, route: RouteInformation, flow: Flow, branch: str, record_routes: Sequence[str]
) -> bytes:
    """The copy for ``target``: steps 1 to 9 of 16.6. ``record_routes`` go on top, the last of them topmost."""
    draft = Draft(request)
    uri, routes = _next_request_uri(target.uri, route)
    draft.start_line = f"{request.method} {uri} SIP/2.0"
    hops = request.max_forwards
    draft.replace("max-forwards", f"{70 if hops is None or hops > 255 else hops - 1}")
    if route.changed or routes is not route.routes:
        draft.remove("route")
        for value in routes:
            draft.append(f"Route: {value}")
    for line in record_routes:
        draft.prepend(line)
    _apply(draft, target)
    draft.prepend(via_line(flow.listener, branch))
    if flow.listener.reliable and not request.has("content-length"):
        draft.append(f"Content-Length: {len(request.body)}")
    return draft.to_bytes()


def via_line(listener: Listener, branch: str) -> str:
    """Our own Via (step 8); ``rport`` asks for answers to where we send from (RFC 3581 3)."""
    return f"Via: {listener.via};branch={branch};rport"


def record_route_line(listener: Listener, ticket: str) -> str:
    """Step 4: how requests of the dialog come back to this listener, with the dialog's ticket."""
    return f"Record-Route: <{listener.uri};lr;{PARAMETER}={ticket}>"


def next_hop(target: Target, route: RouteInformation) -> str:
    """Step 7: the URI that says where the copy is sent: its first Route, else its Request-URI."""
    return parse_name_addr(route.routes[0]).uri if route.routes else target.uri


def forwarded_response(response: Response, received_from: str | None, added: Sequence[str] = ()) -> bytes:
    """The answer without our Via and with the lines ``added``.

    ``received_from`` is the From value that we changed on the way out and put back; None when we did not.
    """
    draft = Draft(response)
    draft.remove_first_value("via")
    if received_from is not None:
        draft.replace("from", received_from)
    for line in added:
        draft.append(line)
    return draft.to_bytes()


def _next_request_uri(uri: str, route: RouteInformation) -> tuple[str, list[str]]:
    """Step 6: a next hop without ``lr`` is a strict router; it gets its own URI as Request-URI, and ours at the end."""
    if route.routes:
        first = parse_name_addr(route.routes[0]).uri
        if "lr" not in parse_uri(first).parameters:
            return first, [*route.routes[1:], f"<{uri}>"]
    return uri, route.routes


def _apply(draft: Draft, target: Target) -> None:
    for name in target.removed:
        draft.remove(name)
    if target.from_value is not None:
        draft.replace("from", target.from_value)
    for line in target.added:
        draft.append(line)
