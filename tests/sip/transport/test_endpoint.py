"""All sockets together, on both loops."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
import pytest_asyncio

from sip.addressing import Flow, Transport, listener
from sip.transport.clock import Clock
from sip.transport.endpoint import Endpoint
from sip.transport.listening import ListenError
from tests.sip.transport.conftest import World, request

UDP, TCP, TLS = Transport.UDP, Transport.TCP, Transport.TLS


@dataclass
class Time:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


Make = Callable[[World], Endpoint]


@pytest_asyncio.fixture
async def make(time: Time) -> AsyncIterator[Make]:
    made: list[Endpoint] = []

    def make(world: World) -> Endpoint:
        clock = Clock(asyncio.get_running_loop().call_later, world.on_error)
        made.append(Endpoint(world.receive, world.on_failure, world.on_error, clock, monotonic=time))
        return made[-1]

    yield make
    for each in made:
        await each.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("transport", [UDP, TCP])
async def test_messages_go_to_and_fro(make: Make, world: World, transport: Transport, host: str) -> None:
    home = World()
    alice, bob = make(home), make(world)
    (here,) = await alice.open([listener(transport, host, 0)])
    (there,) = await bob.open([listener(transport, host, 0, "sip.example.com")])
    assert there.port != 0
    assert there.sent_by == f"sip.example.com:{there.port}"
    alice.transmit(request("INVITE", "1"), Flow(here, host, there.port))
    assert await world.hears(1) == [request("INVITE", "1")]
    flow = world.received[0][1]
    assert flow.listener is there
    bob.transmit(b"SIP/2.0 100 Trying\r\nContent-Length: 0\r\n\r\n", flow)
    assert await home.hears(1) == [b"SIP/2.0 100 Trying\r\nContent-Length: 0\r\n\r\n"]


async def test_a_listener_with_its_port_stays_the_one_that_was_given(make: Make, world: World) -> None:
    endpoint = make(world)
    (probe,) = await endpoint.open([listener(UDP, "127.0.0.1", 0)])
    await endpoint.close()
    given = listener(UDP, "127.0.0.1", probe.port)
    assert (await endpoint.open([given]))[0] is given
    assert endpoint.listeners == (given,)


@pytest.mark.parametrize("transport", [UDP, TCP])
async def test_a_port_in_use_is_one_clear_line_and_leaves_nothing_open(
    make: Make, world: World, transport: Transport
) -> None:
    (taken,) = await make(World()).open([listener(transport, "127.0.0.1", 0)])
    endpoint = make(world)
    with pytest.raises(ListenError) as caught:
        await endpoint.open([listener(UDP, "127.0.0.2", 0), taken])
    assert str(caught.value) == (
        f"cannot listen on {transport.value}:127.0.0.1:{taken.port}: the port is in use by another program"
    )
    assert caught.value.listener is taken
    assert endpoint.listeners == ()


@pytest.mark.parametrize("transport", [UDP, TCP])
@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
async def test_an_address_of_another_machine_is_named(
    make: Make, world: World, transport: Transport, host: str
) -> None:
    with pytest.raises(ListenError, match=r"this address is not one of this machine's$"):
        await make(world).open([listener(transport, host, 0)])


async def test_a_transport_that_is_not_there_yet_is_named(make: Make, world: World) -> None:
    endpoint = make(world)
    with pytest.raises(ListenError, match=r"^cannot listen on tls:127\.0\.0\.1:5061: tls is not served yet$"):
        await endpoint.open([listener(UDP, "127.0.0.1", 0), listener(TLS, "127.0.0.1", 5061)])
    assert endpoint.listeners == ()


async def test_a_flow_of_a_listener_that_is_not_open_fails_later(make: Make, world: World) -> None:
    endpoint = make(world)
    endpoint.transmit(b"x", Flow(listener(UDP, "127.0.0.1", 5060), "127.0.0.1", 5060))
    assert world.failed == []
    assert await world.fails(1) == [b"x"]


async def test_a_destination_takes_the_listener_of_its_transport_and_family(make: Make, world: World) -> None:
    endpoint = make(world)
    udp, udp6, tcp = await endpoint.open(
        [listener(UDP, "127.0.0.1", 0), listener(UDP, "::1", 0), listener(TCP, "127.0.0.1", 0)]
    )
    assert endpoint.listener_for(UDP, "198.51.100.1") is udp
    assert endpoint.listener_for(UDP, "2001:db8::1") is udp6
    assert endpoint.listener_for(TCP, "198.51.100.1") is tcp
    assert endpoint.listener_for(TCP, "2001:db8::1") is None
    assert endpoint.listener_for(TLS, "198.51.100.1") is None


async def test_of_several_listeners_the_one_is_taken_that_the_kernel_would_send_from(
    make: Make, world: World, monkeypatch: pytest.MonkeyPatch, time: Time
) -> None:
    """RFC 3261 18.1.1: otherwise the packets leave with an address that has no way there."""
    endpoint = make(world)
    first, second = await endpoint.open([listener(UDP, "127.0.0.2", 0), listener(UDP, "127.0.0.1", 0)])
    assert endpoint.listener_for(UDP, "127.0.0.9") is second
    assert endpoint.listener_for(UDP, "no address") is first
    routes: dict[str, str] = {"198.51.100.1": "127.0.0.1"}
    monkeypatch.setattr("sip.transport.endpoint._source_towards", routes.get)
    assert endpoint.listener_for(UDP, "198.51.100.1") is second
    routes["198.51.100.1"] = "127.0.0.2"
    assert endpoint.listener_for(UDP, "198.51.100.1") is second, "the kernel is not asked for every message"
    time.now += 11
    assert endpoint.listener_for(UDP, "198.51.100.1") is first


async def test_closed_means_that_the_ports_are_free(make: Make, world: World) -> None:
    endpoint = make(world)
    opened = await endpoint.open([listener(UDP, "127.0.0.1", 0), listener(TCP, "127.0.0.1", 0)])
    await endpoint.close()
    await endpoint.close()
    for each in opened:
        kind = socket.SOCK_DGRAM if each.transport is UDP else socket.SOCK_STREAM
        with socket.socket(socket.AF_INET, kind) as sock:
            sock.bind((each.host, each.port))


async def test_what_was_dropped_is_counted(make: Make, world: World) -> None:
    endpoint = make(world)
    await endpoint.open([listener(UDP, "127.0.0.1", 0), listener(TCP, "127.0.0.1", 0)])
    assert endpoint.dropped == 0
