"""Non-INVITE client transaction (RFC 3261 17.1.2)."""

from sip.message import Response
from sip.parser import parse
from sip.transaction.table import TransactionTable
from tests.ladder import RecordedPort, udp
from tests.messages import answer, request
from tests.sip.transaction.test_invite_client import TCP_HOP, User

BYE = request("BYE", branch="z9hG4bKbye", to_tag="b1")


def send(flow=None):
    port, user = RecordedPort(), User()
    table = TransactionTable(port)
    table.send("BYE", "z9hG4bKbye", BYE.encode(), flow or udp("198.51.100.1"), user)
    return port, user, table


def gets(table, port, status):
    response = parse(answer(BYE, status).encode())
    assert isinstance(response, Response)
    table.response_received(response, port.now)


def test_an_unanswered_request_is_repeated_up_to_every_four_seconds_until_timer_f():
    """Timer E: 0.5, 1, 2, then 4 s; timer F: 32 s. Sent at 0, .5, 1.5, 3.5, 7.5, …, 31.5."""
    port, user, table = send()
    port.pass_time(31.9)
    assert len(port.sent) == 11
    port.pass_time(0.2)
    assert user.told == ["timed out"]
    assert table.clients == {}


def test_after_a_provisional_answer_it_is_repeated_every_four_seconds():
    port, _, table = send()
    gets(table, port, 100)
    port.pass_time(0.5)
    assert len(port.sent) == 2
    port.pass_time(3.9)
    assert len(port.sent) == 2
    port.pass_time(0.2)
    assert len(port.sent) == 3


def test_the_final_answer_is_reported_once_and_repetitions_absorbed():
    port, user, table = send()
    gets(table, port, 200)
    gets(table, port, 200)
    assert user.told == [200]
    port.pass_time(5.1)
    assert table.clients == {}
    assert len(port.sent) == 1
    assert port.running() == []


def test_on_a_stream_it_ends_with_the_final_answer():
    port, user, table = send(TCP_HOP)
    port.pass_time(3)
    gets(table, port, 481)
    assert user.told == [481]
    assert len(port.sent) == 1
    assert table.clients == {}


def test_a_request_that_could_not_leave_is_reported():
    port, user, table = send()
    table.transport_failed("z9hG4bKbye", "BYE", port.now)
    assert user.told == ["not sent"]
