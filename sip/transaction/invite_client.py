"""INVITE client transaction (RFC 3261 17.1.1, RFC 6026 7.2).

States: CALLING -> (1xx) PROCEEDING -> (2xx) ACCEPTED -> TERMINATED, or -> (3xx-6xx) COMPLETED -> TERMINATED.
The table feeds it responses; timers A (repeat), B (give up), D (absorb repetitions) and M (absorb 2xx) move it.
In PROCEEDING no timer of ours runs: timer C of the response context bounds it (16.6 step 11). Once answered it lets go
of what it sent, and after a failure of its user, too: it lives for another 32 s.
"""

from sip.addressing import Flow
from sip.message import Response
from sip.ports import Port
from sip.timers import T1, TIMER_B, TIMER_D, TIMER_M, Timer
from sip.transaction import hop_by_hop
from sip.transaction.host import ClientTransactionUser, TransactionHost
from sip.transaction.key import ClientKey
from sip.transaction.states import State


class InviteClientTransaction:
    """One INVITE sent to ``flow``; ``data`` are its bytes as sent."""

    __slots__ = ("_ack", "data", "flow", "host", "interval", "key", "port", "repeat", "state", "timer", "user")

    def __init__(
        self, host: TransactionHost, port: Port, key: ClientKey, data: bytes, flow: Flow, user: ClientTransactionUser
    ) -> None:
        self.host = host
        self.port = port
        self.key = key
        self.data = data
        self.flow = flow
        self.user: ClientTransactionUser | None = user
        """Who is told; None when there is nothing left to tell."""
        self.state = State.CALLING
        self.interval = T1
        self.repeat: Timer | None = None
        self.timer: Timer | None = None
        self._ack = b""

    def start(self) -> None:
        self.timer = self.port.start_timer(self, "B", TIMER_B)
        if not self.flow.listener.reliable:
            self.repeat = self.port.start_timer(self, "A", T1)
        self.port.transmit(self.data, self.flow)

    def stop_repeating(self) -> None:
        """The user no longer waits for an answer; one that comes all the same is still reported until timer B."""
        if self.repeat is not None:
            self.repeat.stop()

    def response_received(self, response: Response, now: float) -> None:
        status = response.status
        if self.state is State.COMPLETED:
            if status >= 300:
                self.port.transmit(self._ack, self.flow)
        elif status < 200:
            self._proceed(response, now)
        elif status < 300:
            self._accept(response, now)
        elif self.state is not State.ACCEPTED:
            self._complete(response, now)

    def timer_fired(self, name: str, now: float) -> None:
        if name == "A":
            self.port.transmit(self.data, self.flow)
            self.interval *= 2
            self.repeat = self.port.start_timer(self, "A", self.interval)
            return
        self.end()
        if name == "B" and self.user is not None:
            self.user.timed_out(now)

    def transport_failed(self, now: float) -> None:
        """The INVITE did not leave (16.9). After an answer it is of no matter any more."""
        if self.state is State.CALLING:
            self.end()
            if self.user is not None:
                self.user.transport_failed(now)

    def end(self) -> None:
        """TERMINATED: nothing more will be reported."""
        self._stop_timers()
        self.state = State.TERMINATED
        self.host.forget_client(self.key)

    def _proceed(self, response: Response, now: float) -> None:
        if self.state is State.CALLING:
            self.state = State.PROCEEDING
            self._stop_timers()
        if self.state is State.PROCEEDING and self.user is not None:
            self.user.response_received(response, now)

    def _accept(self, response: Response, now: float) -> None:
        if self.state is not State.ACCEPTED:
            self.state = State.ACCEPTED
            self._stop_timers()
            self.data = b""
            self.timer = self.port.start_timer(self, "M", TIMER_M)
        if self.user is not None:
            self.user.response_received(response, now)

    def _complete(self, response: Response, now: float) -> None:
        self._ack = hop_by_hop.ack(self.data, response.lines[response.fields["to"][0]])
        self.state = State.COMPLETED
        self._stop_timers()
        self.data = b""
        self.port.transmit(self._ack, self.flow)
        if self.flow.listener.reliable:
            self.end()
        else:
            self.timer = self.port.start_timer(self, "D", TIMER_D)
        user, self.user = self.user, None
        if user is not None:
            user.response_received(response, now)

    def _stop_timers(self) -> None:
        if self.repeat is not None:
            self.repeat.stop()
        if self.timer is not None:
            self.timer.stop()
