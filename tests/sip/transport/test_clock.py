"""The timer wheel, on a clock that stands still until told."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.timers import Timer
from sip.transport.clock import Clock

WALL = 1_700_000_000.0


@dataclass
class Handle:
    when: float
    callback: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class Time:
    """A monotonic clock with one appointment book, as an event loop has them."""

    now: float = 1234.567
    handles: list[Handle] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def wall(self) -> float:
        return WALL + self.now

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Handle:
        handle = Handle(self.now + seconds, callback)
        self.handles.append(handle)
        return handle

    def waiting(self) -> list[Handle]:
        return [handle for handle in self.handles if not handle.cancelled]

    def pass_by(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [handle for handle in self.waiting() if handle.when <= end]:
            handle = min(due, key=lambda each: each.when)
            self.handles.remove(handle)
            self.now = handle.when
            handle.callback()
        self.now = end

    def stall(self, seconds: float) -> None:
        """The loop was busy: all that came due in the meantime is called late, at one moment."""
        self.now += seconds
        for handle in self.waiting():
            self.handles.remove(handle)
            handle.callback()


@dataclass
class Owner:
    """Writes down what fired and how many seconds after ``time`` began."""

    time: Time
    fired: list[tuple[str, float]] = field(default_factory=list)
    told: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.began = self.time.now

    def timer_fired(self, name: str, now: float) -> None:
        self.fired.append((name, self.time.now - self.began))
        self.told.append(now)

    def names(self) -> list[str]:
        return [name for name, _ in self.fired]


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def errors() -> list[Exception]:
    return []


@pytest.fixture
def clock(time: Time, errors: list[Exception]) -> Clock:
    return Clock(time.call_later, errors.append, monotonic=time.monotonic, wall=time.wall)


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.1, 0.5, 4.0, 25.55, 25.65, 32.0, 181.0, 3600.0])
def test_a_timer_fires_once_within_a_tick_after_its_time_and_never_before(
    time: Time, clock: Clock, seconds: float
) -> None:
    owner = Owner(time)
    clock.start(owner, "A", seconds)
    time.pass_by(seconds)
    assert owner.fired == []
    time.pass_by(0.21)
    assert owner.names() == ["A"]
    time.pass_by(100.0)
    assert owner.names() == ["A"]


def test_the_owner_is_told_the_wall_clock(time: Time, clock: Clock) -> None:
    owner = Owner(time)
    clock.start(owner, "A", 1.0)
    time.pass_by(2.0)
    assert owner.told == [pytest.approx(WALL + owner.began + owner.fired[0][1])]


def test_a_stopped_timer_never_fires_and_stopping_twice_is_fine(time: Time, clock: Clock) -> None:
    owner = Owner(time)
    timer = clock.start(owner, "A", 1.0)
    timer.stop()
    timer.stop()
    time.pass_by(5.0)
    assert owner.fired == []


def test_an_owner_may_stop_another_timer_of_the_same_tick(time: Time, clock: Clock) -> None:
    owner = Owner(time)

    class Stops:
        other: Timer

        def timer_fired(self, name: str, now: float) -> None:
            self.other.stop()

    first = Stops()
    clock.start(first, "A", 1.0)
    first.other = clock.start(owner, "B", 1.0)
    time.pass_by(5.0)
    assert owner.fired == []


def test_an_owner_that_starts_its_timer_again_is_called_again(time: Time, clock: Clock) -> None:
    calls: list[float] = []

    class Again:
        def timer_fired(self, name: str, now: float) -> None:
            calls.append(now)
            if len(calls) < 3:
                clock.start(self, name, 0.0)

    clock.start(Again(), "A", 0.0)
    time.pass_by(5.0)
    assert len(calls) == len(set(calls)) == 3


def test_an_owner_that_raises_is_reported_and_the_wheel_goes_on(
    time: Time, clock: Clock, errors: list[Exception]
) -> None:
    bug = RuntimeError("a bug")

    class Raises:
        def timer_fired(self, name: str, now: float) -> None:
            raise bug

    owner = Owner(time)
    clock.start(Raises(), "A", 1.0)
    clock.start(owner, "B", 1.0)
    clock.start(owner, "C", 2.0)
    time.pass_by(5.0)
    assert errors == [bug]
    assert owner.names() == ["B", "C"]


def test_after_a_stall_everything_due_fires_in_the_order_of_its_ticks(time: Time, clock: Clock) -> None:
    owner = Owner(time)
    for name, seconds in (("C", 3.0), ("A", 1.0), ("B", 2.0), ("later", 70.0)):
        clock.start(owner, name, seconds)
    time.stall(60.0)
    assert owner.names() == ["A", "B", "C"]
    time.pass_by(11.0)
    assert owner.names() == ["A", "B", "C", "later"]


def test_one_handle_serves_all_timers_and_none_is_kept_when_nothing_runs(time: Time, clock: Clock) -> None:
    owner = Owner(time)
    assert time.waiting() == []
    for _ in range(1000):
        clock.start(owner, "A", 1.0)
    assert len(time.waiting()) == 1
    time.pass_by(3.0)
    assert len(owner.fired) == 1000
    assert time.waiting() == []
    clock.start(owner, "B", 1.0)
    time.pass_by(2.0)
    assert owner.names()[-1] == "B"


def test_a_stopped_long_timer_leaves_the_wheel_within_a_turn(time: Time, clock: Clock) -> None:
    """Timer C of 181 s is started for each call and stopped by nearly each."""
    clock.start(Owner(time), "C", 181.0).stop()
    time.pass_by(26.0)
    assert time.waiting() == []


def test_a_closed_clock_forgets_its_timers(time: Time, clock: Clock) -> None:
    owner = Owner(time)
    clock.start(owner, "A", 1.0)
    clock.close()
    assert time.waiting() == []
    time.pass_by(5.0)
    assert owner.fired == []


@given(st.lists(st.tuples(st.floats(0, 200), st.floats(0, 30)), max_size=40))
def test_whatever_is_started_when_fires_once_in_its_time(starts: list[tuple[float, float]]) -> None:
    time = Time()
    errors: list[Exception] = []
    clock = Clock(time.call_later, errors.append, monotonic=time.monotonic, wall=time.wall)
    expected = []
    owners = []
    for seconds, pause in starts:
        owner = Owner(time)
        clock.start(owner, "A", seconds)
        owners.append(owner)
        expected.append(seconds)
        time.pass_by(pause)
    time.pass_by(300.0)
    for owner, seconds in zip(owners, expected, strict=True):
        ((_, after),) = owner.fired
        assert seconds <= after <= seconds + 0.21
    assert time.waiting() == []
    assert errors == []


async def test_it_runs_on_a_real_loop(errors: list[Exception]) -> None:
    fired: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    class Waiting:
        def timer_fired(self, name: str, now: float) -> None:
            fired.set_result(name)

    clock = Clock(asyncio.get_running_loop().call_later, errors.append)
    clock.start(Waiting(), "A", 0.0)
    assert await asyncio.wait_for(fired, 5) == "A"
    clock.close()
