"""UDP over real sockets of the loopback interface, on both loops."""

import asyncio
import errno
import socket
import time
from collections.abc import Callable, Iterator

import pytest
import pytest_asyncio

from sip.addressing import Flow, Transport, listener
from sip.transport.udp import UdpSocket
from sip.transport.upcalls import Upcalls
from tests.sip.transport.conftest import PATIENCE, World, refusing_port, request

Open = Callable[[World], UdpSocket]


@pytest_asyncio.fixture(params=["127.0.0.1", "::1"], ids=["ipv4", "ipv6"])
async def host(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def open_socket(host: str) -> Iterator[Open]:
    opened: list[UdpSocket] = []

    def make(world: World) -> UdpSocket:
        local = listener(Transport.UDP, host, 0)
        opened.append(UdpSocket(local, world.upcalls))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def towards(sender: UdpSocket, port: int, host: str | None = None) -> Flow:
    return Flow(sender.listener, sender.listener.host if host is None else host, port)


def refused(sender: UdpSocket) -> Flow:
    return towards(sender, refusing_port(sender.listener.host, socket.SOCK_DGRAM))


async def test_a_datagram_arrives_whole_with_the_address_it_came_from(open_socket: Open, world: World) -> None:
    alice, bob = open_socket(World()), open_socket(world)
    message = request("INVITE", "1", size=60_000)
    alice.transmit(message, towards(alice, bob.listener.port))
    assert await world.hears(1) == [message]
    flow = world.received[0][1]
    assert (flow.listener, flow.host, flow.port) == (bob.listener, alice.listener.host, alice.listener.port)


async def test_an_answer_goes_back_by_the_flow_that_came(open_socket: Open, world: World) -> None:
    home = World()
    alice, bob = open_socket(home), open_socket(world)
    alice.transmit(request("OPTIONS", "1"), towards(alice, bob.listener.port))
    await world.hears(1)
    bob.transmit(b"SIP/2.0 200 OK\r\n\r\n", world.received[0][1])
    assert await home.hears(1) == [b"SIP/2.0 200 OK\r\n\r\n"]


async def test_many_datagrams_at_once_arrive_in_order(open_socket: Open, world: World) -> None:
    alice, bob = open_socket(World()), open_socket(world)
    sent = [request("INVITE", str(number)) for number in range(300)]
    for message in sent:
        alice.transmit(message, towards(alice, bob.listener.port))
    assert await world.hears(300) == sent


async def test_a_refused_port_is_reported_once_for_exactly_that_datagram(open_socket: Open, world: World) -> None:
    """RFC 3261 18.4; more octets than an ICMP error quotes come back whole."""
    alice, bob = open_socket(world), open_socket(World())
    gone = refused(alice)
    alice.transmit(request("INVITE", "before"), towards(alice, bob.listener.port))
    alice.transmit(request("INVITE", "gone", size=1400), gone)
    alice.transmit(request("INVITE", "after"), towards(alice, bob.listener.port))
    await world.fails(1)
    await settled(alice, world)
    assert world.failed == [(request("INVITE", "gone", size=1400), gone)]
    assert world.errors == []


async def test_sends_to_others_are_not_lost_between_refused_ones(open_socket: Open, world: World) -> None:
    """The kernel hands the error of one send to the next call on the socket, which is innocent."""
    neighbour = World()
    alice, bob = open_socket(world), open_socket(neighbour)
    gone = refused(alice)
    for number in range(100):
        alice.transmit(request("INVITE", f"gone{number}"), gone)
        alice.transmit(request("INVITE", f"good{number}"), towards(alice, bob.listener.port))
    await neighbour.hears(100)
    await world.fails(100)
    await settled(alice, world)
    assert [data for data, _ in neighbour.received] == [request("INVITE", f"good{n}") for n in range(100)]
    assert sorted(data for data, _ in world.failed) == sorted(request("INVITE", f"gone{n}") for n in range(100))


async def test_receiving_goes_on_while_sends_are_refused(open_socket: Open, world: World) -> None:
    alice, bob = open_socket(world), open_socket(World())
    gone = refused(alice)
    for number in range(50):
        alice.transmit(request("INVITE", f"gone{number}"), gone)
        bob.transmit(request("OPTIONS", f"in{number}"), towards(bob, alice.listener.port))
    await world.hears(50)
    await world.fails(50)
    assert len(world.received) == 50


async def test_a_refused_send_leaves_the_loop_idle(open_socket: Open, world: World) -> None:
    """An error queue that nobody empties makes the loop spin."""
    alice = open_socket(world)
    alice.transmit(request("INVITE", "gone"), refused(alice))
    await world.fails(1)
    before = time.thread_time()
    await idle(0.1)
    assert time.thread_time() - before < 0.03


async def test_a_datagram_that_is_too_long_fails_alone_and_leaves_the_loop_idle(
    open_socket: Open, world: World
) -> None:
    neighbour = World()
    alice, bob = open_socket(world), open_socket(neighbour)
    long = request("INVITE", "long", size=65_530)
    alice.transmit(long, towards(alice, bob.listener.port))
    alice.transmit(request("INVITE", "short"), towards(alice, bob.listener.port))
    assert await world.fails(1) == [long]
    assert await neighbour.hears(1) == [request("INVITE", "short")]
    before = time.thread_time()
    await idle(0.1)
    assert time.thread_time() - before < 0.03
    assert len(world.failed) == 1


@pytest.mark.parametrize(
    ("to", "port"),
    [("sip.example.com", 5060), ("192.0.2.300", 5060), ("", 5060), ("a\x00b", 5060), (None, 0), (None, 70000)],
)
async def test_what_is_no_address_fails_later_and_is_never_looked_up(
    open_socket: Open, world: World, to: str | None, port: int
) -> None:
    alice = open_socket(world)
    flow = towards(alice, port, to)
    alice.transmit(b"x", flow)
    assert world.failed == [], "not from inside transmit"
    await world.fails(1)
    assert world.failed == [(b"x", flow)]


async def test_an_address_of_the_other_family_fails(open_socket: Open, world: World, host: str) -> None:
    alice = open_socket(world)
    alice.transmit(b"x", towards(alice, 5060, "127.0.0.1" if ":" in host else "::1"))
    assert await world.fails(1) == [b"x"]


async def test_a_core_that_raises_keeps_its_socket(open_socket: Open, world: World) -> None:
    """Under uvloop an exception out of a protocol would close the transport."""
    bug = RuntimeError("a bug")
    bob_world = World()

    def receive(data: bytes, flow: Flow) -> None:
        bob_world.receive(data, flow)
        if len(bob_world.received) == 1:
            raise bug

    alice = open_socket(world)
    bob = UdpSocket(listener(Transport.UDP, alice.listener.host, 0), Upcalls(receive, world.on_failure, world.on_error))
    for number in range(2):
        alice.transmit(request("OPTIONS", str(number)), towards(alice, bob.listener.port))
    await bob_world.hears(2)
    assert world.errors == [bug]
    bob.close()


async def test_a_core_that_raises_when_told_of_a_failure_is_reported(open_socket: Open, world: World) -> None:
    bug = RuntimeError("a bug")
    alice = open_socket(world)

    def on_failure(data: bytes, flow: Flow) -> None:
        raise bug

    bob = UdpSocket(listener(Transport.UDP, alice.listener.host, 0), Upcalls(world.receive, on_failure, world.on_error))
    bob.transmit(request("INVITE", "gone"), refused(bob))
    await world.until(lambda: world.errors == [bug])
    bob.close()


async def test_a_core_may_close_the_socket_while_it_receives(open_socket: Open, world: World) -> None:
    alice = open_socket(world)
    bob_world = World()

    def receive(data: bytes, flow: Flow) -> None:
        bob_world.receive(data, flow)
        bob.close()

    bob = UdpSocket(listener(Transport.UDP, alice.listener.host, 0), Upcalls(receive, world.on_failure, world.on_error))
    for number in range(5):
        alice.transmit(request("OPTIONS", str(number)), towards(alice, bob.listener.port))
    await bob_world.hears(1)
    await idle(0.01)
    assert len(bob_world.received) == 1
    assert world.errors == []


async def test_the_port_is_free_again_after_close(open_socket: Open, world: World, host: str) -> None:
    port = open_socket(world).listener.port
    with pytest.raises(OSError) as caught:
        UdpSocket(listener(Transport.UDP, host, port), world.upcalls)
    assert caught.value.errno == errno.EADDRINUSE
    first = UdpSocket(listener(Transport.UDP, host, 0), world.upcalls)
    port = first.listener.port
    first.close()
    second = UdpSocket(listener(Transport.UDP, host, port), world.upcalls)
    assert second.listener.port == port
    second.close()


async def test_what_holds_a_nat_open_is_no_message(open_socket: Open, world: World) -> None:
    alice, bob = open_socket(World()), open_socket(world)
    for keep_alive in (b"\r\n\r\n", b"\r\n", b"\0", b"\0\0\0\0"):
        alice.transmit(keep_alive, towards(alice, bob.listener.port))
    alice.transmit(request("OPTIONS", "1"), towards(alice, bob.listener.port))
    assert await world.hears(1) == [request("OPTIONS", "1")]


async def test_an_icmp_error_that_does_not_quote_our_branch_is_not_believed(open_socket: Open, world: World) -> None:
    """Anyone may send us one; here a datagram too short to have a Via stands for a quote that is."""
    alice = open_socket(world)
    gone = refused(alice)
    alice.transmit(b"INVITE sip:bob@192.0.2.1 SIP/2.0\r\n", gone)
    alice.transmit(request("INVITE", "gone"), gone)
    await world.fails(1)
    await settled(alice, world)
    assert [data for data, _ in world.failed] == [request("INVITE", "gone")]


async def test_a_core_that_is_behind_loses_new_calls_and_nothing_else(open_socket: Open, world: World) -> None:
    alice, bob = open_socket(World()), open_socket(world)
    kept: list[bytes] = []
    new = 0
    while filled(bob) < 0.9:
        for _ in range(4):
            alice.transmit(request("INVITE", f"new{(new := new + 1)}", size=1400), towards(alice, bob.listener.port))
        kept.append(request("BYE", f"bye{new}", to_tag="x", size=1400))
        alice.transmit(kept[-1], towards(alice, bob.listener.port))
    await world.until(lambda: any(data == kept[-1] for data, _ in world.received))
    heard = [data for data, _ in world.received]
    assert [data for data in heard if data.startswith(b"BYE")] == kept
    assert bob.sink.dropped > 0
    assert len(heard) + bob.sink.dropped == new + len(kept)


def filled(udp: UdpSocket) -> float:
    """The share of the receive buffer in use."""
    used, size = udp.sink._memory()
    return used / size


async def settled(sender: UdpSocket, world: World) -> None:
    """Return when every ICMP error of earlier sends must have been reported: one more made its way since."""
    last = request("INVITE", "the-last")
    sender.transmit(last, refused(sender))
    await world.until(lambda: any(data == last for data, _ in world.failed))
    world.failed[:] = [each for each in world.failed if each[0] != last]


async def idle(seconds: float) -> None:
    """Let the loop run with nothing to do; what is measured is that it does nothing."""
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, done.set)
    async with asyncio.timeout(PATIENCE):
        await done.wait()
