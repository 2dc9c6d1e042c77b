"""One branch: what its client transaction reports, told to the scorekeeper."""

from sip.message import Response
from sip.parser import parse
from sip.proxy.branch import Branch
from sip.proxy.target_set import Target
from sip.timers import Timer
from tests.messages import answer, request


class Score:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def provisional(self, branch, response, now):
        self.told.append(("provisional", response.status))

    def final(self, branch, response, now):
        self.told.append(("final", response.status))

    def failed(self, branch, status, now):
        self.told.append(("failed", status))

    def timer_c(self, branch, now):
        self.told.append(("timer C",))

    def silent(self, branch, now):
        self.told.append(("silent",))


def got(status: int) -> Response:
    response = parse(answer(request(), status).encode())
    assert isinstance(response, Response)
    return response


def test_what_happens_to_the_copy_is_told_by_its_name():
    score = Score()
    branch = Branch(score, Target("sip:43@x"))
    branch.response_received(got(180), 0.0)
    branch.response_received(got(200), 0.0)
    branch.timed_out(0.0)
    branch.transport_failed(0.0)
    branch.timer_fired("C", 0.0)
    branch.timer_fired("silence", 0.0)
    assert score.told == [
        ("provisional", 180),
        ("final", 200),
        ("failed", 408),
        ("failed", 503),
        ("timer C",),
        ("silent",),
    ]


def test_the_first_sign_of_life_ends_the_wait_for_one():
    branch = Branch(Score(), Target("sip:43@x"))
    branch.silence = Timer(branch, "silence", 4.0)
    branch.response_received(got(100), 0.0)
    assert branch.silence.owner is None


def test_a_closed_branch_has_its_status_and_no_timer():
    branch = Branch(Score(), Target("sip:43@x"))
    branch.timer = Timer(branch, "C", 181.0)
    assert branch.pending
    branch.close(486, got(486))
    assert (branch.pending, branch.status, branch.timer.owner) == (False, 486, None)
