"""The bounded sink: what asyncio-dgram's Protocol takes for its receive queue, and is a call into the core instead.

Nothing is queued in the process: what the core has not read yet waits in the socket's receive buffer, which the kernel
bounds. When that fills up the core is behind, and the sink gives up calls that have not begun in favour of those that
have: new requests are dropped after a look at their octets, which costs a tenth of serving them; responses and requests
inside dialogs never are. Without that the kernel would drop whatever comes last, the BYE as soon as the INVITE.

Not here: limits on calls (routing/limits) and on transactions (sip/transaction).
"""

import re
import socket
import struct

from sip.addressing import Flow, Listener
from sip.transport.upcalls import Upcalls

_SO_MEMINFO = 55
_MEMINFO = struct.Struct("=9I")
"""sock_diag(7), SK_MEMINFO: octets in the receive buffer first, then its size; datagrams dropped last."""
BEHIND = 0.5
CAUGHT_UP = 0.25
"""Shares of the receive buffer at which dropping begins and ends."""

_KEEP_ALIVE = 4
"""Octets: no message is this short; what phones send to hold a NAT binding open is."""
_FLOWS = 8192
"""Remote addresses remembered: a Flow costs four times as much to make as to find."""

_TO_TAG = re.compile(rb"\r\nTo?[ \t]*:(?:[^\r\n]|\r\n[ \t])*?;[ \t]*tag[ \t]*=", re.IGNORECASE)

Address = tuple[str, int] | tuple[str, int, int, int]
"""What ``recvfrom`` says of the sender, by address family."""


def begins_something(data: bytes) -> bool:
    """Whether these octets are a request outside any dialog that no ongoing transaction waits for."""
    return not data.startswith((b"SIP/2.0 ", b"ACK ", b"CANCEL ")) and _TO_TAG.search(data) is None


class BoundedSink:
    """Hands each datagram to the core at once. ``dropped`` counts the requests given up so far."""

    def __init__(
        self,
        listener: Listener,
        sock: socket.socket,
        upcalls: Upcalls,
    ) -> None:
        self._listener = listener
        self._sock = sock
        self._deliver = upcalls.deliver
        self._flows: dict[Address, Flow] = {}
        self.behind = False
        self.dropped = 0

    def put_nowait(self, item: tuple[bytes | None, Address]) -> None:
        """One datagram and its sender, as asyncio-dgram's Protocol puts them; no datagram when the socket is closed."""
        data, address = item
        if data is None or len(data) <= _KEEP_ALIVE:
            return
        if self.behind and begins_something(data):
            self.dropped += 1
            return
        flow = self._flows.get(address)
        if flow is None:
            flow = self._new_flow(address)
        self._deliver(data, flow)

    def measure(self) -> None:
        """See whether the core is behind: called when a wake-up did not suffice to read everything."""
        used, size = self._memory()
        self.behind = used > size * (CAUGHT_UP if self.behind else BEHIND)

    def kernel_drops(self) -> int:
        """Datagrams that the kernel dropped because the receive buffer was full."""
        return int(_MEMINFO.unpack(self._sock.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size))[8])

    def _memory(self) -> tuple[int, int]:
        values = _MEMINFO.unpack(self._sock.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size))
        return values[0], values[1]

    def _new_flow(self, address: Address) -> Flow:
        if len(self._flows) >= _FLOWS:
            self._flows.clear()
        flow = self._flows[address] = Flow(self._listener, address[0], address[1])
        return flow
