"""Non-INVITE server transaction (RFC 3261 17.2.2, RFC 4320).

States: TRYING -> COMPLETED -> TERMINATED. PROCEEDING does not occur: RFC 4320 4.1 leaves no provisional answer to send
but a late 100. The table feeds it repetitions, the response context the final answer, timer J ends it.
"""

from sip.addressing import Flow
from sip.message import Request
from sip.ports import Port
from sip.timers import TIMER_F, TIMER_J
from sip.transaction.host import FORGOTTEN, TransactionHost
from sip.transaction.key import ServerKey
from sip.transaction.states import State


class NonInviteServerTransaction:
    """One request other than INVITE and ACK; ``answer_flow`` is where its answers go (18.2.2)."""

    __slots__ = ("answer_flow", "context", "host", "key", "last", "port", "request", "state")

    def __init__(self, host: TransactionHost, port: Port, key: ServerKey, request: Request, answer_flow: Flow) -> None:
        self.host = host
        self.port = port
        self.key = key
        self.request = request
        self.answer_flow = answer_flow
        self.context: object | None = None
        self.state = State.TRYING
        self.last = b""

    def respond(self, status: int, data: bytes) -> None:
        """Send the final answer. Provisional ones do not travel (RFC 4320 4.1); a second final one is dropped."""
        if status < 200 or self.state is not State.TRYING:
            return
        self.last = data
        self.port.transmit(data, self.answer_flow)
        self._complete()

    def request_received(self) -> None:
        """The request came again: repeat the final answer, if there is one."""
        if self.state is State.COMPLETED:
            self.port.transmit(self.last, self.answer_flow)

    def end_unanswered(self) -> None:
        """No answer will come, none may be sent (RFC 4320 4.2): swallow repetitions until the sender gives up."""
        if self.state is State.TRYING:
            self.port.start_timer(self, "F", TIMER_F)

    def timer_fired(self, name: str, now: float) -> None:
        self._terminate()

    def _complete(self) -> None:
        self.state = State.COMPLETED
        self.request = FORGOTTEN
        self.context = None  # it knows this transaction: together they would be a cycle
        if self.answer_flow.listener.reliable:
            self._terminate()
        else:
            self.port.start_timer(self, "J", TIMER_J)

    def _terminate(self) -> None:
        self.state = State.TERMINATED
        self.context = None  # it knows this transaction: together they would be a cycle
        self.host.forget_server(self.key)
