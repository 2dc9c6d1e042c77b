"""One stream connection (RFC 3261 18.2.4, 18.3, 18.4; RFC 5626 3.5.1): opened by either side, used by both.

It lives from ``connection_made`` to ``connection_lost``. What ends it: the other side, an octet stream that cannot be
split, a message that is not whole after ``Limits.message`` seconds, silence of ``Limits.idle`` seconds, a reader so
slow that more than ``Limits.unsent`` octets wait for it, and ``close``.

Not here: which connection a message takes (tcp), where messages end (sip/framing).
"""

import asyncio
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from sip.addressing import Flow, Listener
from sip.framing import KeepAlive, StreamSplitter
from sip.parser import UnreadableMessage
from sip.replies import reply
from sip.timers import Timer
from sip.transport.clock import Clock
from sip.transport.upcalls import Upcalls

_LINE_END = b"\r\n"
_UNANSWERED = 64


@dataclass(slots=True, frozen=True)
class Limits:
    """How much strangers may ask of us. Seconds and octets."""

    connections: int = 4096
    """Each costs a file and some 10 KiB; a process has 1,024 files or more by default (``ulimit -n``)."""
    per_source: int = 256
    """Accepted from one address: a PBX or a NAT with many phones behind it."""
    idle: float = 3600.0
    """The longest registration we usually grant: a phone without keep-alives is reached as long as it is bound."""
    message: float = 32.0
    """64*T1: who has not finished its request by then has given it up (RFC 4475 3.1.2.2). Also for the first one."""
    connect: float = 5.0
    """A carrier that is there answers within a second; after this the call goes to the next."""
    unsent: int = 1 << 20
    waiting: int = 64
    """Messages for one address that wait for the connection."""


DEFAULT = Limits()


class Connection(asyncio.Protocol):
    """``flow`` is the way to the other side. ``accepted`` means that the other side opened it.

    ``on_open`` and ``on_lost`` tell the owner of the connection; the first returns whether it is welcome.
    """

    def __init__(
        self,
        listener: Listener,
        upcalls: Upcalls,
        clock: Clock,
        limits: Limits,
        on_open: Callable[["Connection"], bool],
        on_lost: Callable[["Connection"], None],
        *,
        accepted: bool,
    ) -> None:
        self._listener = listener
        self._upcalls = upcalls
        self._clock = clock
        self._limits = limits
        self._on_open = on_open
        self._on_lost = on_lost
        self.accepted = accepted
        self._splitter = StreamSplitter()
        self._unanswered: list[bytes] = []
        self._heard = False
        self._idle: Timer | None = None
        self._unfinished: Timer | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        host, port = (transport.get_extra_info("peername") or ("", 0))[:2]
        self.flow = Flow(self._listener, host, port, self)
        if not host or not self._on_open(self):  # without a peer it was reset before we could look
            self._transport.abort()
            return
        _set_options(transport.get_extra_info("socket"))
        self._idle = self._clock.start(self, "idle", self._limits.idle)
        self._watch(finished=False, unfinished=self.accepted)

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._idle, self._unfinished):
            if timer is not None:
                timer.stop()
        self._on_lost(self)
        for data in self._unanswered:
            self._upcalls.fail(data, self.flow)
        self._unanswered.clear()

    def send(self, data: bytes) -> bool:
        """Write a message; False when this connection is closing, and another one must be found.

        What was written before the other side was last heard of has arrived as far as we care. The rest is reported
        as failed when the connection is lost (18.4).
        """
        if self._transport.is_closing():
            return False
        if len(self._unanswered) < _UNANSWERED:
            self._unanswered.append(data)
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > self._limits.unsent:
            self._transport.abort()
        return True

    def close(self) -> None:
        """Send what is waiting to be sent, then end."""
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._heard = True
        self._unanswered.clear()
        self._splitter.feed(data)
        try:
            finished = self._take_what_is_whole()
        except UnreadableMessage as problem:
            self._refuse(problem)
        else:
            self._watch(finished=finished, unfinished=self._splitter.pending > 0)

    def timer_fired(self, name: str, now: float) -> None:
        """Either the other side has been silent for long, or it has left a message unfinished."""
        if name == "idle" and self._heard:
            self._heard = False
            self._idle = self._clock.start(self, "idle", self._limits.idle)
        else:
            self._transport.abort()

    def _take_what_is_whole(self) -> bool:
        """Deliver what has arrived whole; returns whether there was anything."""
        finished = False
        while (item := self._splitter.next()) is not None and not self._transport.is_closing():
            finished = True
            if item is KeepAlive.PING:
                self._transport.write(_LINE_END)
            elif isinstance(item, bytes):
                self._upcalls.deliver(item, self.flow)
        return finished

    def _watch(self, *, finished: bool, unfinished: bool) -> None:
        """Have a message that has begun end in time; the clock runs from its first octets."""
        if finished and self._unfinished is not None:
            self._unfinished.stop()
            self._unfinished = None
        if unfinished and self._unfinished is None and not self._transport.is_closing():
            self._unfinished = self._clock.start(self, "message", self._limits.message)

    def _refuse(self, problem: UnreadableMessage) -> None:
        """Nobody can say where the next message begins: answer this one if it can be answered, and end."""
        if problem.request is not None and problem.request.method != "ACK":
            self._transport.write(reply(problem.request, problem.status, problem.reason, secrets.token_hex(8)))
        self._transport.close()


def _set_options(sock: socket.socket) -> None:
    """No waiting to fill segments; a host that vanished is noticed within four minutes."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 120)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 30)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 4)
