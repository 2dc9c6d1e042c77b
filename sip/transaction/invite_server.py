"""INVITE server transaction (RFC 3261 17.2.1, RFC 6026 7.1).

States: PROCEEDING -> (2xx) ACCEPTED -> TERMINATED, or -> (3xx-6xx) COMPLETED -> (ACK) CONFIRMED -> TERMINATED.
The table feeds it retransmissions and ACKs, the response context feeds it answers, the timers G, H, I and L end it.
A transport error while answering does not end it (RFC 6026 7.1). With the final answer it lets go of everything that
only answering needed: it lives for another 32 s.
"""

from sip.addressing import Flow
from sip.message import Request
from sip.ports import Port
from sip.timers import T1, T2, TIMER_H, TIMER_I, TIMER_L, Timer
from sip.transaction.host import FORGOTTEN, TransactionHost
from sip.transaction.key import ServerKey
from sip.transaction.states import State


class InviteServerTransaction:
    """One INVITE received from ``flow``; ``answer_flow`` is where its answers go (18.2.2)."""

    __slots__ = (
        "answer_flow",
        "context",
        "host",
        "interval",
        "key",
        "last",
        "port",
        "repeat",
        "request",
        "state",
        "timer",
    )

    def __init__(self, host: TransactionHost, port: Port, key: ServerKey, request: Request, answer_flow: Flow) -> None:
        self.host = host
        self.port = port
        self.key = key
        self.request = request
        self.answer_flow = answer_flow
        self.context: object | None = None
        self.state = State.PROCEEDING
        self.last = b""
        self.interval = T1
        self.repeat: Timer | None = None
        self.timer: Timer | None = None

    def respond(self, status: int, data: bytes) -> None:
        """Send an answer of the transaction user. A final one after a final one is dropped, but for 2xx after 2xx."""
        if self.state is State.PROCEEDING:
            self.last = data
            self.port.transmit(data, self.answer_flow)
            if status >= 300:
                self._complete()
            elif status >= 200:
                self._accept()
        elif 200 <= status < 300 and self.state is not State.TERMINATED:
            self.port.transmit(data, self.answer_flow)  # 16.7 step 5: every 2xx passes, even after another final answer

    def request_received(self) -> None:
        """The INVITE came again: repeat the last answer; a repetition behind a 2xx is absorbed (RFC 6026 7.1)."""
        if self.state in (State.PROCEEDING, State.COMPLETED) and self.last:
            self.port.transmit(self.last, self.answer_flow)

    def ack_received(self) -> bool:
        """True when the ACK was for our 3xx-6xx and ends here; False when it belongs to a 2xx and must travel on."""
        if self.state is State.ACCEPTED:
            return False
        if self.state is State.COMPLETED:
            self._confirm()
        return True

    def timer_fired(self, name: str, now: float) -> None:
        if name == "G":
            self._repeat()
        else:  # H: nobody acknowledged. I, L: all repetitions have died out.
            self._terminate()

    def _complete(self) -> None:
        self.state = State.COMPLETED
        self._let_go()
        if not self.answer_flow.listener.reliable:
            self.repeat = self.port.start_timer(self, "G", T1)
        self.timer = self.port.start_timer(self, "H", TIMER_H)

    def _accept(self) -> None:
        self.state = State.ACCEPTED
        self._let_go()
        self.last = b""
        self.timer = self.port.start_timer(self, "L", TIMER_L)

    def _confirm(self) -> None:
        self.state = State.CONFIRMED
        self._stop_timers()
        if self.answer_flow.listener.reliable:
            self._terminate()
        else:
            self.timer = self.port.start_timer(self, "I", TIMER_I)

    def _repeat(self) -> None:
        self.port.transmit(self.last, self.answer_flow)
        self.interval = min(2 * self.interval, T2)
        self.repeat = self.port.start_timer(self, "G", self.interval)

    def _terminate(self) -> None:
        self._stop_timers()
        self.state = State.TERMINATED
        self.host.forget_server(self.key)

    def _let_go(self) -> None:
        self.request = FORGOTTEN
        self.context = None  # it knows this transaction: together they would be a cycle

    def _stop_timers(self) -> None:
        if self.repeat is not None:
            self.repeat.stop()
        if self.timer is not None:
            self.timer.stop()
