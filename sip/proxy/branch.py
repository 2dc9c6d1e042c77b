"""One branch of a forwarded request: the copy sent to one target, and what came of it (RFC 3261 16.6 step 10).

The client transaction reports here; the branch keeps its own state and tells the response context.
"""

from typing import Protocol

from sip.message import Response
from sip.proxy.forwarding import forwarded_response
from sip.proxy.target_set import Target
from sip.timers import Timer
from sip.transaction.table import ClientTransaction, ServerTransaction


class Scorekeeper(Protocol):
    """The response context, as a branch sees it."""

    def provisional(self, branch: "Branch", response: Response, now: float) -> None: ...

    def final(self, branch: "Branch", response: Response, now: float) -> None: ...

    def failed(self, branch: "Branch", status: int, now: float) -> None: ...

    def timer_c(self, branch: "Branch", now: float) -> None: ...

    def silent(self, branch: "Branch", now: float) -> None: ...


class Branch:
    """``status`` is 0 while the branch is pending, then its final status, our own 408 or 503 included."""

    __slots__ = (
        "answer",
        "answered",
        "cancel_sent",
        "cancel_wanted",
        "client",
        "context",
        "progress",
        "rang",
        "silence",
        "status",
        "target",
        "timer",
    )

    def __init__(self, context: Scorekeeper, target: Target) -> None:
        self.context = context
        self.target = target
        self.client: ClientTransaction | None = None
        self.status = 0
        self.answer: Response | None = None
        self.answered = False
        """A provisional answer came; only then may a CANCEL go out (9.1)."""
        self.rang = False
        """It was more than 100 Trying."""
        self.progress = 0.0
        """When the last provisional answer but 100 came; timer C counts from there (16.7 step 2)."""
        self.cancel_wanted = False
        self.cancel_sent = False
        self.timer: Timer | None = None
        """Timer C; after a CANCEL, the patience for its final answer."""
        self.silence: Timer | None = None

    @property
    def pending(self) -> bool:
        return self.status == 0

    def close(self, status: int, answer: Response | None = None) -> None:
        """The branch has its final status. A client transaction that is still alive keeps reporting."""
        self.status = status
        self.answer = answer
        self.stop_timers()
        if answer is not None:
            self.client = None

    def stop_timers(self) -> None:
        for timer in (self.timer, self.silence):
            if timer is not None:
                timer.stop()

    def response_received(self, response: Response, now: float) -> None:
        if response.status < 200:
            if self.silence is not None:
                self.silence.stop()
            self.context.provisional(self, response, now)
        else:
            self.context.final(self, response, now)

    def timed_out(self, now: float) -> None:
        self.client = None
        self.context.failed(self, 408, now)

    def transport_failed(self, now: float) -> None:
        self.client = None
        self.context.failed(self, 503, now)

    def forbidden(self, now: float) -> None:
        """The next hop turned out to be one where the request may not go."""
        self.context.failed(self, 403, now)

    def timer_fired(self, name: str, now: float) -> None:
        if name == "C":
            self.context.timer_c(self, now)
        else:
            self.context.silent(self, now)


class LateAnswers:
    """What is left of a call once every branch has its final answer: more 2xx pass to the caller, too (16.7 step 5).

    Stands in for the branch at its client transaction, which outlives the rest of the call by 32 s.
    """

    __slots__ = ("received_from", "server")

    def __init__(self, server: ServerTransaction, received_from: str | None) -> None:
        self.server = server
        self.received_from = received_from

    def response_received(self, response: Response, now: float) -> None:
        self.server.respond(response.status, forwarded_response(response, self.received_from))

    def timed_out(self, now: float) -> None:
        """It was answered."""

    def transport_failed(self, now: float) -> None:
        """It was answered."""
