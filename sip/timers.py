"""Timer values (RFC 3261 table 4, RFC 6026) and the handle of a running timer. Seconds as float."""

from typing import Protocol

T1 = 0.5
T2 = 4.0
T4 = 5.0
TIMER_B = TIMER_F = TIMER_H = TIMER_L = TIMER_M = 64 * T1
TIMER_C = 181.0
"""RFC 3261 16.6 step 11: more than three minutes."""
TIMER_D = 32.5
"""RFC 3261 17.1.1.2: at least 32 s on an unreliable transport, 0 on a reliable one."""
TIMER_I = TIMER_K = T4
TIMER_J = 64 * T1


class TimerOwner(Protocol):
    def timer_fired(self, name: str, now: float) -> None:
        """The timer ``name`` that this owner started has run out; ``now`` is seconds since 1970."""


class Timer:
    """A running timer. ``stop`` makes it harmless and lets its owner go; stopping twice is fine."""

    __slots__ = ("deadline", "name", "owner")

    def __init__(self, owner: TimerOwner, name: str, deadline: float) -> None:
        self.owner: TimerOwner | None = owner
        self.name = name
        self.deadline = deadline

    def stop(self) -> None:
        self.owner = None
