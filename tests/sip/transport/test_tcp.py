"""TCP over real sockets of the loopback interface, on both loops. The other side is a plain stream."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from sip.addressing import Flow, Transport, listener
from sip.transport.clock import Clock
from sip.transport.connection import DEFAULT, Limits
from sip.transport.tcp import TcpListener
from tests.sip.transport.conftest import PATIENCE, World, refusing_port, request


@dataclass
class Peer:
    """The other side of one connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def write(self, data: bytes) -> None:
        self.writer.write(data)

    async def reads(self, data: bytes) -> None:
        async with asyncio.timeout(PATIENCE):
            assert await self.reader.readexactly(len(data)) == data

    async def reads_to_the_end(self) -> bytes:
        async with asyncio.timeout(PATIENCE):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""


class Peers:
    """A server that holds what connects to it."""

    def __init__(self) -> None:
        self._arrived: asyncio.Queue[Peer] = asyncio.Queue()
        self._held: list[Peer] = []

    async def start(self, host: str) -> int:
        self._server = await asyncio.start_server(self._accept, host, 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def next(self) -> Peer:
        async with asyncio.timeout(PATIENCE):
            return await self._arrived.get()

    def waiting(self) -> int:
        return self._arrived.qsize()

    def stop(self) -> None:
        self._server.close()
        for peer in self._held:
            peer.writer.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._held.append(Peer(reader, writer))
        self._arrived.put_nowait(self._held[-1])


Open = Callable[..., Awaitable[TcpListener]]


@pytest.fixture(params=["127.0.0.1", "::1"], ids=["ipv4", "ipv6"])
def host(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def open_listener(host: str, world: World) -> AsyncIterator[Open]:
    opened: list[TcpListener] = []
    clock = Clock(asyncio.get_running_loop().call_later, world.on_error)

    async def make(limits: Limits = DEFAULT) -> TcpListener:
        made = TcpListener(listener(Transport.TCP, host, 0), world.upcalls, clock, limits)
        await made.open()
        opened.append(made)
        return made

    yield make
    for each in opened:
        await each.close()
    clock.close()


@pytest_asyncio.fixture
async def peers(host: str) -> AsyncIterator[Peers]:
    made = Peers()
    made.port = await made.start(host)
    yield made
    made.stop()


_connected: list[Peer] = []


async def connect(to: TcpListener) -> Peer:
    _connected.append(Peer(*await asyncio.open_connection(to.listener.host, to.listener.port)))
    return _connected[-1]


@pytest_asyncio.fixture(autouse=True)
async def _hang_up() -> AsyncIterator[None]:
    yield
    for peer in _connected:
        peer.writer.transport.abort()
    _connected.clear()


def towards(sender: TcpListener, port: int, host: str | None = None) -> Flow:
    return Flow(sender.listener, sender.listener.host if host is None else host, port)


async def test_messages_arrive_whole_however_they_are_cut(open_listener: Open, world: World) -> None:
    peer = await connect(await open_listener())
    first, second = request("INVITE", "1"), request("OPTIONS", "2")
    stream = first + second
    for at in range(0, len(stream), 7):
        peer.write(stream[at : at + 7])
        await peer.writer.drain()
    assert await world.hears(2) == [first, second]
    flow = world.received[0][1]
    assert (flow.host, flow.port) == peer.writer.get_extra_info("sockname")[:2]


async def test_an_answer_takes_the_connection_its_request_came_on(open_listener: Open, world: World) -> None:
    """RFC 3261 18.2.2."""
    tcp = await open_listener()
    peer = await connect(tcp)
    peer.write(request("OPTIONS", "1"))
    await world.hears(1)
    tcp.transmit(b"SIP/2.0 200 OK\r\n\r\n", world.received[0][1])
    await peer.reads(b"SIP/2.0 200 OK\r\n\r\n")


async def test_an_open_connection_is_used_again_by_address(open_listener: Open, world: World, peers: Peers) -> None:
    tcp = await open_listener()
    flow = towards(tcp, peers.port)
    tcp.transmit(b"one", flow)
    tcp.transmit(b"two", flow)
    peer = await peers.next()
    await peer.reads(b"onetwo")
    tcp.transmit(b"three", towards(tcp, peers.port))
    await peer.reads(b"three")
    assert peers.waiting() == 0
    peer.write(request("OPTIONS", "1"))
    assert await world.hears(1) == [request("OPTIONS", "1")]
    assert tcp.connections == 1


async def test_nothing_overtakes_what_waits_for_a_connection(open_listener: Open, peers: Peers) -> None:
    tcp = await open_listener()
    flow = towards(tcp, peers.port)
    tcp.transmit(b"INVITE,", flow)
    await until(lambda: tcp.connections == 1)
    tcp.transmit(b"CANCEL", flow)
    await (await peers.next()).reads(b"INVITE,CANCEL")


@pytest.mark.parametrize("host", ["::1"])
async def test_an_ipv6_address_is_the_same_in_every_spelling(open_listener: Open, peers: Peers) -> None:
    tcp = await open_listener()
    tcp.transmit(b"one", towards(tcp, peers.port, "0:0:0:0:0:0:0:1"))
    peer = await peers.next()
    await peer.reads(b"one")
    tcp.transmit(b"two", towards(tcp, peers.port, "0::01"))
    await peer.reads(b"two")


async def test_our_side_of_a_connection_we_open_is_the_listening_address(open_listener: Open, peers: Peers) -> None:
    tcp = await open_listener()
    tcp.transmit(b"one", towards(tcp, peers.port))
    peer = await peers.next()
    assert peer.writer.get_extra_info("peername")[0] == tcp.listener.host


async def test_a_refused_connection_fails_every_message_that_waits(open_listener: Open, world: World) -> None:
    """RFC 3261 18.4."""
    tcp = await open_listener()
    flow = towards(tcp, refusing_port(tcp.listener.host, socket.SOCK_STREAM))
    tcp.transmit(b"one", flow)
    tcp.transmit(b"two", flow)
    assert world.failed == []
    assert await world.fails(2) == [b"one", b"two"]
    assert [failed for _, failed in world.failed] == [flow, flow]


@pytest.mark.parametrize(("to", "port"), [("sip.example.com", 5060), ("", 5060), (None, 0), (None, 70000)])
async def test_what_is_no_address_fails_and_is_never_looked_up(
    open_listener: Open, world: World, to: str | None, port: int
) -> None:
    tcp = await open_listener()
    tcp.transmit(b"one", towards(tcp, port, to))
    assert await world.fails(1) == [b"one"]


async def test_a_closed_connection_is_opened_anew(open_listener: Open, world: World, peers: Peers) -> None:
    tcp = await open_listener()
    tcp.transmit(b"one", towards(tcp, peers.port))
    peer = await peers.next()
    await peer.reads(b"one")
    peer.write(request("OPTIONS", "1"))
    peer.writer.close()
    await world.hears(1)
    await until(lambda: tcp.connections == 0)
    tcp.transmit(b"two", world.received[0][1])
    await (await peers.next()).reads(b"two")


async def test_what_a_lost_connection_swallowed_has_failed(open_listener: Open, world: World, peers: Peers) -> None:
    tcp = await open_listener()
    tcp.transmit(b"one", towards(tcp, peers.port))
    peer = await peers.next()
    peer.writer.transport.abort()
    assert await world.fails(1) == [b"one"]


async def test_what_was_answered_before_the_connection_ended_has_not_failed(
    open_listener: Open, world: World, peers: Peers
) -> None:
    tcp = await open_listener()
    tcp.transmit(b"one", towards(tcp, peers.port))
    peer = await peers.next()
    peer.write(request("OPTIONS", "1"))
    await world.hears(1)
    peer.writer.transport.abort()
    tcp.transmit(b"two", towards(tcp, refusing_port(tcp.listener.host, socket.SOCK_STREAM)))
    assert await world.fails(1) == [b"two"]


async def test_a_ping_is_answered_with_a_pong(open_listener: Open, world: World) -> None:
    """RFC 5626 3.5.1."""
    peer = await connect(await open_listener())
    peer.write(b"\r\n\r\n")
    await peer.reads(b"\r\n")
    peer.write(request("OPTIONS", "1"))
    assert await world.hears(1) == [request("OPTIONS", "1")]


async def test_a_stream_that_cannot_be_split_is_answered_and_ended(open_listener: Open, world: World) -> None:
    peer = await connect(await open_listener())
    peer.write(request("OPTIONS", "1").replace(b"Content-Length: 0", b"Content-Length: -1"))
    answer = await peer.reads_to_the_end()
    assert answer.startswith(b"SIP/2.0 400 ")
    assert answer.count(b";tag=") == 2
    assert world.received == []


async def test_a_bad_ack_is_not_answered(open_listener: Open) -> None:
    peer = await connect(await open_listener())
    peer.write(request("ACK", "1").replace(b"Content-Length: 0", b"Content-Length: -1"))
    assert await peer.reads_to_the_end() == b""


@pytest.mark.parametrize("part", [b"", b"INVITE sip:bob"])
async def test_who_does_not_finish_a_message_in_time_is_hung_up_on(open_listener: Open, part: bytes) -> None:
    """RFC 4475 3.1.2.2; one who never begins is treated alike."""
    tcp = await open_listener(replace(DEFAULT, message=0.05))
    peer = await connect(tcp)
    peer.write(part)
    assert await peer.reads_to_the_end() == b""


async def test_a_half_message_behind_a_whole_one_has_its_own_time(open_listener: Open, world: World) -> None:
    tcp = await open_listener(replace(DEFAULT, message=0.05))
    peer = await connect(tcp)
    peer.write(request("OPTIONS", "1") + b"INVITE")
    await world.hears(1)
    assert await peer.reads_to_the_end() == b""


async def test_a_silent_connection_is_ended(open_listener: Open) -> None:
    tcp = await open_listener(replace(DEFAULT, idle=0.05))
    assert await (await connect(tcp)).reads_to_the_end() == b""


async def test_a_reader_that_is_too_slow_is_hung_up_on(open_listener: Open, world: World, peers: Peers) -> None:
    tcp = await open_listener(replace(DEFAULT, unsent=200_000))
    tcp.transmit(b"one", towards(tcp, peers.port))
    peer = await peers.next()
    await peer.reads(b"one")
    peer.writer.transport.pause_reading()
    message = request("MESSAGE", "1", size=60_000)
    while not world.failed:
        tcp.transmit(message, towards(tcp, peers.port))
        await turn()
    assert tcp.connections == 0


async def test_no_source_gets_more_than_its_share_of_connections(open_listener: Open, world: World) -> None:
    tcp = await open_listener(replace(DEFAULT, per_source=2))
    good = [await connect(tcp) for _ in range(2)]
    for peer in good:
        peer.write(request("OPTIONS", "1"))
    await world.hears(2)
    assert await (await connect(tcp)).reads_to_the_end() == b""
    good[0].writer.close()
    good[0].write(b"")
    await good[0].writer.wait_closed()
    await until(lambda: tcp.connections == 1)
    again = await connect(tcp)
    again.write(request("OPTIONS", "2"))
    assert (await world.hears(3))[2] == request("OPTIONS", "2")


async def test_there_is_an_end_to_connections_and_to_what_waits_for_one(
    open_listener: Open, world: World, peers: Peers
) -> None:
    tcp = await open_listener(replace(DEFAULT, connections=0))
    tcp.transmit(b"one", towards(tcp, peers.port))
    assert await world.fails(1) == [b"one"]
    assert await (await connect(tcp)).reads_to_the_end() == b""
    narrow = await open_listener(replace(DEFAULT, waiting=1))
    narrow.transmit(b"waits", towards(narrow, peers.port))
    narrow.transmit(b"too many", towards(narrow, peers.port))
    assert (await world.fails(2))[1] == b"too many"
    await (await peers.next()).reads(b"waits")


async def test_a_core_that_raises_keeps_the_connection(open_listener: Open, world: World) -> None:
    bug = RuntimeError("a bug")

    def receive(data: bytes, flow: Flow) -> None:
        raise bug

    world.receive = receive  # type: ignore[method-assign]
    peer = await connect(await open_listener())
    peer.write(request("OPTIONS", "1"))
    await world.until(lambda: world.errors == [bug])
    peer.write(b"\r\n\r\n")
    await peer.reads(b"\r\n")


async def test_closing_ends_everything(open_listener: Open, world: World, peers: Peers) -> None:
    tcp = await open_listener()
    peer = await connect(tcp)
    peer.write(request("OPTIONS", "1"))
    await world.hears(1)
    tcp.transmit(b"waits", towards(tcp, peers.port))
    await tcp.close()
    assert await peer.reads_to_the_end() == b""
    assert await world.fails(1) == [b"waits"]
    with pytest.raises(OSError):
        await connect(tcp)


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop go round until ``condition`` holds, which no event tells."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await turn()


async def turn() -> None:
    """Let the loop go round once."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(done.set_result, None)
    await done
