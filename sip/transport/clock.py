"""All timers of the process on one wheel of 100 ms buckets (DESIGN 5), driven by one asyncio handle.

Starting appends to a bucket, stopping forgets the owner, and neither touches the event loop: a transaction starts and
stops several timers and few of them ever fire. A timer fires at the first boundary of 100 ms after its deadline, never
before it. The wheel turns once in 51.2 s, which holds the 32 s of most transactions; a timer with more time than that
is put back into it each time it comes by, so that a stopped one is let go of within half a turn.

Not here: what the timers are for (sip/timers), and any per-timer handle of the event loop.
"""

import time
from collections.abc import Callable
from typing import Protocol

from sip.timers import Timer, TimerOwner

TICKS_PER_SECOND = 10
_BUCKETS = 512
_MASK = _BUCKETS - 1
_FAR = _BUCKETS // 2
_MARGIN = 0.001
"""Seconds added to each wake-up: loops round their timers to a millisecond and may call early."""


class Handle(Protocol):
    def cancel(self) -> None: ...


CallLater = Callable[[float, Callable[[], None]], Handle]


class Clock:
    """The timer wheel. It sleeps while no timer is in it.

    ``call_later`` is the event loop's. ``monotonic`` measures, ``wall`` (seconds since 1970) is what owners are told.
    ``on_error`` gets what an owner raises from ``timer_fired``: that is a bug of the owner's, and the wheel goes on.
    """

    def __init__(
        self,
        call_later: CallLater,
        on_error: Callable[[Exception], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._call_later = call_later
        self._on_error = on_error
        self._monotonic = monotonic
        self._wall = wall
        self._buckets: list[list[Timer]] = [[] for _ in range(_BUCKETS)]
        self._inside = 0
        self._tick = 0  # the last boundary that was served, in ticks of the monotonic clock
        self._handle: Handle | None = None

    def start(self, owner: TimerOwner, name: str, seconds: float) -> Timer:
        """Call ``owner.timer_fired(name, now)`` once, at the first tick after ``seconds``, unless it is stopped.

        ``Timer.deadline`` is a moment of the monotonic clock.
        """
        now = self._monotonic()
        if self._handle is None:
            self._wake(now)
        deadline = now + seconds
        timer = Timer(owner, name, deadline)
        tick = int(deadline * TICKS_PER_SECOND) + 1
        if not 0 < tick - self._tick < _BUCKETS:
            tick = self._nearest(tick)
        self._buckets[tick & _MASK].append(timer)
        self._inside += 1
        return timer

    def close(self) -> None:
        """Fire no more: every timer inside is forgotten."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        self._buckets = [[] for _ in range(_BUCKETS)]
        self._inside = 0

    def _nearest(self, tick: int) -> int:
        """The bucket for a tick that is not on the wheel: half a turn away, or the next one to come by."""
        return self._tick + (_FAR if tick > self._tick else 1)

    def _wake(self, now: float) -> None:
        """Begin to turn: until now there was no timer, and nobody kept count of the time."""
        self._tick = int(now * TICKS_PER_SECOND)
        self._schedule(now)

    def _schedule(self, now: float) -> None:
        until = (self._tick + 1) / TICKS_PER_SECOND - now
        self._handle = self._call_later(max(until, 0.0) + _MARGIN, self._turn)

    def _turn(self) -> None:
        """Serve every boundary that has passed since the last time, in order."""
        now = self._monotonic()
        passed = int(now * TICKS_PER_SECOND)
        first = max(self._tick + 1, passed - _BUCKETS + 1)  # after a very long stall one turn serves everything
        for tick in range(first, passed + 1):
            self._tick = tick
            self._serve(tick, now)
        if self._inside:
            self._schedule(self._monotonic())
        else:
            self._handle = None

    def _serve(self, tick: int, now: float) -> None:
        bucket = self._buckets[tick & _MASK]
        if not bucket:
            return
        self._buckets[tick & _MASK] = []
        self._inside -= len(bucket)
        wall = self._wall()
        for timer in bucket:
            owner = timer.owner
            if owner is None:
                continue
            if timer.deadline > now:
                self._put_back(timer)
            else:
                timer.owner = None
                self._fire(owner, timer.name, wall)

    def _put_back(self, timer: Timer) -> None:
        tick = int(timer.deadline * TICKS_PER_SECOND) + 1
        if not 0 < tick - self._tick < _BUCKETS:
            tick = self._nearest(tick)
        self._buckets[tick & _MASK].append(timer)
        self._inside += 1

    def _fire(self, owner: TimerOwner, name: str, wall: float) -> None:
        try:
            owner.timer_fired(name, wall)
        except Exception as error:
            self._on_error(error)
