"""Where a request may go (RFC 3261 16.5), opened step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from sip.addressing import Flow
from sip.message import Response


@dataclass(slots=True)
class Target:
    """One place to send a copy of the request to."""

    uri: str
    """The Request-URI of the copy."""
    flow: Flow | None = None
    """The next hop when it is known already; None: found from ``uri`` by RFC 3263."""
    from_value: str | None = None
    """A From value to send instead of the received one; answers get the received one back."""
    removed: Sequence[str] = ()
    """Names of header fields that must not leave."""
    added: Sequence[str] = field(default=())
    """Header field lines to add."""
    silence: float | None = None
    """Seconds without any answer after which the next target is tried; None: as long as the transaction lives."""
    owners: Sequence[str] = ()
    """Who has a part in the dialog that the request opens, to be signed in its ticket (dialog_requests)."""
    ticket: str | None = None
    """The ticket of the dialog that the request is in, to be repeated; None: the request opens one."""
    allows: Callable[[Flow], bool] | None = None
    """Asked when the next hop is known; no: the target fails with 403."""


@dataclass(slots=True)
class Failure:
    """How a target failed."""

    status: int
    """The final status; without ``response`` 408 is silence, 503 a transport error, 403 a next hop not allowed."""
    response: Response | None
    rang: bool
    """Whether a 18x came before."""


class Verdict(Enum):
    """What a failure means for the request."""

    STOP = "stop"
    """This is the answer; nothing more is tried."""
    NEXT = "next"
    """The next targets are tried; without any, the answer counts with the others."""
    RETRY = "retry"
    """The answer was dealt with, the same target is tried in another way: it counts no more."""


class TargetSet(Protocol):
    """Decides which targets are tried in which order; the response context keeps score."""

    def open(self, now: float) -> Sequence[Target]:
        """The targets to try next, at the same time; empty when there are no more."""

    def judge(self, target: Target, failure: Failure, now: float) -> Verdict:
        """``target`` failed: what follows when all branches have failed?"""

    def exhausted(self) -> tuple[int, str]:
        """Status and reason when nothing answered at all."""

    def finished(self, status: int, now: float) -> None:
        """The final answer that the caller gets; told once."""


class SingleTarget:
    """A target set of one: a request inside a dialog goes where its route says."""

    __slots__ = ("_answer", "_target")

    def __init__(self, target: Target) -> None:
        self._target: Target | None = target
        self._answer = 408, "Request Timeout"

    def open(self, now: float) -> Sequence[Target]:
        target, self._target = self._target, None
        return (target,) if target is not None else ()

    def judge(self, target: Target, failure: Failure, now: float) -> Verdict:
        if failure.status == 403:
            self._answer = 403, "Forbidden"
        return Verdict.STOP

    def exhausted(self) -> tuple[int, str]:
        return self._answer

    def finished(self, status: int, now: float) -> None:
        """Nobody asks."""
