"""The answering side of a user agent (RFC 3261 8.2, 13.3, 15.1.2): rings and answers, refuses, or says nothing."""

from cordboard.demo import session_description
from cordboard.demo.wire import Wire
from sip.addressing import Flow
from sip.message import Request
from sip.reception import answer_flow
from sip.replies import REASONS, reply
from sip.timers import T1, T2, TIMER_H, Timer
from sip.tokens import Tokens
from sip.transaction.invite_server import InviteServerTransaction
from sip.transaction.key import cancelled_key, server_key
from sip.transaction.table import ServerTransaction, TransactionTable

ANSWERS = 200
ALLOW = "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS"


class Accepted:
    """A 2xx that is repeated until its ACK comes (13.3.1.4): the transaction leaves that to us (RFC 6026 7.1)."""

    def __init__(self, wire: Wire, data: bytes, flow: Flow) -> None:
        self._wire = wire
        self._data = data
        self._flow = flow
        self._interval = T1
        self._waited = 0.0
        self._timer: Timer = wire.start_timer(self, "2xx", T1)

    def timer_fired(self, name: str, now: float) -> None:
        self._waited += self._interval
        if self._waited >= TIMER_H:
            return
        self._wire.transmit(self._data, self._flow)
        self._interval = min(2 * self._interval, T2)
        self._timer = self._wire.start_timer(self, "2xx", self._interval)

    def acknowledged(self) -> None:
        self._timer.stop()


class Answering:
    """``status`` is what an INVITE gets: 200 after ringing, a refusal at once, or None for silence."""

    def __init__(
        self, wire: Wire, transactions: TransactionTable, tokens: Tokens, contact: str, status: int | None
    ) -> None:
        self._status = status
        self._wire = wire
        self._transactions = transactions
        self._tokens = tokens
        self._contact = f"Contact: <{contact}>"
        self._calls: dict[str, Accepted] = {}

    def receive(self, request: Request, flow: Flow) -> None:
        """Raises SipError for what cannot be read."""
        if self._status is None:
            return
        key = server_key(request)
        known = self._transactions.server(key)
        if request.method == "ACK":
            self._acknowledged(request, known)
        elif known is not None:
            known.request_received()
        else:
            server = self._transactions.new_server(key, request, answer_flow(request.top_via, flow))
            self._answer(server, self._status)

    def _answer(self, server: ServerTransaction, status: int) -> None:
        match server.request.method:
            case "INVITE" if status == ANSWERS:
                self._accept(server)
            case "INVITE":
                self._respond(server, status)
            case "BYE":
                self._release(server)
            case "CANCEL":  # 9.2: every INVITE has its final answer already, so there is nothing left to end
                self._respond(server, 200 if self._transactions.server(cancelled_key(server.request)) else 481)
            case "OPTIONS":
                self._respond(server, 200, (ALLOW,))
            case _:
                self._respond(server, 405, (ALLOW,))

    def _accept(self, server: ServerTransaction) -> None:
        """Ring, and answer at once; a re-INVITE is answered alike."""
        request = server.request
        dialog = (*(request.lines[at] for at in request.fields.get("record-route", ())), self._contact)  # 12.1.1
        self._respond(server, 180, dialog)
        host = self._wire.host
        offered = request.body.decode("latin-1")
        body = session_description.answer(offered, host) if offered else session_description.offer(host)
        data = self._respond(server, 200, (*dialog, "Content-Type: application/sdp", ALLOW), body.encode())
        self._acknowledged(request, None)
        self._calls[request.call_id] = Accepted(self._wire, data, server.answer_flow)

    def _release(self, server: ServerTransaction) -> None:
        """A BYE of somebody who never acknowledged ends the waiting for that, too."""
        call = self._calls.pop(server.request.call_id, None)
        if call is not None:
            call.acknowledged()
        self._respond(server, 481 if call is None else 200)

    def _acknowledged(self, request: Request, known: ServerTransaction | None) -> None:
        if isinstance(known, InviteServerTransaction) and known.ack_received():
            return
        call = self._calls.get(request.call_id)
        if call is not None:
            call.acknowledged()

    def _respond(self, server: ServerTransaction, status: int, extra: tuple[str, ...] = (), body: bytes = b"") -> bytes:
        data = reply(server.request, status, REASONS[status], self._tokens.tag(server.request), extra, body)
        server.respond(status, data)
        return data
