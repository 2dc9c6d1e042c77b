"""The reading transport towards the protocol it feeds, on both loops."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sip.addressing import Transport, listener
from sip.transport import error_queue
from sip.transport.datagrams import ReadingTransport
from sip.transport.sink import BoundedSink
from tests.sip.transport.conftest import World, refusing_port


class Recorder(asyncio.DatagramProtocol):
    """Writes down the calls of its transport; clears the error queue, as a protocol must."""

    def __init__(self, sock: socket.socket) -> None:
        self.world = World()
        self.calls: list[object] = []
        self._sock = sock

    def _called(self, call: object) -> None:
        self.calls.append(call)
        self.world._happened.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._called(("made", transport))

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        self._called((data, addr))

    def error_received(self, exc: Exception) -> None:
        self._called((type(exc), list(error_queue.drain(self._sock))))

    def connection_lost(self, exc: Exception | None) -> None:
        self._called(("lost", exc))

    async def calls_of(self, count: int) -> list[object]:
        await self.world.until(lambda: len(self.calls) >= count)
        return self.calls


@pytest.fixture
def sock() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.bind(("127.0.0.1", 0))
    error_queue.enable(made)
    return made


@pytest.fixture
def recorder(sock: socket.socket) -> Recorder:
    return Recorder(sock)


@pytest_asyncio.fixture
async def transport(sock: socket.socket, recorder: Recorder) -> AsyncIterator[ReadingTransport]:
    local = listener(Transport.UDP, *sock.getsockname())
    sink = BoundedSink(local, sock, recorder.world.upcalls)
    made = ReadingTransport(asyncio.get_running_loop(), sock, recorder, sink)
    yield made
    made.close()


async def test_a_protocol_is_connected_fed_and_told_of_the_end(
    sock: socket.socket, transport: ReadingTransport, recorder: Recorder
) -> None:
    address = transport.get_extra_info("sockname")
    sock.sendto(b"one", address)
    sock.sendto(b"two", address)
    assert await recorder.calls_of(3) == [("made", transport), (b"one", address), (b"two", address)]
    assert not transport.is_closing()
    transport.close()
    transport.close()
    assert transport.is_closing()
    assert (await recorder.calls_of(4))[3:] == [("lost", None)]
    assert sock.fileno() == -1


async def test_a_pending_error_reaches_the_protocol_and_reading_goes_on(
    sock: socket.socket, transport: ReadingTransport, recorder: Recorder
) -> None:
    address = transport.get_extra_info("sockname")
    gone = ("127.0.0.1", refusing_port("127.0.0.1", socket.SOCK_DGRAM))
    sock.sendto(b"gone", gone)
    assert (await recorder.calls_of(2))[1] == (ConnectionRefusedError, [(*gone, b"gone")])
    sock.sendto(b"one", address)
    assert (await recorder.calls_of(3))[2] == (b"one", address)


async def test_an_error_that_is_in_the_queue_but_pending_nowhere_wakes_once(
    sock: socket.socket, transport: ReadingTransport, recorder: Recorder
) -> None:
    with pytest.raises(OSError, match="too long"):
        sock.sendto(b"x" * 65_530, ("127.0.0.1", 9))
    assert (await recorder.calls_of(2))[1] == (BlockingIOError, [])
    sock.sendto(b"one", transport.get_extra_info("sockname"))
    assert len(await recorder.calls_of(3)) == 3


async def test_more_than_a_batch_is_read_in_turns(
    sock: socket.socket, transport: ReadingTransport, recorder: Recorder
) -> None:
    address = transport.get_extra_info("sockname")
    for number in range(200):
        sock.sendto(b"%d" % number, address)
    calls = await recorder.calls_of(201)
    assert calls[1:] == [(b"%d" % number, address) for number in range(200)]
