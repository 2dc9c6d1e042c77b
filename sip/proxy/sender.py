"""Puts copies of requests on the wire: next hop, Record-Route, Via, transaction (RFC 3261 16.6 steps 4, 7, 8, 10)."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from sip.addressing import Flow, Listener, LocalAddresses, Transport
from sip.errors import SipError
from sip.facts import Event, Fact
from sip.message import Request
from sip.ports import Port
from sip.proxy.branch import Branch
from sip.proxy.dialog_requests import ticket
from sip.proxy.forwarding import RECORD_ROUTED, forwarded_request, next_hop, record_route_line
from sip.proxy.route_information import TRANSPORTS, RouteInformation
from sip.proxy.target_set import Target
from sip.proxy.validation import loop_part
from sip.replies import reply
from sip.tokens import Tokens
from sip.transaction.table import ClientTransaction, TransactionTable
from sip.uri import Uri, parse_uri

IPV4 = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")
"""Without leading zeros: 198.51.100.01 would be another text for an address that is known by the usual one."""


class Opened(Protocol):
    """The response context: asked once more before a copy leaves."""

    def opened(self, branch: Branch) -> bool: ...


class Sender:
    """One for the process: what every response context needs to send. ``key`` signs dialog tickets."""

    def __init__(self, port: Port, table: TransactionTable, own: LocalAddresses, tokens: Tokens, key: bytes) -> None:
        self.port = port
        self.table = table
        self.own = own
        self.tokens = tokens
        self.key = key

    def send(
        self, branch: Branch, context: Opened, request: Request, came_by: Flow, route: RouteInformation, now: float
    ) -> None:
        """Send the copy for this branch; what goes wrong comes back to it as a failed transport (16.9)."""
        way = self._way(request, branch.target, route, came_by)
        if isinstance(way, Uri):
            self._resolve(way, lambda flow, when: self._send(branch, context, request, came_by, route, flow, when))
        else:
            self._send(branch, context, request, came_by, route, way, now)

    def _send(
        self,
        branch: Branch,
        context: Opened,
        request: Request,
        came_by: Flow,
        route: RouteInformation,
        flow: Flow | None,
        now: float,
    ) -> None:
        if flow is None or not context.opened(branch):
            branch.transport_failed(now)
            return
        if not self._allowed(request, branch.target, flow):
            branch.forbidden(now)
            return
        name = self.tokens.branch(loop_part(request))
        record_routes = self._record_routes(request, branch.target, came_by, flow)
        data = forwarded_request(request, branch.target, route, flow, name, record_routes)
        branch.client = self.table.send(request.method, name, data, flow, branch)

    def acknowledge(self, request: Request, came_by: Flow, route: RouteInformation, target: Target) -> None:
        """An ACK for a 2xx travels without a transaction (16.11, 13.2.2.4); one that cannot be sent is dropped."""
        way = self._way(request, target, route, came_by)
        if isinstance(way, Uri):
            self._resolve(way, lambda flow, _: self._acknowledge(request, target, route, flow))
        else:
            self._acknowledge(request, target, route, way)

    def _acknowledge(self, request: Request, target: Target, route: RouteInformation, flow: Flow | None) -> None:
        if flow is not None and self._allowed(request, target, flow):
            name = self.tokens.branch(loop_part(request))
            self.port.transmit(forwarded_request(request, target, route, flow, name, ()), flow)

    def cancel(self, client: ClientTransaction, data: bytes) -> None:
        """A CANCEL is a transaction of its own with the branch of its INVITE (9.1); its answer interests nobody."""
        self.table.send("CANCEL", client.key[0], data, client.flow, None)

    def reply(self, request: Request, status: int, reason: str, extra: Sequence[str] = ()) -> bytes:
        """Our own answer to ``request`` (8.2.6)."""
        return reply(request, status, reason, self.tokens.tag(request), extra)

    def trying(self, request: Request) -> bytes:
        """100 Trying: no To tag (8.2.6.2)."""
        return reply(request, 100, "Trying", None)

    def flow_to(self, host: str, port: int | None, transport: Transport, near: Listener | None) -> Flow | None:
        """The way to an address, from the listener ``near`` if that fits; None where no listener of ours fits."""
        listener = self.own.towards(transport, host, near)
        return Flow(listener, host, port or transport.default_port) if listener is not None else None

    def _way(self, request: Request, target: Target, route: RouteInformation, came_by: Flow) -> Flow | Uri | None:
        """Step 7: the flow to the next hop; the next hop itself when its name must be looked up; None: no way."""
        if target.flow is not None:
            return target.flow
        try:
            hop = (
                request.parsed_uri
                if target.uri is request.uri and not route.routes
                else parse_uri(next_hop(target, route))
            )
        except SipError as error:
            self._note_lost(request, f"no next hop in {target.uri}: {error}")
            return None
        if not hop.host:
            self._note_lost(request, f"{hop} names no host")
            return None
        if not is_address(hop.host):
            return hop
        near = route.leave_by or came_by.listener
        flow = self.flow_to(hop.host, hop.port, transport_of(hop) or Transport.UDP, near)
        if flow is None:
            self._note_lost(request, f"no listener of ours reaches {hop}")
        return flow

    def _resolve(self, hop: Uri, found: Callable[[Flow | None, float], None]) -> None:
        """RFC 3263."""
        self.port.resolve(
            hop.host, hop.port, transport_of(hop), lambda flows, when: found(flows[0] if flows else None, when)
        )

    def _allowed(self, request: Request, target: Target, flow: Flow) -> bool:
        if target.allows is None or target.allows(flow):
            return True
        self._note_lost(request, f"{target.uri} leads to {flow}, where this request may not go")
        return False

    def _record_routes(self, request: Request, target: Target, came_by: Flow, flow: Flow) -> Sequence[str]:
        """Step 4, RFC 5658: one entry, or one for each side when the request leaves by another listener."""
        if request.method not in RECORD_ROUTED:
            return ()
        mark = target.ticket or ticket(self.key, request.call_id, request.from_.tag or "", target.owners)
        if came_by.listener is flow.listener:
            return (record_route_line(flow.listener, mark),)
        return (record_route_line(came_by.listener, mark), record_route_line(flow.listener, mark))

    def _note_lost(self, request: Request, why: str) -> None:
        self.port.note(Fact(Event.DROPPED, request.call_id, why))


def transport_of(uri: Uri) -> Transport | None:
    """The transport that a URI asks for (RFC 3263 4.1); None leaves it to us."""
    if uri.scheme == "sips":
        return Transport.TLS
    name = uri.parameters.get("transport")
    return TRANSPORTS.get(name.lower()) if name else None


def is_address(host: str) -> bool:
    """Whether ``host`` is written as an IPv4 or IPv6 address (without brackets) rather than as a name."""
    return ":" in host or IPV4.fullmatch(host) is not None
