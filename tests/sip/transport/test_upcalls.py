"""The calls into the core, and what happens to a transport when they raise: nothing."""

from sip.addressing import Flow, Transport, listener
from sip.transport.upcalls import Upcalls
from tests.sip.transport.conftest import World

FLOW = Flow(listener(Transport.UDP, "127.0.0.1", 5060), "192.0.2.1", 5060)
BUG = RuntimeError("a bug")


def broken(data: bytes, flow: Flow) -> None:
    raise BUG


def test_a_message_is_delivered_at_once(world: World) -> None:
    world.upcalls.deliver(b"x", FLOW)
    assert world.received == [(b"x", FLOW)]


def test_a_core_that_raises_at_a_message_is_reported(world: World) -> None:
    Upcalls(broken, world.on_failure, world.on_error).deliver(b"x", FLOW)
    assert world.errors == [BUG]


async def test_a_failure_is_told_in_a_later_turn(world: World) -> None:
    """The core may be in the middle of sending."""
    world.upcalls.fail(b"x", FLOW)
    assert world.failed == []
    assert await world.fails(1) == [b"x"]


async def test_a_core_that_raises_at_a_failure_is_reported(world: World) -> None:
    Upcalls(world.receive, broken, world.on_error).fail(b"x", FLOW)
    await world.until(lambda: world.errors == [BUG])
