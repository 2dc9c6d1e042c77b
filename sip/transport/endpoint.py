"""All sockets of the process behind two calls: ``transmit`` out, ``receive`` in (RFC 3261 18).

Not here: what each transport does (udp, tcp), names (resolver), and which addresses this machine has.
"""

import socket
import time
from collections.abc import Callable, Sequence

from sip.addressing import Flow, Listener, Transport
from sip.transport.clock import Clock
from sip.transport.connection import DEFAULT, Limits
from sip.transport.listening import ListenError, refused
from sip.transport.tcp import TcpListener
from sip.transport.udp import UdpSocket
from sip.transport.upcalls import Upcalls

_ROUTE_SECONDS = 10.0
_ROUTES = 4096
_DISCARD = 9
"""A port to ask the kernel's route for; nothing is sent there."""

Transmit = Callable[[bytes, Flow], None]


class Endpoint:
    """Owns what listens. Every call but ``open`` and ``close`` is synchronous.

    ``receive(data, flow)`` gets each whole message, ``on_failure(data, flow)`` each message given to ``transmit`` that
    is known not to have arrived, never from inside ``transmit``. ``on_error`` gets what these raise, which is a bug.
    """

    def __init__(
        self,
        receive: Callable[[bytes, Flow], None],
        on_failure: Callable[[bytes, Flow], None],
        on_error: Callable[[Exception], None],
        clock: Clock,
        limits: Limits = DEFAULT,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._upcalls = Upcalls(receive, on_failure, on_error)
        self._clock = clock
        self._limits = limits
        self._monotonic = monotonic
        self._udp: list[UdpSocket] = []
        self._tcp: list[TcpListener] = []
        self._transmit: dict[Listener, Transmit] = {}
        self._routes: dict[tuple[Transport, str], tuple[Listener | None, float]] = {}

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """What is open, with the ports really in use."""
        return tuple(self._transmit)

    @property
    def dropped(self) -> int:
        """New requests given up because the core was behind, and datagrams the kernel had no room for."""
        return sum(each.sink.dropped + each.sink.kernel_drops() for each in self._udp)

    async def open(self, listeners: Sequence[Listener]) -> tuple[Listener, ...]:
        """Listen on all of them, or on none: raises ListenError for the first that cannot be.

        Returns them in the same order, each as it was given, or with the port that the system chose for port 0.
        """
        opened = []
        for each in listeners:
            try:
                opened.append(await self._open(each))
            except (OSError, ListenError) as error:
                await self.close()
                raise refused(each, error) from error
        return tuple(opened)

    def transmit(self, data: bytes, flow: Flow) -> None:
        """Put one message on the wire. ``flow.host`` is an address, ``flow.listener`` one that is open."""
        transmit = self._transmit.get(flow.listener)
        if transmit is None:
            self._upcalls.fail(data, flow)
        else:
            transmit(data, flow)

    def listener_for(self, transport: Transport, host: str) -> Listener | None:
        """The listener to reach the address ``host`` from; None when there is none of that transport and family.

        Of several the one whose address the kernel would choose for a way there, else the first.
        """
        key = transport, host
        route = self._routes.get(key)
        now = self._monotonic()
        if route is None or now >= route[1]:
            if len(self._routes) >= _ROUTES:
                self._routes.clear()
            route = self._routes[key] = self._best(transport, host), now + _ROUTE_SECONDS
        return route[0]

    async def close(self) -> None:
        """Close every socket. UDP ends at once, streams when they have sent what was given to them."""
        udp, self._udp = self._udp, []
        tcp, self._tcp = self._tcp, []
        self._transmit.clear()
        self._routes.clear()
        for each in udp:
            each.close()
        for stream in tcp:
            await stream.close()

    async def _open(self, listener: Listener) -> Listener:
        if listener.transport is Transport.UDP:
            udp = UdpSocket(listener, self._upcalls)
            self._udp.append(udp)
            self._transmit[udp.listener] = udp.transmit
            return udp.listener
        if listener.transport is Transport.TCP:
            tcp = TcpListener(listener, self._upcalls, self._clock, self._limits)
            await tcp.open()
            self._tcp.append(tcp)
            self._transmit[tcp.listener] = tcp.transmit
            return tcp.listener
        raise ListenError(listener, f"{listener.transport.value} is not served yet")

    def _best(self, transport: Transport, host: str) -> Listener | None:
        fitting = [each for each in self._transmit if each.transport is transport and each.ipv6 == (":" in host)]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        source = _source_towards(host)
        return next((each for each in fitting if each.host == source), fitting[0])


def _source_towards(host: str) -> str | None:
    """The local address that the kernel's routes use to get to the address ``host``; None when there is no way."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.inet_pton(family, host)
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.connect((host, _DISCARD))
            return str(sock.getsockname()[0])
    except OSError:
        return None
