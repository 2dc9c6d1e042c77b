"""Non-INVITE client transaction (RFC 3261 17.1.2).

States: TRYING -> (1xx) PROCEEDING -> (2xx-6xx) COMPLETED -> TERMINATED.
The table feeds it responses; timers E (repeat), F (give up) and K (absorb repetitions) move it. CANCEL is one of these.
Once answered it lets go of what it sent and of its user: nothing more will be sent or told.
"""

from sip.addressing import Flow
from sip.message import Response
from sip.ports import Port
from sip.timers import T1, T2, TIMER_F, TIMER_K, Timer
from sip.transaction.host import ClientTransactionUser, TransactionHost
from sip.transaction.key import ClientKey
from sip.transaction.states import State


class NonInviteClientTransaction:
    """One request other than INVITE and ACK sent to ``flow``; ``user`` is None when nobody wants to know (CANCEL)."""

    __slots__ = ("data", "flow", "host", "interval", "key", "port", "repeat", "state", "timer", "user")

    def __init__(
        self,
        host: TransactionHost,
        port: Port,
        key: ClientKey,
        data: bytes,
        flow: Flow,
        user: ClientTransactionUser | None,
    ) -> None:
        self.host = host
        self.port = port
        self.key = key
        self.data = data
        self.flow = flow
        self.user = user
        self.state = State.TRYING
        self.interval = T1
        self.repeat: Timer | None = None
        self.timer: Timer | None = None

    def start(self) -> None:
        self.timer = self.port.start_timer(self, "F", TIMER_F)
        if not self.flow.listener.reliable:
            self.repeat = self.port.start_timer(self, "E", T1)
        self.port.transmit(self.data, self.flow)

    def stop_repeating(self) -> None:
        """The user no longer waits for an answer; one that comes all the same is still reported until timer F."""
        if self.repeat is not None:
            self.repeat.stop()

    def response_received(self, response: Response, now: float) -> None:
        if self.state is State.COMPLETED:
            return
        if response.status < 200:
            self.state = State.PROCEEDING
        user = self.user
        if response.status >= 200:
            self._complete()
        if user is not None:
            user.response_received(response, now)

    def timer_fired(self, name: str, now: float) -> None:
        if name == "E":
            self.port.transmit(self.data, self.flow)
            self.interval = T2 if self.state is State.PROCEEDING else min(2 * self.interval, T2)
            self.repeat = self.port.start_timer(self, "E", self.interval)
            return
        self.end()
        if name == "F" and self.user is not None:
            self.user.timed_out(now)

    def transport_failed(self, now: float) -> None:
        """The request did not leave (16.9). After an answer it is of no matter any more."""
        if self.state is State.TRYING:
            self.end()
            if self.user is not None:
                self.user.transport_failed(now)

    def end(self) -> None:
        """TERMINATED: nothing more will be reported."""
        self._stop_timers()
        self.state = State.TERMINATED
        self.host.forget_client(self.key)

    def _complete(self) -> None:
        self._stop_timers()
        self.state = State.COMPLETED
        self.data = b""
        self.user = None
        if self.flow.listener.reliable:
            self.end()
        else:
            self.timer = self.port.start_timer(self, "K", TIMER_K)

    def _stop_timers(self) -> None:
        if self.repeat is not None:
            self.repeat.stop()
        if self.timer is not None:
            self.timer.stop()
