"""UDP (RFC 3261 18): asyncio-dgram's Protocol on our reading transport, and sending straight to the socket.

A send is one system call on the caller's stack. What goes wrong belongs to that send alone: an error that the kernel
kept from an earlier one is taken off the error queue and reported for the datagram it is about, and the send that met
it is repeated. Failures are told in a later turn of the loop, never from inside ``transmit``.

Not here: listeners and addresses (endpoint), what is dropped under load (sink).
"""

import asyncio
import errno
import socket
from collections import deque
from collections.abc import Callable

from asyncio_dgram.aio import Protocol

from sip.addressing import Flow, Listener
from sip.transport import error_queue
from sip.transport.datagrams import ReadingTransport
from sip.transport.error_queue import Undelivered
from sip.transport.listening import with_port
from sip.transport.sink import BoundedSink
from sip.transport.upcalls import Upcalls

_BUFFER = 4 << 20
"""Octets asked for: at 1,000 calls/s a stall of 0.2 s brings 2 MB, as the kernel counts it."""
_SO_SNDBUFFORCE = 32
_SO_RCVBUFFORCE = 33
_REMEMBERED = 2048
"""Datagrams sent: at 1,000 calls/s those of the last 0.3 s, more than any ICMP error takes."""
_HELD = 1024
"""Datagrams that wait for room in the send buffer; SIP repeats what is lost beyond that."""
_HOLD = 0.002
_BUSY = frozenset({errno.EAGAIN, errno.ENOBUFS})
_ATTEMPTS = 8
_HOSTS = 8192


Sent = tuple[bytes, Flow]
"""What was sent, and where to: plain tuples, one is made for each datagram."""


class _Errors:
    """asyncio-dgram's queue of errors: reading met one that an earlier send left behind."""

    def __init__(self, read: Callable[[], int]) -> None:
        self._read = read

    def put_nowait(self, error: Exception) -> None:
        self._read()


class UdpSocket:
    """One local address. Must be made inside a running loop; raises OSError when the address cannot be bound."""

    def __init__(self, listener: Listener, upcalls: Upcalls) -> None:
        self._upcalls = upcalls
        self._loop = asyncio.get_running_loop()
        self._sock = _bound(listener)
        self._sendto = self._sock.sendto
        self.listener = with_port(listener, self._sock.getsockname()[1])
        self.sink = BoundedSink(self.listener, self._sock, upcalls)
        # asyncio-dgram asks for queues, and only ever puts
        protocol = Protocol(self.sink, _Errors(self._read_errors), asyncio.Event())  # type: ignore[arg-type]
        self._transport = ReadingTransport(self._loop, self._sock, protocol, self.sink)
        self._sent: deque[Sent] = deque(maxlen=_REMEMBERED)
        self._held: deque[Sent] = deque()
        self._hosts: set[str] = set()
        self.unsent = 0
        """Datagrams lost because the send buffer stayed full."""

    def transmit(self, data: bytes, flow: Flow) -> None:
        """Send one datagram to ``flow``, whose host is an address. Never raises for what the network does."""
        host = flow.host
        if host not in self._hosts and not self._admit(host):
            self._upcalls.fail(data, flow)
            return
        self._sent.append((data, flow))
        try:
            self._sendto(data, (host, flow.port))
        except (OSError, OverflowError) as error:
            self._trouble((data, flow), error)

    def close(self) -> None:
        """Stop at once; what is held is lost."""
        self._held.clear()
        self._transport.close()

    def _admit(self, host: str) -> bool:
        """Whether ``host`` is an address of our family: the socket would look anything else up, and block."""
        try:
            self._packed(host)
        except (OSError, ValueError):
            return False
        if len(self._hosts) >= _HOSTS:
            self._hosts.clear()
        self._hosts.add(host)
        return True

    def _trouble(self, sent: Sent, error: Exception) -> None:
        """A send failed: hold it when there was no room, repeat it when the error was another's, else report it."""
        data, flow = sent
        for attempt in range(_ATTEMPTS):
            if not isinstance(error, OSError) or self._transport.is_closing():
                break
            if error.errno in _BUSY:
                self._hold(sent)
                return
            if self._read_errors() == 0 and attempt:
                break
            try:
                self._sendto(data, (flow.host, flow.port))
            except OSError as again:
                error = again
            else:
                return
        self._read_errors()
        self._upcalls.fail(*sent)

    def _hold(self, sent: Sent) -> None:
        if len(self._held) >= _HELD:
            self.unsent += 1
            return
        if not self._held:
            self._loop.call_later(_HOLD, self._release)
        self._held.append(sent)

    def _release(self) -> None:
        held, self._held = self._held, deque()
        for data, flow in held:
            self.transmit(data, flow)

    def _read_errors(self) -> int:
        """Empty the socket's error queue and report what did not arrive; returns how many errors were pending."""
        count = 0
        for undelivered in error_queue.drain(self._sock):
            count += 1
            sent = self._sender_of(undelivered) if undelivered else None
            if sent:
                self._upcalls.fail(*sent)
        return count

    def _sender_of(self, undelivered: Undelivered) -> Sent | None:
        """The datagram that an ICMP error is about; None when it does not prove to know it.

        Anyone on the net can send us an ICMP error. Only who saw the datagram can quote its topmost Via, with our
        branch in it; without that a stranger could fail our calls to a carrier one by one.
        """
        quote = undelivered.quote
        if quote.count(b"\r\n") < 2:
            return None
        for data, flow in reversed(self._sent):
            if data.startswith(quote) and flow.port == undelivered.port and self._same(flow.host, undelivered.host):
                return data, flow
        return None

    def _same(self, host: str, address: str) -> bool:
        """One IPv6 address has many spellings, the kernel's and the peer's among them."""
        return host == address or self._packed(host) == self._packed(address)

    def _packed(self, host: str) -> bytes:
        """The octets of an address; raises OSError or ValueError when ``host`` is none of our family."""
        return socket.inet_pton(self._sock.family, host.partition("%")[0])


def _bound(listener: Listener) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if listener.ipv6 else socket.AF_INET, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        if listener.ipv6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        _enlarge(sock, socket.SO_RCVBUF, _SO_RCVBUFFORCE)
        _enlarge(sock, socket.SO_SNDBUF, _SO_SNDBUFFORCE)
        error_queue.enable(sock)
        sock.bind((listener.host, listener.port))
    except OSError:
        sock.close()
        raise
    return sock


def _enlarge(sock: socket.socket, option: int, force: int) -> None:
    """Past net.core.rmem_max where we have the right to, else up to it."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, force, _BUFFER)
    except PermissionError:
        sock.setsockopt(socket.SOL_SOCKET, option, _BUFFER)
