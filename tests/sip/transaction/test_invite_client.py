"""INVITE client transaction (RFC 3261 17.1.1, RFC 6026 7.2)."""

import pytest

from sip.addressing import Flow, Transport, listener
from sip.message import Response
from sip.parser import parse
from sip.transaction.states import State
from sip.transaction.table import TransactionTable
from tests.ladder import RecordedPort, start_line, udp
from tests.messages import answer, field, fields, request

NEXT_HOP = udp("198.51.100.1")
TCP_HOP = udp("198.51.100.1", local=listener(Transport.TCP, "192.0.2.100", 5060))
INVITE = request(branch="z9hG4bKone", extra=["Route: <sip:198.51.100.9;lr>"])


class User:
    """Writes down what a transaction reports."""

    def __init__(self) -> None:
        self.told: list[int | str] = []

    def response_received(self, response: Response, now: float) -> None:
        self.told.append(response.status)

    def timed_out(self, now: float) -> None:
        self.told.append("timed out")

    def transport_failed(self, now: float) -> None:
        self.told.append("not sent")


class Sent:
    def __init__(self, flow: Flow = NEXT_HOP) -> None:
        self.port = RecordedPort()
        self.user = User()
        self.table = TransactionTable(self.port)
        self.client = self.table.send("INVITE", "z9hG4bKone", INVITE.encode(), flow, self.user)

    def gets(self, status: int, to_tag: str = "b1") -> None:
        response = parse(answer(INVITE, status, to_tag=to_tag).encode())
        assert isinstance(response, Response)
        assert self.table.response_received(response, self.port.now)

    def lines(self) -> list[str]:
        out = [start_line(data) for data, _ in self.port.sent]
        self.port.sent.clear()
        return out


INVITE_LINE = "INVITE sip:431700@sip.example SIP/2.0"
ACK_LINE = "ACK sip:431700@sip.example SIP/2.0"


def test_an_unanswered_invite_is_repeated_with_doubling_pauses_until_timer_b():
    """Timer A: 0.5, 1, 2, 4, 8, 16 s; timer B: 32 s."""
    sent = Sent()
    sent.port.pass_time(31.9)
    assert sent.lines() == [INVITE_LINE] * 7
    sent.port.pass_time(0.2)
    assert sent.user.told == ["timed out"]
    assert sent.table.clients == {}
    assert sent.port.running() == []


def test_a_provisional_answer_ends_the_repetitions():
    sent = Sent()
    sent.gets(100)
    sent.gets(180)
    sent.port.pass_time(60)
    assert sent.lines() == [INVITE_LINE]
    assert sent.user.told == [100, 180]


def test_a_failure_is_acknowledged_hop_by_hop_and_each_repetition_again():
    """17.1.1.3: same Request-URI, Via, From, Call-ID and Route; To from the answer."""
    sent = Sent()
    sent.port.sent.clear()
    sent.gets(486)
    sent.gets(486)
    (first, flow), (second, _) = sent.port.sent
    assert first == second
    assert flow is NEXT_HOP
    assert start_line(first) == ACK_LINE
    assert fields(first, "Via") == fields(INVITE, "Via")
    assert field(first, "To").endswith(";tag=b1")
    assert field(first, "CSeq") == "1 ACK"
    assert fields(first, "Route") == ["<sip:198.51.100.9;lr>"]
    assert sent.user.told == [486]
    sent.port.pass_time(33)
    assert sent.client.state is State.TERMINATED


def test_every_2xx_is_reported_and_none_acknowledged_here():
    """RFC 6026 7.2: Accepted until timer M; the ACK comes end to end."""
    sent = Sent()
    sent.gets(200)
    sent.gets(200)
    sent.gets(200, to_tag="b2")
    sent.gets(486)
    assert sent.user.told == [200, 200, 200]
    assert sent.lines() == [INVITE_LINE]
    sent.port.pass_time(32.1)
    assert sent.table.clients == {}


def test_an_invite_that_could_not_leave_is_reported_once():
    sent = Sent()
    sent.table.transport_failed("z9hG4bKone", "INVITE", sent.port.now)
    sent.table.transport_failed("z9hG4bKone", "INVITE", sent.port.now)
    assert sent.user.told == ["not sent"]


def test_a_transport_error_after_an_answer_is_of_no_matter():
    sent = Sent()
    sent.gets(180)
    sent.table.transport_failed("z9hG4bKone", "INVITE", sent.port.now)
    assert sent.user.told == [180]


def test_on_a_stream_nothing_is_repeated_and_a_failure_ends_at_once():
    sent = Sent(TCP_HOP)
    sent.port.pass_time(10)
    sent.gets(486)
    assert sent.lines() == [INVITE_LINE, ACK_LINE]
    assert sent.table.clients == {}


@pytest.mark.parametrize("branch", ["z9hG4bKother", "z9hG4bKone"])
def test_a_response_of_another_branch_or_method_is_not_taken(branch):
    """17.1.3: the CANCEL's 200 must not complete the INVITE."""
    sent = Sent()
    method = "CANCEL" if branch == "z9hG4bKone" else "INVITE"
    other = parse(answer(request(method, branch=branch), 200).encode())
    assert isinstance(other, Response)
    assert not sent.table.response_received(other, sent.port.now)
    assert sent.user.told == []


@pytest.mark.parametrize(("status", "user_stays"), [(200, True), (486, False)])
def test_an_answered_transaction_lets_go_of_what_it_needs_no_more(status, user_stays):
    """It lives for another 32 s: more 2xx are told, and repeated failures only acknowledged."""
    sent = Sent()
    sent.gets(status)
    assert sent.client.data == b""
    assert (sent.client.user is sent.user) == user_stays
