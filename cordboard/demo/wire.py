"""The socket and timers of one user agent, as the port that our transactions ask for; every message is traced."""

from collections.abc import Callable, Sequence

from cordboard.demo.trace import Address, Trace
from sip.addressing import Flow, Transport, listener
from sip.errors import MalformedMessage
from sip.facts import Fact
from sip.message import Request, Response
from sip.parser import parse
from sip.registrar.binding import Binding
from sip.timers import Timer, TimerOwner
from sip.transport.clock import Clock
from sip.transport.udp import UdpSocket
from sip.transport.upcalls import Upcalls

Receive = Callable[[Request | Response, Flow], None]


class Wire:
    """Implements ``sip.ports.Port``. Must be made inside a running loop.

    It takes ``port`` when that is free, else one that the system chooses. Raises OSError when ``host`` is not ours.
    """

    def __init__(self, name: str, host: str, port: int, clock: Clock, trace: Trace, bug: Callable[[Exception], None]):
        self._name = name
        self._clock = clock
        self._trace = trace
        self.receive: Receive | None = None
        upcalls = Upcalls(self._received, self._undelivered, bug)
        self._socket = _socket(host, port, upcalls)
        self.host, self.port = host, self._socket.listener.port
        trace.names[self.address] = name

    @property
    def address(self) -> Address:
        return self.host, self.port

    def flow(self, to: Address) -> Flow:
        return Flow(self._socket.listener, *to)

    def close(self) -> None:
        self._socket.close()

    def transmit(self, data: bytes, flow: Flow) -> None:
        self._trace.sent(self._name, (flow.host, flow.port), parse(data))
        self._socket.transmit(data, flow)

    def start_timer(self, owner: TimerOwner, name: str, seconds: float) -> Timer:
        return self._clock.start(owner, name, seconds)

    def resolve(
        self, host: str, port: int | None, transport: Transport | None, answer: Callable[[Sequence[Flow], float], None]
    ) -> None:
        raise AssertionError("user agents of the demonstration know the engine by its address")

    def store_bindings(self, address_of_record: str, bindings: Sequence[Binding]) -> None:
        raise AssertionError("user agents of the demonstration are no registrars")

    def note(self, fact: Fact) -> None:
        """What happens to a user agent is told by its messages."""

    def _received(self, data: bytes, flow: Flow) -> None:
        try:
            message = parse(data)
            self._trace.received(self._name, (flow.host, flow.port), message)
        except MalformedMessage:
            return  # somebody else's: nothing in the demonstration sends such
        if self.receive is not None:
            self.receive(message, flow)

    def _undelivered(self, data: bytes, flow: Flow) -> None:
        """A port that nobody listens at: whoever waits for an answer runs out of patience."""


def _socket(host: str, port: int, upcalls: Upcalls) -> UdpSocket:
    try:
        return UdpSocket(listener(Transport.UDP, host, port), upcalls)
    except OSError:
        return UdpSocket(listener(Transport.UDP, host, 0), upcalls)
