"""Non-INVITE server transaction (RFC 3261 17.2.2, RFC 4320)."""

from sip.addressing import Transport, listener
from sip.message import Request
from sip.parser import parse
from sip.transaction.key import server_key
from sip.transaction.non_invite_server import NonInviteServerTransaction
from sip.transaction.table import TransactionTable
from tests.ladder import RecordedPort, udp
from tests.messages import request

OK = b"SIP/2.0 200 OK\r\n\r\n"


def make(flow=None):
    port = RecordedPort()
    table = TransactionTable(port)
    message = parse(request("MESSAGE").encode())
    assert isinstance(message, Request)
    server = table.new_server(server_key(message), message, flow or udp("192.0.2.1"))
    assert isinstance(server, NonInviteServerTransaction)
    return port, table, server


def test_a_repeated_request_gets_the_same_final_answer_until_timer_j():
    port, table, server = make()
    server.request_received()
    assert port.sent == []
    server.respond(200, OK)
    port.pass_time(31.9)
    server.request_received()
    assert [data for data, _ in port.sent] == [OK, OK]
    port.pass_time(0.2)
    assert table.servers == {}


def test_no_provisional_and_no_second_final_answer_leaves():
    """RFC 4320 4.1."""
    port, _, server = make()
    server.respond(180, b"SIP/2.0 180 Ringing\r\n\r\n")
    server.respond(200, OK)
    server.respond(500, b"SIP/2.0 500 No\r\n\r\n")
    assert [data for data, _ in port.sent] == [OK]


def test_on_a_stream_it_ends_with_the_answer():
    _, table, server = make(udp("192.0.2.1", local=listener(Transport.TCP, "192.0.2.100", 5060)))
    server.respond(200, OK)
    assert table.servers == {}


def test_without_an_answer_repetitions_are_swallowed_for_a_while():
    """RFC 4320 4.2: no 408."""
    port, table, server = make()
    server.end_unanswered()
    server.request_received()
    assert port.sent == []
    port.pass_time(32.1)
    assert table.servers == {}
