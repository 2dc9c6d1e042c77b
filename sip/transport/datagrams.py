"""The datagram transport under asyncio-dgram's Protocol: reads until nothing is left, on any loop alike.

It stands in for the loops' own because those cannot live with a socket's error queue (docs/decisions/0006): on an ICMP
error the stock loop spins, and uvloop 0.23 crashes. The loop therefore never sees the socket. It watches an epoll that
contains the socket, and that is only ever readable: for a datagram as for an error.
"""

import asyncio
import select
import socket

from sip.transport.sink import BoundedSink

_AT_ONCE = 32
"""Datagrams read in one wake-up before others get their turn; a full batch also says that there is more to come."""
_LARGEST = 65535


class ReadingTransport(asyncio.DatagramTransport):
    """Feeds ``protocol`` from ``sock``, a bound one that does not block; both belong to it until ``close``.

    It only reads: emptying the error queue and sending is one matter, and udp's.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        sock: socket.socket,
        protocol: asyncio.DatagramProtocol,
        sink: BoundedSink,
    ) -> None:
        super().__init__({"socket": sock, "sockname": sock.getsockname()})
        self._loop = loop
        self._sock = sock
        self._protocol = protocol
        self._sink = sink
        self._more = False
        self._closed = False
        self._epoll = select.epoll()
        self._epoll.register(sock.fileno(), select.EPOLLIN)
        protocol.connection_made(self)
        loop.add_reader(self._epoll.fileno(), self._readable)

    def is_closing(self) -> bool:
        return self._closed

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._loop.remove_reader(self._epoll.fileno())
        self._epoll.close()
        self._sock.close()
        self._loop.call_soon(self._protocol.connection_lost, None)

    def abort(self) -> None:
        self.close()

    def _readable(self) -> None:
        if self._more or self._sink.behind:
            self._sink.measure()
        self._more = False
        try:
            count = self._read()
        except OSError as error:
            if not self._closed:  # by the core, in the middle of a batch
                self._protocol.error_received(error)
            return
        if count == 0:
            # woken for nothing: an error is in the queue that is pending nowhere, and would wake us for ever
            self._protocol.error_received(BlockingIOError())
        self._more = count == _AT_ONCE

    def _read(self) -> int:
        """Read one batch and return how many datagrams it had."""
        received, recvfrom = self._protocol.datagram_received, self._sock.recvfrom
        for count in range(_AT_ONCE):
            try:
                data, address = recvfrom(_LARGEST)
            except BlockingIOError:
                return count
            received(data, address)
        return _AT_ONCE
