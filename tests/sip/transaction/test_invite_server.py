"""INVITE server transaction (RFC 3261 17.2.1, RFC 6026 7.1)."""

from collections.abc import Callable

import pytest

from sip.addressing import Transport, listener
from sip.message import Request
from sip.parser import parse
from sip.transaction.invite_server import InviteServerTransaction
from sip.transaction.key import server_key
from sip.transaction.states import State
from sip.transaction.table import TransactionTable
from tests.ladder import RecordedPort, udp
from tests.messages import request

CALLER = udp("192.0.2.1")
BUSY = b"SIP/2.0 486 Busy Here\r\n\r\n"
OK = b"SIP/2.0 200 OK\r\n\r\n"
TRYING = b"SIP/2.0 100 Trying\r\n\r\n"


@pytest.fixture
def port() -> RecordedPort:
    return RecordedPort()


Make = Callable[..., InviteServerTransaction]


@pytest.fixture
def make(port: RecordedPort) -> Make:
    def build(flow=CALLER) -> InviteServerTransaction:
        invite = parse(request().encode())
        assert isinstance(invite, Request)
        made = TransactionTable(port).new_server(server_key(invite), invite, flow)
        assert isinstance(made, InviteServerTransaction)
        return made

    return build


def sent(port: RecordedPort) -> list[bytes]:
    out = [data for data, _ in port.sent]
    port.sent.clear()
    return out


def test_a_repeated_invite_gets_the_last_provisional_again(port, make):
    """17.2.1: it MUST retransmit the most recent provisional response."""
    server = make()
    server.request_received()
    assert sent(port) == []
    server.respond(100, TRYING)
    server.request_received()
    assert sent(port) == [TRYING, TRYING]


def test_a_failure_is_repeated_with_growing_pauses_until_acknowledged(port, make):
    """Timer G: T1, 2 T1, 4 T1 = T2, T2."""
    server = make()
    server.respond(486, BUSY)
    assert len(sent(port)) == 1
    for pause in (0.5, 1.0, 2.0, 4.0, 4.0):
        port.pass_time(pause - 0.01)
        assert sent(port) == []
        port.pass_time(0.01)
        assert sent(port) == [BUSY]
    assert server.ack_received()
    port.pass_time(4.9)
    assert sent(port) == []
    assert server.state is State.CONFIRMED
    port.pass_time(0.2)
    assert server.state is State.TERMINATED


def test_a_failure_never_acknowledged_ends_after_timer_h(port, make):
    server = make()
    server.respond(486, BUSY)
    port.pass_time(31.9)
    assert server.state is State.COMPLETED
    port.pass_time(0.2)
    assert server.state is State.TERMINATED
    assert server.host.servers == {}
    assert port.running() == []


def test_after_2xx_repetitions_are_absorbed_and_more_2xx_pass(port, make):
    """RFC 6026 7.1: Accepted until timer L."""
    server = make()
    server.respond(200, OK)
    server.request_received()
    server.respond(200, OK)
    assert sent(port) == [OK, OK]
    server.respond(486, BUSY)
    assert sent(port) == []
    assert not server.ack_received()
    port.pass_time(32.1)
    assert server.state is State.TERMINATED


def test_a_2xx_behind_a_failure_still_passes(port, make):
    """16.7 step 5: a 2xx to INVITE is forwarded even after another final response."""
    server = make()
    server.respond(487, BUSY)
    server.respond(200, OK)
    assert sent(port) == [BUSY, OK]


def test_on_a_stream_nothing_is_repeated(port, make):
    server = make(udp("192.0.2.1", local=listener(Transport.TCP, "192.0.2.100", 5060)))
    server.respond(486, BUSY)
    port.pass_time(20)
    assert sent(port) == [BUSY]
    server.ack_received()
    assert server.state is State.TERMINATED
