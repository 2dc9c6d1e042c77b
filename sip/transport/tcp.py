"""TCP (RFC 3261 18): one listening address and all connections that belong to it, accepted and opened.

A message takes the connection that its flow names, else any that is open to that address, else a new one; until that
stands, messages for it wait.

Not here: what happens on a connection (connection), TLS and WebSocket.
"""

import asyncio
import socket
from collections import Counter
from functools import partial
from ipaddress import IPv6Address

from sip.addressing import Flow, Listener
from sip.transport.clock import Clock
from sip.transport.connection import DEFAULT, Connection, Limits
from sip.transport.listening import with_port
from sip.transport.upcalls import Upcalls

_BACKLOG = 512

Address = tuple[str, int]


class TcpListener:
    """One local address. ``await open()`` before anything else."""

    def __init__(self, listener: Listener, upcalls: Upcalls, clock: Clock, limits: Limits = DEFAULT) -> None:
        self.listener = listener
        self._upcalls = upcalls
        self._clock = clock
        self._limits = limits
        self._server: asyncio.Server | None = None
        self._all: set[Connection] = set()
        self._by_address: dict[Address, Connection] = {}
        self._accepted: Counter[str] = Counter()
        self._waiting: dict[Address, list[tuple[bytes, Flow]]] = {}
        self._connecting: set[asyncio.Task[Connection | None]] = set()

    async def open(self) -> None:
        """Listen; raises OSError when the address cannot be bound. ``listener`` then has the port in use."""
        self._server = await asyncio.get_running_loop().create_server(
            lambda: self._connection(accepted=True), self.listener.host, self.listener.port, backlog=_BACKLOG
        )
        self.listener = with_port(self.listener, self._server.sockets[0].getsockname()[1])

    def transmit(self, data: bytes, flow: Flow) -> None:
        """Send one message to ``flow``, whose host is an address. Never raises for what the network does."""
        if isinstance(flow.connection, Connection) and flow.connection.send(data):
            return
        address = _spelled(flow.host), flow.port
        known = self._by_address.get(address)
        if address in self._waiting or known is None or not known.send(data):
            self._wait(address, data, flow)  # behind those that wait already: no CANCEL overtakes its INVITE

    async def close(self) -> None:
        """Accept no more, open no more, and end every connection once it has sent what was written to it."""
        if self._server is not None:
            self._server.close()
        for task in self._connecting:
            task.cancel()
        for connection in tuple(self._all):
            connection.close()
        await asyncio.gather(*self._connecting, return_exceptions=True)

    @property
    def connections(self) -> int:
        return len(self._all)

    def _connection(self, *, accepted: bool) -> Connection:
        return Connection(
            self.listener, self._upcalls, self._clock, self._limits, self._opened, self._lost, accepted=accepted
        )

    def _opened(self, connection: Connection) -> bool:
        host = connection.flow.host
        full = len(self._all) >= self._limits.connections
        if full or (connection.accepted and self._accepted[host] >= self._limits.per_source):
            return False
        self._all.add(connection)
        self._by_address[host, connection.flow.port] = connection
        if connection.accepted:
            self._accepted[host] += 1
        return True

    def _lost(self, connection: Connection) -> None:
        if connection not in self._all:
            return
        self._all.remove(connection)
        host, port = connection.flow.host, connection.flow.port
        if self._by_address.get((host, port)) is connection:
            del self._by_address[host, port]
        if connection.accepted:
            self._accepted[host] -= 1
            if not self._accepted[host]:
                del self._accepted[host]

    def _wait(self, address: Address, data: bytes, flow: Flow) -> None:
        waiting = self._waiting.get(address)
        if waiting is None:
            self._waiting[address] = [(data, flow)]
            task = asyncio.get_running_loop().create_task(self._connect(address))
            self._connecting.add(task)
            task.add_done_callback(partial(self._connected, address))
        elif len(waiting) < self._limits.waiting:
            waiting.append((data, flow))
        else:
            self._upcalls.fail(data, flow)

    async def _connect(self, address: Address) -> Connection | None:
        try:
            async with asyncio.timeout(self._limits.connect):
                return await self._opened_to(address)
        except OSError:
            return None  # whatever it was: what waits has failed

    def _connected(self, address: Address, task: asyncio.Task[Connection | None]) -> None:
        """The connection stands, or never will (a task that is cancelled before it runs ends here too)."""
        self._connecting.discard(task)
        connection = None if task.cancelled() or task.exception() else task.result()
        for data, flow in self._waiting.pop(address):
            if connection is None or not connection.send(data):
                self._upcalls.fail(data, flow)

    async def _opened_to(self, address: Address) -> Connection:
        host, port = address
        if not 0 < port < 65536 or not self._admit(host) or len(self._all) >= self._limits.connections:
            raise ConnectionRefusedError
        _, connection = await asyncio.get_running_loop().create_connection(
            lambda: self._connection(accepted=False), host, port, local_addr=(self.listener.host, 0)
        )
        return connection

    def _admit(self, host: str) -> bool:
        """Whether ``host`` is an address of our family: anything else would be looked up."""
        try:
            socket.inet_pton(socket.AF_INET6 if self.listener.ipv6 else socket.AF_INET, host.partition("%")[0])
        except (OSError, ValueError):
            return False
        return True


def _spelled(host: str) -> str:
    """An IPv6 address as the kernel spells it, so that a connection is found by it; others as they are."""
    if ":" not in host:
        return host
    try:
        return str(IPv6Address(host))
    except ValueError:
        return host
