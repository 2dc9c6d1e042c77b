"""The response context as ladders (RFC 3261 16.7-16.10)."""

from collections.abc import Sequence

import pytest

from sip.addressing import LocalAddresses
from sip.message import Request, Response
from sip.parser import parse
from sip.proxy.response_context import ResponseContext
from sip.proxy.route_information import RouteInformation
from sip.proxy.sender import Sender
from sip.proxy.target_set import Failure, Target, Verdict
from sip.tokens import Tokens
from sip.transaction.key import server_key
from sip.transaction.table import TransactionTable
from tests.ladder import UDP, Ladder, RecordedPort, udp
from tests.messages import answer, field, fields, request

CALLER = udp("192.0.2.1")
A = udp("198.51.100.1")
B = udp("198.51.100.2")
TO_A = "sip:43@198.51.100.1"
TO_B = "sip:43@198.51.100.2"


class Steps:
    """A target set whose steps are written down; fails over on these statuses."""

    def __init__(self, *steps: Sequence[Target], fail_over: Sequence[int] = (408, 503)) -> None:
        self.steps = list(steps)
        self.fail_over = fail_over
        self.failures: list[Failure] = []
        self.ended: list[int] = []

    def open(self, now: float) -> Sequence[Target]:
        return self.steps.pop(0) if self.steps else ()

    def judge(self, target: Target, failure: Failure, now: float) -> Verdict:
        self.failures.append(failure)
        return Verdict.NEXT if failure.status in self.fail_over else Verdict.STOP

    def exhausted(self) -> tuple[int, str]:
        return 503, "Service Unavailable"

    def finished(self, status: int, now: float) -> None:
        self.ended.append(status)


class Call:
    """One forwarded request on a recorded port."""

    def __init__(self, targets: Steps, method: str = "INVITE", total: float = 180.0) -> None:
        self.port = RecordedPort()
        self.table = TransactionTable(self.port)
        sender = Sender(self.port, self.table, LocalAddresses([UDP]), Tokens("t", b"key"), b"key")
        parsed = parse(request(method, "sip:43@sip.example").encode())
        assert isinstance(parsed, Request)
        server = self.table.new_server(server_key(parsed), parsed, CALLER)
        self.context = ResponseContext(sender, server, RouteInformation(parsed.uri, []), targets, total)
        self.targets = targets
        self.ladder = Ladder(self.port, self._receive)
        self.sends = self.ladder.sends
        self.is_quiet = self.ladder.is_quiet
        self.waits = self.ladder.waits
        self.context.start(self.port.now)

    def _receive(self, data: bytes, flow: object, now: float) -> None:
        response = parse(data)
        assert isinstance(response, Response)
        self.table.response_received(response, now)

    def gets(self, sent: bytes, status: int, to_tag: str = "b1", extra: Sequence[str] = ()) -> None:
        """``>>`` the target answers the copy it was sent."""
        self.ladder.receives(answer(sent, status, to_tag=to_tag, extra=extra), A)


def serial(**more) -> Steps:
    return Steps([Target(TO_A, **more)], [Target(TO_B, **more)])


def parallel() -> Steps:
    return Steps([Target(TO_A), Target(TO_B)], fail_over=range(300, 600))


def test_an_answered_call_passes_ringing_and_answer():
    call = Call(serial())
    invite = call.sends("INVITE sip:43@198.51.100.1", A)
    call.gets(invite, 100)
    call.is_quiet()
    call.gets(invite, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.gets(invite, 200)
    ok = call.sends("SIP/2.0 200", CALLER)
    assert len(fields(ok, "Via")) == 1
    call.is_quiet()
    assert call.targets.ended == [200]


def test_the_copy_is_record_routed_and_counted_down():
    """16.6 steps 3, 4 and 8."""
    invite = Call(serial()).sends("INVITE", A)
    assert field(invite, "Max-Forwards") == "69"
    assert field(invite, "Record-Route").startswith("<sip:192.0.2.100:5060;lr;cb=")
    assert fields(invite, "Via")[0].startswith("SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK")
    assert len(fields(invite, "Via")) == 2


def test_a_busy_carrier_is_told_to_the_caller_when_it_is_no_reason_to_fail_over():
    call = Call(serial())
    invite = call.sends("INVITE", A)
    call.gets(invite, 486)
    call.sends("ACK sip:43@198.51.100.1", A)
    call.sends("SIP/2.0 486", CALLER)
    call.is_quiet()


def test_a_failing_carrier_fails_over_without_telling_the_caller():
    call = Call(serial())
    invite = call.sends("INVITE", A)
    call.gets(invite, 503)
    call.sends("ACK", A)
    second = call.sends("INVITE sip:43@198.51.100.2", B)
    call.gets(second, 200)
    call.sends("SIP/2.0 200", CALLER)
    call.is_quiet()


def test_a_silent_carrier_is_left_after_its_patience_and_cancelled_when_it_wakes():
    call = Call(serial(silence=4.0))
    invite = call.sends("INVITE", A)
    call.waits(4.0)
    for _ in range(3):  # timer A at 0.5, 1.5 and 3.5 seconds
        call.sends("INVITE sip:43@198.51.100.1", A)
    second = call.sends("INVITE", B)
    call.gets(invite, 180)
    call.sends("CANCEL sip:43@198.51.100.1", A)
    call.is_quiet()
    call.gets(second, 200)
    call.sends("SIP/2.0 200", CALLER)


def test_a_carrier_that_answers_late_still_gets_the_call():
    """16.7 step 5: every 2xx passes; the branch that was tried instead is cancelled."""
    call = Call(serial(silence=0.4))
    invite = call.sends("INVITE", A)
    call.waits(0.4)
    second = call.sends("INVITE", B)
    call.gets(second, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.gets(invite, 200)
    call.sends("SIP/2.0 200", CALLER)
    call.sends("CANCEL", B)
    call.is_quiet()


def test_a_refused_port_fails_over_at_once():
    """16.9: a transport error counts as 503."""
    call = Call(serial())
    call.sends("INVITE", A)
    (client,) = call.table.clients.values()
    call.table.transport_failed(*client.key, call.port.now)
    call.sends("INVITE", B)
    call.is_quiet()


def test_when_nothing_answers_the_caller_gets_503():
    """R7.4."""
    call = Call(serial(silence=0.3))
    call.sends("INVITE", A)
    call.waits(0.3)
    call.sends("INVITE", B)
    call.waits(0.3)
    call.sends("SIP/2.0 503 Service Unavailable", CALLER)
    call.is_quiet()


def test_a_503_of_the_last_server_is_not_passed_on_as_503():
    """16.7 step 6: it would make the caller avoid us."""
    call = Call(Steps([Target(TO_A)]))
    invite = call.sends("INVITE", A)
    call.gets(invite, 503)
    call.sends("ACK", A)
    call.sends("SIP/2.0 500", CALLER)


def test_cancel_while_ringing_ends_the_branch_and_gives_487():
    """16.10."""
    call = Call(serial())
    invite = call.sends("INVITE", A)
    call.gets(invite, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.context.cancel(call.port.now)
    cancel = call.sends("CANCEL sip:43@198.51.100.1", A)
    assert fields(cancel, "Via") == fields(invite, "Via")[:1]
    assert field(cancel, "CSeq") == "1 CANCEL"
    call.gets(cancel, 200)
    call.gets(invite, 487)
    call.sends("ACK", A)
    call.sends("SIP/2.0 487", CALLER)
    call.is_quiet()


def test_cancel_before_any_answer_waits_for_the_first_provisional():
    """9.1: no CANCEL before a provisional answer."""
    call = Call(serial())
    invite = call.sends("INVITE", A)
    call.context.cancel(call.port.now)
    call.is_quiet()
    call.gets(invite, 100)
    call.sends("CANCEL", A)
    call.gets(invite, 487)
    call.sends("ACK", A)
    call.sends("SIP/2.0 487", CALLER)


def test_cancel_towards_a_dead_target_is_answered_all_the_same():
    call = Call(serial())
    call.sends("INVITE", A)
    call.context.cancel(call.port.now)
    call.waits(4.0)
    for _ in range(3):
        call.sends("INVITE sip:43@198.51.100.1", A)
    call.sends("SIP/2.0 487", CALLER)
    call.is_quiet()


def test_cancel_crossing_an_answer_lets_the_answer_pass():
    call = Call(serial())
    invite = call.sends("INVITE", A)
    call.gets(invite, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.context.cancel(call.port.now)
    call.sends("CANCEL", A)
    call.gets(invite, 200)
    call.sends("SIP/2.0 200", CALLER)
    call.is_quiet()


def test_the_first_phone_that_answers_silences_the_others():
    call = Call(parallel())
    first, second = call.sends("INVITE", A), call.sends("INVITE", B)
    call.gets(first, 180)
    call.gets(second, 180, to_tag="b2")
    call.sends("SIP/2.0 180", CALLER)
    call.sends("SIP/2.0 180", CALLER)
    call.gets(second, 200, to_tag="b2")
    call.sends("SIP/2.0 200", CALLER)
    call.sends("CANCEL", A)
    call.gets(first, 487)
    call.sends("ACK", A)
    call.is_quiet()
    assert call.targets.ended == [200]


def test_two_answers_both_reach_the_caller():
    """16.7 step 5, RFC 6026."""
    call = Call(parallel())
    first, second = call.sends("INVITE", A), call.sends("INVITE", B)
    call.gets(first, 200)
    call.gets(second, 200, to_tag="b2")
    assert "tag=b1" in field(call.sends("SIP/2.0 200", CALLER), "To")
    assert "tag=b2" in field(call.sends("SIP/2.0 200", CALLER), "To")


def test_a_6xx_ends_all_branches_and_is_sent_when_they_have_ended():
    """16.7 steps 5 and 6."""
    call = Call(parallel())
    first, second = call.sends("INVITE", A), call.sends("INVITE", B)
    call.gets(second, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.gets(first, 603)
    call.sends("ACK", A)
    call.sends("CANCEL", B)
    call.is_quiet()
    call.gets(second, 487)
    call.sends("ACK", B)
    call.sends("SIP/2.0 603", CALLER)
    call.is_quiet()


def test_challenges_of_several_branches_are_gathered():
    """16.7 step 7."""
    call = Call(parallel())
    first, second = call.sends("INVITE", A), call.sends("INVITE", B)
    call.gets(first, 407, extra=['Proxy-Authenticate: Digest realm="a"'])
    call.sends("ACK", A)
    call.gets(second, 401, extra=['WWW-Authenticate: Digest realm="b"'])
    call.sends("ACK", B)
    best = call.sends("SIP/2.0 40", CALLER)
    assert fields(best, "Proxy-Authenticate") == ['Digest realm="a"']
    assert fields(best, "WWW-Authenticate") == ['Digest realm="b"']


def test_timer_c_cancels_a_branch_that_rings_for_ever():
    """16.8; a later provisional answer starts it anew (16.7 step 2)."""
    call = Call(serial(), total=1000.0)
    invite = call.sends("INVITE", A)
    call.gets(invite, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.waits(100)
    call.gets(invite, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.waits(180)
    call.is_quiet()
    call.waits(2)
    call.sends("CANCEL", A)


def test_the_total_time_ends_a_call_that_nobody_answers():
    """R7.3."""
    call = Call(serial(), total=60.0)
    invite = call.sends("INVITE", A)
    call.gets(invite, 180)
    call.sends("SIP/2.0 180", CALLER)
    call.waits(60)
    call.sends("CANCEL", A)
    call.sends("SIP/2.0 408", CALLER)
    call.gets(invite, 487)
    call.sends("ACK", A)
    call.is_quiet()


def test_a_request_other_than_invite_is_never_answered_408():
    """RFC 4320 4.2."""
    call = Call(Steps([Target(TO_A)]), method="MESSAGE")
    call.targets.exhausted = lambda: (408, "Request Timeout")  # type: ignore[method-assign]
    call.waits(32.1)
    assert all(data.startswith(b"MESSAGE") for data, _ in call.port.sent)
    call.port.sent.clear()
    call.waits(40)
    assert call.table.servers == {}


def test_a_changed_from_is_put_back_in_answers():
    """R3.4 rewrites the caller towards a server; its own user agent must find the From it sent."""
    call = Call(Steps([Target(TO_A, from_value="<sip:+43@sip.example>;tag=a1")]))
    invite = call.sends("INVITE", A)
    assert field(invite, "From") == "<sip:+43@sip.example>;tag=a1"
    call.gets(invite, 180)
    assert field(call.sends("SIP/2.0 180", CALLER), "From") == "<sip:alice@sip.example>;tag=a1"


@pytest.mark.parametrize("status", [200, 486])
def test_nothing_of_a_finished_call_stays(status):
    call = Call(serial())
    invite = call.sends("INVITE", A)
    call.gets(invite, status)
    call.waits(200)
    assert len(call.table) == 0
    assert call.port.running() == []


def test_a_name_is_looked_up_and_a_name_without_address_fails_over():
    """16.6 step 7; R7.2: no address (DNS)."""
    call = Call(Steps([Target("sip:43@carrier.example")], [Target(TO_B)]))
    call.is_quiet()
    (lookup,) = call.port.lookups
    assert lookup.host == "carrier.example"
    lookup.answer((), call.port.now)
    call.sends("INVITE", B)


def test_an_answer_of_the_resolver_after_cancel_sends_nothing():
    call = Call(Steps([Target("sip:43@carrier.example")]))
    call.context.cancel(call.port.now)
    call.port.lookups[0].answer((A,), call.port.now)
    call.sends("SIP/2.0 487", CALLER)
    call.is_quiet()


def test_a_second_2xx_passes_when_the_call_is_forgotten_and_gets_its_from_back():
    """16.7 step 5, RFC 6026: until timer M, whatever has been let go of."""
    call = Call(Steps([Target(TO_A, from_value="<sip:+43@sip.example>;tag=a1")]))
    invite = call.sends("INVITE", A)
    call.gets(invite, 200)
    call.sends("SIP/2.0 200", CALLER)
    call.waits(31)
    call.gets(invite, 200, to_tag="b2")
    late = call.sends("SIP/2.0 200", CALLER)
    assert field(late, "To").endswith(";tag=b2")
    assert field(late, "From") == "<sip:alice@sip.example>;tag=a1"


def test_timer_c_counts_from_the_last_provisional_answer():
    """16.7 step 2: ringing again and again is no reason to give up."""
    call = Call(serial(), total=1000.0)
    invite = call.sends("INVITE", A)
    for _ in range(3):
        call.gets(invite, 180)
        call.sends("SIP/2.0 180", CALLER)
        call.waits(170)
    call.is_quiet()
    call.waits(12)
    call.sends("CANCEL", A)
