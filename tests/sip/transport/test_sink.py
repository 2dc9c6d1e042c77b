"""What is given up when the core is behind, and how that is known."""

import socket
from collections.abc import Iterator

import pytest

from sip.addressing import Transport, listener
from sip.transport.sink import BoundedSink, begins_something
from sip.transport.upcalls import Upcalls
from tests.sip.transport.conftest import World, request

UDP = listener(Transport.UDP, "127.0.0.1", 5060)
SENDER = ("192.0.2.7", 5070)

KEPT = {
    "a response": b"SIP/2.0 200 OK\r\nTo: <sip:b@x>\r\n\r\n",
    "ACK": request("ACK", "1"),
    "CANCEL": request("CANCEL", "1"),
    "BYE": request("BYE", "1", to_tag="x"),
    "re-INVITE": request("INVITE", "1", to_tag="x"),
    "compact form": b"BYE sip:a@b SIP/2.0\r\nt:<sip:b@x>;TAG=1\r\n\r\n",
    "white space": b"BYE sip:a@b SIP/2.0\r\nTO \t: <sip:b@x> ; tag = 1\r\n\r\n",
    "folded": b"BYE sip:a@b SIP/2.0\r\nTo: <sip:b@x>\r\n ;tag=1\r\n\r\n",
}
DROPPED = {
    "INVITE": request("INVITE", "1"),
    "REGISTER": request("REGISTER", "1"),
    "OPTIONS": request("OPTIONS", "1"),
    "From tag only": b"INVITE sip:a@b SIP/2.0\r\nFrom: <sip:c@x>;tag=1\r\nTo: <sip:b@x>\r\n\r\n",
    "To tag in the body": request("INVITE", "1") + b"\r\nTo : <sip:b@x>",
    "another header": b"INVITE sip:a@b SIP/2.0\r\nTo: <sip:b@x>\r\nTopic: ;tag=1\r\n\r\n",
    "rubbish": b"\x00" * 100,
}


@pytest.mark.parametrize("data", KEPT.values(), ids=KEPT)
def test_what_has_begun_is_kept(data: bytes) -> None:
    assert not begins_something(data)


@pytest.mark.parametrize("data", DROPPED.values(), ids=DROPPED)
def test_what_would_begin_may_go(data: bytes) -> None:
    assert begins_something(data)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def sock() -> Iterator[socket.socket]:
    """A bound socket with a receive buffer for a few messages."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
        made.setblocking(False)
        made.bind(("127.0.0.1", 0))
        yield made


@pytest.fixture
def sink(sock: socket.socket, world: World) -> BoundedSink:
    return BoundedSink(UDP, sock, world.upcalls)


def fill(sock: socket.socket) -> None:
    for _ in range(200):
        sock.sendto(b"x" * 900, sock.getsockname())


def empty(sock: socket.socket, share: float) -> None:
    """Read ``share`` of what is there."""
    waiting = []
    while True:
        try:
            waiting.append(sock.recv(2000))
        except BlockingIOError:
            break
    for data in waiting[int(len(waiting) * share) :]:
        sock.sendto(data, sock.getsockname())


def test_a_datagram_is_a_call_into_the_core(sink: BoundedSink, world: World) -> None:
    sink.put_nowait((request("INVITE", "1"), SENDER))
    data, flow = world.received[0]
    assert data == request("INVITE", "1")
    assert (flow.listener, flow.host, flow.port) == (UDP, *SENDER)


def test_a_full_buffer_costs_new_calls_only(sock: socket.socket, sink: BoundedSink, world: World) -> None:
    fill(sock)
    sink.measure()
    for data in (request("INVITE", "new"), request("BYE", "old", to_tag="x"), b"SIP/2.0 180 Ringing\r\n\r\n"):
        sink.put_nowait((data, SENDER))
    assert [data.split()[0] for data, _ in world.received] == [b"BYE", b"SIP/2.0"]
    assert sink.dropped == 1
    assert sink.kernel_drops() > 0


def test_new_calls_are_taken_again_when_most_of_the_buffer_is_read(
    sock: socket.socket, sink: BoundedSink, world: World
) -> None:
    fill(sock)
    sink.measure()
    empty(sock, 0.6)
    sink.measure()
    assert sink.behind, "between the two marks it stays as it was"
    empty(sock, 0.9)
    sink.measure()
    sink.put_nowait((request("INVITE", "new"), SENDER))
    assert len(world.received) == 1


def test_an_empty_buffer_is_not_behind(sink: BoundedSink) -> None:
    sink.measure()
    assert not sink.behind


def test_a_core_that_raises_is_reported_and_does_not_end_the_reading(sock: socket.socket) -> None:
    bug = RuntimeError("a bug")
    world = World()

    def receive(data: bytes, flow: object) -> None:
        raise bug

    BoundedSink(UDP, sock, Upcalls(receive, world.on_failure, world.on_error)).put_nowait(
        (request("INVITE", "1"), SENDER)
    )
    assert world.errors == [bug]


def test_a_sender_is_remembered_and_so_are_not_all_senders_of_a_day(sink: BoundedSink, world: World) -> None:
    """A flood from forged addresses must not fill the memory."""
    sink.put_nowait((b"xxxxx", SENDER))
    sink.put_nowait((b"xxxxx", SENDER))
    assert world.received[0][1] is world.received[1][1]
    for port in range(1, 20_000):
        sink.put_nowait((b"xxxxx", ("192.0.2.8", port)))
    assert len(sink._flows) <= 8192
    assert world.received[-1][1].port == 19_999


def test_the_end_of_the_socket_is_no_message(sink: BoundedSink, world: World) -> None:
    sink.put_nowait((None, SENDER))
    assert world.received == []
