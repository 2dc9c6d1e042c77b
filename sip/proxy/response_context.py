"""The score of one forwarded request (RFC 3261 16.7 to 16.10, RFC 4320, RFC 6026).

Opened with the server transaction of the request and a target set. It opens branches, passes provisional answers and
every 2xx upstream at once, and when all branches have failed either opens the next targets or sends the best answer.

What moves it: answers and failures of branches, the caller's CANCEL, timer C and silence of a branch, the total time.
What ends it: a final answer sent upstream and no branch pending. A 2xx that comes later still passes.
"""

from collections.abc import Sequence

from sip.message import Response
from sip.proxy import best_response
from sip.proxy.branch import Branch, LateAnswers
from sip.proxy.forwarding import forwarded_response
from sip.proxy.route_information import RouteInformation
from sip.proxy.sender import Sender
from sip.proxy.target_set import Failure, TargetSet, Verdict
from sip.timers import TIMER_B, TIMER_C, Timer
from sip.transaction import hop_by_hop
from sip.transaction.invite_client import InviteClientTransaction
from sip.transaction.non_invite_server import NonInviteServerTransaction
from sip.transaction.table import ClientTransaction, ServerTransaction

PATIENCE_AFTER_CANCEL = TIMER_B
"""9.1: a branch without final answer 64*T1 after its CANCEL is taken as ended."""
SILENCE_AFTER_CANCEL = 4.0
"""A branch that has not even answered 100 by then is not waited for: the caller has hung up."""


class ResponseContext:
    """One for each request forwarded statefully; ``total``: seconds that an INVITE may go without final answer."""

    __slots__ = (
        "branches",
        "cancelled",
        "done",
        "going_on",
        "is_invite",
        "received_from",
        "route",
        "sender",
        "server",
        "targets",
        "total",
        "total_timer",
        "verdict",
    )

    def __init__(
        self, sender: Sender, server: ServerTransaction, route: RouteInformation, targets: TargetSet, total: float
    ) -> None:
        self.sender = sender
        self.server = server
        self.route = route
        self.targets = targets
        self.total = total
        self.is_invite = server.request.method == "INVITE"
        self.received_from: str | None = None
        """The From value as it came, once a target is told another one."""
        self.branches: list[Branch] = []
        self.cancelled = False
        self.going_on = True
        """Whether more targets may be tried once all open branches have failed."""
        self.verdict: Branch | None = None
        """The branch whose answer is the answer, whatever came before."""
        self.done = False
        """A final answer has gone upstream."""
        self.total_timer: Timer | None = None

    def start(self, now: float) -> None:
        """Open the first targets."""
        self.server.context = self
        if self.is_invite:
            self.total_timer = self.sender.port.start_timer(self, "total", self.total)
        self._open_next(now)

    def cancel(self, now: float) -> None:
        """The caller has sent CANCEL (16.10): end every pending branch, try nothing more."""
        if self.done or self.cancelled:
            return
        self.cancelled = True
        self._give_up_pending()

    def timer_fired(self, name: str, now: float) -> None:
        """The total time is over without a final answer (R7.3): all branches are ended, the caller is told at once."""
        self.going_on = False
        self._give_up_pending()
        self._answer(408, "Request Timeout", now)

    # What branches report

    def provisional(self, branch: Branch, response: Response, now: float) -> None:
        branch.answered = True
        branch.rang = branch.rang or response.status > 100
        if branch.cancel_wanted or not branch.pending:
            self._cancel_branch(branch)
        elif response.status > 100:
            branch.progress = now
        if response.status > 100 and branch.pending and not self.done:
            self._pass(branch, response)

    def final(self, branch: Branch, response: Response, now: float) -> None:
        was_pending, client = branch.pending, branch.client
        branch.close(response.status, response)
        if response.status < 300:
            self._succeeded(branch, client, response, now)
        elif was_pending:
            self._lost(branch, response, now)

    def failed(self, branch: Branch, status: int, now: float) -> None:
        if branch.pending:
            branch.close(status)
            self._lost(branch, None, now)

    def silent(self, branch: Branch, now: float) -> None:
        """No answer at all in time: the branch counts as 408; should it ring later, it gets a CANCEL."""
        if branch.client is not None:
            branch.client.stop_repeating()
        self.failed(branch, 408, now)

    def timer_c(self, branch: Branch, now: float) -> None:
        """16.8: a branch that rang gets a CANCEL and one more wait; one that did not, or was cancelled, has ended."""
        left = branch.progress + TIMER_C - now
        if left > 0.0 and not branch.cancel_sent:
            self._wait(branch, left)
        elif branch.answered and not branch.cancel_sent:
            self._cancel_branch(branch)
        else:
            if branch.client is not None:
                branch.client.end()
                branch.client = None
            self.failed(branch, 408, now)

    # What follows

    def _succeeded(self, branch: Branch, client: ClientTransaction | None, response: Response, now: float) -> None:
        if self.is_invite or not self.done:
            self._pass(branch, response)
        self.going_on = False
        self._conclude(response.status, now)
        self._give_up_pending()
        self._rest()
        if isinstance(client, InviteClientTransaction) and not self.branches:
            client.user = LateAnswers(self.server, self._put_back(branch))

    def _lost(self, branch: Branch, response: Response | None, now: float) -> None:
        verdict = self.targets.judge(branch.target, Failure(branch.status, response, branch.rang), now)
        if verdict is Verdict.RETRY:
            branch.answer = None
        elif verdict is Verdict.STOP:
            self.going_on = False
            self.verdict = branch
        if branch.status >= 600:
            self.going_on = False
            self._give_up_pending()
        self._when_all_failed(now)

    def _when_all_failed(self, now: float) -> None:
        if any(branch.pending for branch in self.branches):
            return
        if self.done:
            self._rest()
        elif self.going_on and not self.cancelled:
            self._open_next(now)
        else:
            self._finish(now)

    def _open_next(self, now: float) -> None:
        targets = self.targets.open(now)
        if not targets:
            self._finish(now)
            return
        request = self.server.request
        fresh = [Branch(self, target) for target in targets]
        self.branches += fresh
        for branch in fresh:
            if branch.target.from_value is not None:
                self.received_from = request.value("from")
            self.sender.send(branch, self, request, self.server.answer_flow, self.route, now)

    def opened(self, branch: Branch) -> bool:
        """The sender is about to put the copy on the wire; False when nobody wants it any more (a slow DNS answer)."""
        if self.cancelled or self.done:
            return False
        if self.is_invite:
            branch.timer = self.sender.port.start_timer(branch, "C", TIMER_C)
        if branch.target.silence is not None:
            branch.silence = self.sender.port.start_timer(branch, "silence", branch.target.silence)
        return True

    def _give_up_pending(self) -> None:
        for branch in self.branches:
            if branch.pending and self.is_invite:
                self._cancel_branch(branch)

    def _cancel_branch(self, branch: Branch) -> None:
        """CANCEL now, or as soon as a provisional answer allows it (9.1)."""
        if branch.cancel_sent or branch.client is None or not self.is_invite:
            return
        if branch.answered:
            branch.cancel_sent = True
            self._wait(branch, PATIENCE_AFTER_CANCEL)
            self.sender.cancel(branch.client, hop_by_hop.cancel(branch.client.data))
        elif not branch.cancel_wanted:
            branch.cancel_wanted = True
            if branch.silence is None:
                branch.silence = self.sender.port.start_timer(branch, "silence", SILENCE_AFTER_CANCEL)

    def _wait(self, branch: Branch, seconds: float) -> None:
        if branch.timer is not None:
            branch.timer.stop()
        branch.timer = self.sender.port.start_timer(branch, "C", seconds)

    # Answers upstream

    def _pass(self, branch: Branch, response: Response) -> None:
        self.server.respond(response.status, forwarded_response(response, self._put_back(branch)))

    def _put_back(self, branch: Branch) -> str | None:
        """The From value for answers of this branch; None when it is the one they have."""
        return self.received_from if branch.target.from_value is not None else None

    def _finish(self, now: float) -> None:
        """All targets have failed: the best answer goes upstream (16.7 steps 6 to 9)."""
        if self.done:
            return
        judged = [self.verdict] if self.verdict is not None else self.branches
        answered = [branch for branch in judged if branch.answer is not None]
        responses = [branch.answer for branch in answered if branch.answer is not None]
        best = best_response.choose(responses)
        if best is None:
            self._finish_unanswered(now)
            return
        branch = next(each for each in answered if each.answer is best)
        status, data = self._best(branch, best, responses)
        self.server.respond(status, data)
        self._conclude(status, now)
        self._rest()

    def _best(self, branch: Branch, best: Response, responses: Sequence[Response]) -> tuple[int, bytes]:
        """16.7 step 6: a 503 says that one server is unable, not that we are; step 7: challenges are gathered."""
        if best.status == 503:
            return 500, self.sender.reply(self.server.request, 500, "Server Internal Error")
        challenges = best_response.gathered_challenges(best, responses)
        return best.status, forwarded_response(best, self._put_back(branch), challenges)

    def _finish_unanswered(self, now: float) -> None:
        status, reason = (487, "Request Terminated") if self.cancelled else self.targets.exhausted()
        if status == 408 and isinstance(self.server, NonInviteServerTransaction):
            self.server.end_unanswered()  # RFC 4320 4.2
            self._conclude(status, now)
            self._rest()
        else:
            self._answer(status, reason, now)

    def _answer(self, status: int, reason: str, now: float) -> None:
        self.server.respond(status, self.sender.reply(self.server.request, status, reason))
        self._conclude(status, now)
        self._rest()

    def _conclude(self, status: int, now: float) -> None:
        if not self.done:
            self.done = True
            if self.total_timer is not None:
                self.total_timer.stop()
            self.targets.finished(status, now)

    def _rest(self) -> None:
        """Nothing is left to keep: let go of what would hold the call in memory as a cycle."""
        if not any(branch.pending for branch in self.branches):
            self.branches.clear()
            self.verdict = None
