"""Sockets of the cast."""

import asyncio
import socket

import pytest

from cordboard.demo.wire import Wire
from sip.addressing import Flow, Transport, listener
from sip.timers import T1
from tests.messages import request


def wire(company, name="one", host="127.0.0.1", port=0) -> Wire:
    return Wire(name, host, port, company.clock, company.trace, company.bugs.append)


async def test_a_port_that_is_taken_is_exchanged_for_a_free_one(company):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        made = wire(company, port=taken.getsockname()[1])
        assert made.port not in (0, taken.getsockname()[1])
        made.close()


async def test_a_free_port_is_taken(company):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        free = sock.getsockname()[1]
    made = wire(company, port=free)
    assert made.address == ("127.0.0.1", free)
    assert company.trace.name(made.address) == "one"
    made.close()


async def test_an_address_of_somebody_else_cannot_be_had(company):
    with pytest.raises(OSError):
        wire(company, host="192.0.2.1")


async def test_messages_are_traced_as_they_leave_and_as_they_come(company):
    one, two = wire(company), wire(company, "two")
    came: asyncio.Future = asyncio.get_running_loop().create_future()
    two.receive = lambda message, flow: came.set_result((message.method, flow.port))
    one.transmit(request("OPTIONS", via="127.0.0.1:5060").encode(), one.flow(two.address))
    assert await asyncio.wait_for(came, 5) == ("OPTIONS", one.port)
    assert [(each.sender, each.receiver) for each in company.trace.sightings] == [("one", "two")] * 2
    one.close()
    two.close()


async def test_what_is_no_message_is_not_received(company):
    """The next message is."""
    one = wire(company)
    came: asyncio.Future = asyncio.get_running_loop().create_future()
    one.receive = lambda message, flow: came.set_result(message.method)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"this is no SIP message\r\n\r\n", one.address)
        sock.sendto(request("OPTIONS", via="127.0.0.1:5060").encode(), one.address)
    assert await asyncio.wait_for(came, 5) == "OPTIONS"
    one.close()


async def test_its_timers_are_those_of_the_clock(company):
    one = wire(company)
    fired: asyncio.Future = asyncio.get_running_loop().create_future()

    class Owner:
        def timer_fired(self, name: str, now: float) -> None:
            fired.set_result(name)

    one.start_timer(Owner(), "A", 0.01)
    assert await asyncio.wait_for(fired, T1 * 10) == "A"
    one.close()


async def test_there_are_no_names_to_look_up(company):
    one = wire(company)
    with pytest.raises(AssertionError):
        one.resolve("demo.example", None, None, lambda flows, now: None)
    assert one.flow(("127.0.0.1", 1)) == Flow(one.flow(("x", 1)).listener, "127.0.0.1", 1)
    assert one.flow(("x", 1)).listener.sent_by == listener(Transport.UDP, "127.0.0.1", one.port).sent_by
    one.close()
