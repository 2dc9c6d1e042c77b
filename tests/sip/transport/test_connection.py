"""One stream connection against a transport that is played; the wire itself is in test_tcp."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from sip.addressing import Transport, listener
from sip.transport.clock import Clock
from sip.transport.connection import DEFAULT, Connection
from tests.sip.transport.conftest import World, request
from tests.sip.transport.test_clock import Time

TCP = listener(Transport.TCP, "127.0.0.1", 5060)
LIMITS = replace(DEFAULT, idle=600.0, message=32.0, unsent=1000)


class NoSocket:
    def setsockopt(self, level: int, option: int, value: int) -> None:
        pass


@dataclass
class Wire(asyncio.Transport):
    """A transport that keeps what is written. ``peer`` is None when the other side is gone before we look."""

    peer: tuple[str, int] | None = ("192.0.2.1", 40000)
    written: bytes = b""
    stuck: int = 0
    closing: bool = False
    aborted: bool = False

    def get_extra_info(self, name: str, default: object = None) -> object:
        return {"peername": self.peer, "socket": NoSocket()}[name]

    def write(self, data: bytes) -> None:  # type: ignore[override]
        self.written += data

    def get_write_buffer_size(self) -> int:
        return self.stuck

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def abort(self) -> None:
        self.closing = self.aborted = True


@dataclass
class Owner:
    welcome: bool = True
    lost: list[Connection] = field(default_factory=list)

    def opened(self, connection: Connection) -> bool:
        return self.welcome


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def owner() -> Owner:
    return Owner()


Make = Callable[..., Connection]


@pytest.fixture
def make(world: World, time: Time, owner: Owner) -> Make:
    clock = Clock(time.call_later, world.on_error, monotonic=time.monotonic, wall=time.wall)

    def make(wire: Wire, *, accepted: bool = True) -> Connection:
        made = Connection(TCP, world.upcalls, clock, LIMITS, owner.opened, owner.lost.append, accepted=accepted)
        made.connection_made(wire)
        return made

    return make


def test_its_flow_names_the_other_side_and_itself(make: Make) -> None:
    connection = make(Wire())
    flow = connection.flow
    assert (flow.listener, flow.host, flow.port, flow.connection) == (TCP, "192.0.2.1", 40000, connection)


@pytest.mark.parametrize("octets", [1, 2, 3, 1000])
def test_the_same_messages_come_out_however_the_stream_is_cut(make: Make, world: World, octets: int) -> None:
    connection = make(wire := Wire())
    messages = [request("INVITE", "1"), request("ACK", "1"), b"SIP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nab"]
    stream = b"\r\n\r\n".join(messages)
    for at in range(0, len(stream), octets):
        connection.data_received(stream[at : at + octets])
    assert [data for data, _ in world.received] == messages
    assert wire.written == b"\r\n" * 2


def test_an_unwelcome_connection_ends_at_once(make: Make, owner: Owner, time: Time) -> None:
    owner.welcome = False
    make(wire := Wire())
    assert wire.aborted
    assert time.waiting() == []


def test_one_that_was_reset_before_we_looked_ends_quietly(make: Make, owner: Owner) -> None:
    connection = make(wire := Wire(peer=None))
    assert wire.aborted
    connection.connection_lost(None)
    assert owner.lost == [connection]


def test_an_unfinished_message_has_32_seconds_from_its_first_octet(make: Make, time: Time) -> None:
    connection = make(wire := Wire())
    connection.data_received(request("OPTIONS", "1") + b"INV")
    for _ in range(31):
        time.pass_by(1.0)
        connection.data_received(b"x")
    assert not wire.aborted
    time.pass_by(1.5)
    assert wire.aborted


def test_a_stream_that_never_pauses_may_go_on(make: Make, time: Time) -> None:
    """Each message has its own time."""
    connection = make(wire := Wire())
    message = request("OPTIONS", "1")
    for _ in range(20):
        connection.data_received(message[10:] if _ else message)
        connection.data_received(message[:10])
        time.pass_by(10.0)
    assert not wire.aborted


def test_who_connects_and_says_nothing_has_32_seconds_but_whom_we_connect_to_has_not(make: Make, time: Time) -> None:
    make(stranger := Wire())
    make(carrier := Wire(), accepted=False)
    time.pass_by(33.0)
    assert (stranger.aborted, carrier.aborted) == (True, False)
    time.pass_by(600.0)
    assert carrier.aborted


def test_a_ping_keeps_a_connection(make: Make, time: Time) -> None:
    connection = make(wire := Wire())
    for _ in range(20):
        connection.data_received(b"\r\n\r\n")
        time.pass_by(120.0)
    assert not wire.aborted
    time.pass_by(1200.0)
    assert wire.aborted


async def test_too_much_that_nobody_reads_ends_the_connection_and_has_failed(make: Make, world: World) -> None:
    connection = make(wire := Wire())
    assert connection.send(b"one")
    wire.stuck = 1001
    assert connection.send(b"two")
    assert wire.aborted
    assert not connection.send(b"three"), "another connection must be found"
    connection.connection_lost(None)
    assert await world.fails(2) == [b"one", b"two"]


async def test_only_what_was_written_since_the_other_side_was_heard_has_failed(make: Make, world: World) -> None:
    """RFC 3261 18.4."""
    connection = make(Wire())
    connection.send(b"one")
    connection.data_received(b"\r\n")
    connection.send(b"two")
    connection.connection_lost(ConnectionResetError())
    assert await world.fails(1) == [b"two"]


def test_a_lost_connection_stops_its_timers(make: Make, time: Time) -> None:
    connection = make(wire := Wire())
    connection.connection_lost(None)
    time.pass_by(700.0)
    assert not wire.aborted
    assert time.waiting() == []
