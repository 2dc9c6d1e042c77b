"""The engine: every message enters here and the order of steps is policy (DESIGN section 3, RFC 3261 16.3-16.5).

Pure: sockets, time and chance belong to the shell, which calls ``receive`` and implements ``sip.ports.Port``.
"""

from collections.abc import Callable, Sequence

from cordboard.engine.active import Active
from cordboard.engine.admission import Admission, Admitted
from cordboard.engine.answer import Answer
from cordboard.engine.call import CallOut
from cordboard.engine.call_counts import call_key
from cordboard.engine.destinations import Destinations
from cordboard.engine.registration import Registration
from sip.addressing import Flow, Listener, LocalAddresses
from sip.errors import MalformedMessage, SipError
from sip.facts import Event, Fact
from sip.message import Request, Response, check_mandatory
from sip.parser import UnreadableMessage, parse
from sip.ports import Port
from sip.proxy.dialog_requests import ticket_fits
from sip.proxy.response_context import ResponseContext
from sip.proxy.route_information import RouteInformation, route_information
from sip.proxy.sender import Sender
from sip.proxy.target_set import SingleTarget, Target
from sip.proxy.validation import TOO_MANY_HOPS, validate
from sip.reception import answer_flow, stamp
from sip.registrar.location_service import LocationService
from sip.tokens import Tokens
from sip.transaction.invite_server import InviteServerTransaction
from sip.transaction.key import ServerKey, cancelled_key, server_key
from sip.transaction.table import ServerTransaction, TransactionTable

METHODS = "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, UPDATE, PRACK, INFO, REFER, SUBSCRIBE, NOTIFY, MESSAGE, PUBLISH"
ALLOW = f"Allow: {METHODS}"
RETRY_AFTER = "Retry-After: 10"
NEEDED = ("via", "from", "to", "call-id", "cseq")
"""Without one of these a response cannot be acknowledged or passed on (8.1.3.3, 17.1.1.3)."""


class Core:
    """One for the process.

    ``instance`` is text that no other process uses in its branches, ``key`` (16 to 64 octets) signs dialog tickets and
    nonces, ``started`` is now in seconds since 1970, ``uniform`` draws from [0, 1).
    """

    def __init__(
        self,
        port: Port,
        listeners: Sequence[Listener],
        active: Active,
        *,
        instance: str,
        key: bytes,
        started: float,
        uniform: Callable[[], float],
    ) -> None:
        self.port = port
        self.own = LocalAddresses(listeners)
        self.active = active
        self.tokens = Tokens(instance, key)
        self.transactions = TransactionTable(port)
        self.sender = Sender(port, self.transactions, self.own, self.tokens, key)
        self.locations = LocationService()
        self.destinations = Destinations(active, self.own, key)
        self.admission = Admission(active, port, self.own, key, started)
        self.registration = Registration(active, self.locations, port, self.own)
        self.call_out = CallOut(active, self.locations, self.destinations, self.sender, port, uniform)
        self.key = key
        self.draining = False

    # What the shell calls

    def receive(self, data: bytes, flow: Flow, now: float) -> None:
        """One whole message from the wire; ``now`` is seconds since 1970."""
        request: Request | None = None
        try:
            message = parse(data)
        except UnreadableMessage as error:
            self._malformed(error.request, error.status, error.reason, flow)
            return
        try:
            if isinstance(message, Request):
                request = message
                self._request(message, flow, now)
            else:
                self._response(message, now)
        except MalformedMessage as error:
            self._malformed(request, error.status, error.reason, flow)
        except SipError as error:
            self._malformed(request, 400, f"Bad Request: {error}", flow)

    def transport_failed(self, data: bytes, flow: Flow, now: float) -> None:
        """``data``, sent to ``flow``, did not arrive. An answer is not sent again (RFC 6026 7.1)."""
        start, _, top_via = data.partition(b"\r\n")
        method, _, _ = start.partition(b" ")
        at = top_via.find(b";branch=")
        if method == b"SIP/2.0" or at < 0:
            return
        branch = top_via[at + 8 : at + 200].split(b";", 1)[0].split(b"\r", 1)[0].decode("latin-1")
        self.transactions.transport_failed(branch, method.decode("latin-1"), now)

    def sweep(self, now: float, limit: int) -> None:
        """Every second: forget calls that vanished (R8) and expired bindings, ``limit`` addresses of record at most."""
        self.active.health.counts.release_vanished(now - self.active.table.timers.dialog_max)
        for address_of_record, bindings in self.locations.sweep(now, limit):
            self.port.store_bindings(address_of_record, bindings)

    # Policy, step by step

    def _request(self, request: Request, flow: Flow, now: float) -> None:
        check_mandatory(request)
        stamp(request, flow)
        key = server_key(request)
        known = self.transactions.server(key)
        if request.method == "ACK":
            self._ack(request, known, flow, now)
        elif known is not None:
            known.request_received()
        elif request.method == "CANCEL":
            self._cancel(request, key, flow, now)
        elif rejection := validate(request, self.tokens.prefix):
            self._answer(request, flow, rejection.status, rejection.reason, rejection.extra)
        else:
            self._new(request, key, flow, now)

    def _new(self, request: Request, key: ServerKey, flow: Flow, now: float) -> None:
        """A request that no transaction knows: inside one of our dialogs, for ourselves, or the start of something."""
        route = route_information(request, self.own)
        for_us = request.method == "OPTIONS" and self._is_us(request)
        if request.max_forwards == 0 and not for_us:
            self._answer(request, flow, TOO_MANY_HOPS.status, TOO_MANY_HOPS.reason)
        elif self._shows_ticket(request, route):
            self._relay(request, key, flow, route, now)
        elif self.draining or len(self.transactions) >= self.active.table.security.max_transactions:
            self._answer(request, flow, 503, "Service Unavailable", (RETRY_AFTER,))
        elif for_us:
            self._answer(request, flow, 200, "OK", (ALLOW, "Accept: application/sdp"))
        elif request.method == "REGISTER":
            self._register(request, key, flow, now)
        else:
            self._initial(request, key, flow, route, now)

    def _initial(self, request: Request, key: ServerKey, flow: Flow, route: RouteInformation, now: float) -> None:
        """R1, then the decision. What is refused before anybody was recognised is answered without a transaction."""
        admitted = self.admission.admit(request, flow, now)
        if isinstance(admitted, Answer):
            self._answer(request, flow, admitted.status, admitted.reason, admitted.extra)
            self._note_refused(request, admitted.status, admitted.reason)
            return
        server = self._open(request, key, flow)
        if route.routes:
            self._respond(server, 403, "Preloaded Route Not Allowed")
        elif request.to.tag:  # inside a dialog, but not one that we let through (16.12)
            self._respond(server, 481, "Call/Transaction Does Not Exist")
        else:
            self._route(server, admitted, route, now)

    def _route(self, server: ServerTransaction, admitted: Admitted, route: RouteInformation, now: float) -> None:
        """Ask for the decision, once, and do it."""
        request = server.request
        try:
            found = self.call_out.targets(request, admitted, now)
            if isinstance(found, Answer):
                self._respond(server, found.status, found.reason, found.extra)
                self._note_refused(request, found.status, found.reason)
            else:
                ResponseContext(self.sender, server, route, found, self.active.table.timers.total).start(now)
        except SipError:
            self._fail(server, request, 400, "Bad Request")
        except Exception:
            self._fail(server, request, 500, "Server Internal Error")
            raise

    def _register(self, request: Request, key: ServerKey, flow: Flow, now: float) -> None:
        admitted = self.admission.admit(request, flow, now)
        if isinstance(admitted, Answer):
            self._answer(request, flow, admitted.status, admitted.reason, admitted.extra)
            return
        answer = self.registration.register(request, admitted.caller, flow, now)
        self._respond(self._open(request, key, flow), answer.status, answer.reason, answer.extra)

    def _relay(self, request: Request, key: ServerKey, flow: Flow, route: RouteInformation, now: float) -> None:
        """Inside a dialog of ours the route set says where (16.12); nobody is asked again."""
        if request.method == "BYE":
            self.active.health.counts.end_by(request)
        server = self._open(request, key, flow)
        try:
            targets = SingleTarget(self._dialog_target(request, route))
            ResponseContext(self.sender, server, route, targets, self.active.table.timers.total).start(now)
        except SipError:
            self._fail(server, request, 400, "Bad Request")
        except Exception:
            self._fail(server, request, 500, "Server Internal Error")
            raise

    def _ack(self, request: Request, known: ServerTransaction | None, flow: Flow, now: float) -> None:
        """For a failure it ends at the transaction, for a 2xx it travels on; a stranger's is dropped."""
        if isinstance(known, InviteServerTransaction) and known.ack_received():
            return
        route = route_information(request, self.own)
        if request.max_forwards != 0 and self._shows_ticket(request, route):
            self.sender.acknowledge(request, flow, route, self._dialog_target(request, route))

    def _cancel(self, request: Request, key: ServerKey, flow: Flow, now: float) -> None:
        """9.2, 16.10: never challenged, and only from where its INVITE came."""
        invite = self.transactions.server(cancelled_key(request))
        if invite is None or invite.answer_flow.host != flow.host:
            self._answer(request, flow, 481, "Call/Transaction Does Not Exist")
            return
        self._respond(self._open(request, key, flow), 200, "OK")
        if isinstance(invite.context, ResponseContext):
            invite.context.cancel(now)

    def _response(self, response: Response, now: float) -> None:
        """Only answers to what we sent travel, and only with somebody behind us to travel to (16.7 steps 1 and 3)."""
        for name in NEEDED:
            if name not in response.fields:
                raise MalformedMessage(f"Missing {name} in a response")
        vias = response.fields.get("via", ())
        behind_us = len(vias) > 1 or (vias and "," in response.lines[vias[0]]) or response.cseq.method == "CANCEL"
        if not behind_us or not self.transactions.response_received(response, now):
            self.port.note(Fact(Event.DROPPED, response.value("call-id") or "", f"stray {response.status}"))

    # Small questions

    def _shows_ticket(self, request: Request, route: RouteInformation) -> bool:
        return route.ticket is not None and request.to.tag is not None and ticket_fits(self.key, route.ticket, request)

    def _dialog_target(self, request: Request, route: RouteInformation) -> Target:
        """Where the route set says, with the ticket that was shown, to no carrier that has no part in the dialog."""
        shown = route.ticket or ""
        return Target(route.uri, ticket=shown, allows=self.destinations.in_dialog(request, shown))

    def _is_us(self, request: Request) -> bool:
        """The Request-URI names the engine itself: no user, and an address or a domain of ours."""
        uri = request.parsed_uri
        return not uri.user and self.active.table.is_ours(uri.host)

    # Answers of our own

    def _open(self, request: Request, key: ServerKey, flow: Flow) -> ServerTransaction:
        server = self.transactions.new_server(key, request, answer_flow(request.top_via, flow))
        if request.method == "INVITE":
            server.respond(100, self.sender.trying(request))
        return server

    def _fail(self, server: ServerTransaction, request: Request, status: int, reason: str) -> None:
        """An error ends this call and no other: ours is told aloud as well, the sender's only to the sender."""
        server.respond(status, self.sender.reply(request, status, reason))
        self.active.health.counts.end(call_key(request))

    def _respond(self, server: ServerTransaction, status: int, reason: str, extra: Sequence[str] = ()) -> None:
        server.respond(status, self.sender.reply(server.request, status, reason, extra))

    def _answer(self, request: Request, flow: Flow, status: int, reason: str, extra: Sequence[str] = ()) -> None:
        """Without a transaction (8.2.7): a repetition gets the same answer, and nothing is kept for strangers."""
        self.port.transmit(self.sender.reply(request, status, reason, extra), answer_flow(request.top_via, flow))

    def _malformed(self, request: Request | None, status: int, reason: str, flow: Flow) -> None:
        """A request that can still be answered gets its 400 (or other status), a response is dropped."""
        self.port.note(Fact(Event.MALFORMED, "", f"{status} {reason} from {flow}"))
        if request is None or request.method == "ACK":
            return
        try:
            back = answer_flow(request.top_via, flow)
        except SipError:
            back = flow  # a sender who gets no answer repeats it for ever
        self.port.transmit(self.sender.reply(request, status, reason), back)

    def _note_refused(self, request: Request, status: int, reason: str) -> None:
        self.port.note(Fact(Event.REFUSED, request.call_id, f"{status} {reason}"))
