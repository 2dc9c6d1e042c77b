"""Every asynchronous test here runs on uvloop and on the stock loop; waiting is for events, and never for long."""

import asyncio
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
import uvloop

from sip.addressing import Flow
from sip.transport.upcalls import Upcalls

PATIENCE = 10.0
"""Seconds after which an event that a test waits for is not going to happen."""


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}


@dataclass
class World:
    """What a transport tells the core, written down, and waited for."""

    received: list[tuple[bytes, Flow]] = field(default_factory=list)
    failed: list[tuple[bytes, Flow]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    _happened: asyncio.Event = field(default_factory=asyncio.Event)

    def receive(self, data: bytes, flow: Flow) -> None:
        self.received.append((data, flow))
        self._happened.set()

    def on_failure(self, data: bytes, flow: Flow) -> None:
        self.failed.append((data, flow))
        self._happened.set()

    def on_error(self, error: Exception) -> None:
        self.errors.append(error)
        self._happened.set()

    @property
    def upcalls(self) -> Upcalls:
        return Upcalls(self.receive, self.on_failure, self.on_error)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until what was told makes ``condition`` true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._happened.clear()
                await self._happened.wait()

    async def hears(self, count: int) -> list[bytes]:
        """The first ``count`` messages received."""
        await self.until(lambda: len(self.received) >= count)
        return [data for data, _ in self.received]

    async def fails(self, count: int) -> list[bytes]:
        """The first ``count`` messages that could not be sent."""
        await self.until(lambda: len(self.failed) >= count)
        return [data for data, _ in self.failed]


@pytest.fixture
def world() -> World:
    return World()


_held: list[socket.socket] = []


def refusing_port(host: str, kind: socket.SocketKind) -> int:
    """A port that refuses what we send, and that nobody else can take before the test is over.

    A UDP socket that is connected takes datagrams from its peer only; a TCP socket that does not listen takes nobody.
    """
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind)
    _held.append(sock)
    sock.bind((host, 0))
    if kind is socket.SOCK_DGRAM:
        sock.connect((host, 9))
    return int(sock.getsockname()[1])


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    yield
    while _held:
        _held.pop().close()


def request(method: str, branch: str, *, to_tag: str | None = None, size: int = 0) -> bytes:
    """A request with a top Via of this branch, padded to ``size`` octets."""
    tag = f";tag={to_tag}" if to_tag else ""
    head = (
        f"{method} sip:bob@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK{branch}\r\n"
        f"From: <sip:alice@127.0.0.1>;tag=1\r\nTo: <sip:bob@192.0.2.1>{tag}\r\nCall-ID: {branch}\r\n"
        f"CSeq: 1 {method}\r\nSubject: "
    )
    tail = "\r\nContent-Length: 0\r\n\r\n"
    return (head + "x" * max(size - len(head) - len(tail), 1) + tail).encode()
