"""sip/timers: the values of RFC 3261 table 4, and a handle that lets go."""

from sip import timers
from sip.timers import Timer


class Owner:
    def __init__(self) -> None:
        self.fired: list[str] = []

    def timer_fired(self, name: str, now: float) -> None:
        self.fired.append(name)


def test_transactions_last_64_times_t1() -> None:
    """RFC 3261 17.1.1.2, 17.1.2.2, 17.2.1, 17.2.2; RFC 6026 7."""
    assert {timers.TIMER_B, timers.TIMER_F, timers.TIMER_H, timers.TIMER_J, timers.TIMER_L, timers.TIMER_M} == {32.0}


def test_timer_c_is_more_than_three_minutes_and_timer_d_at_least_32_seconds() -> None:
    """16.6 step 11, 17.1.1.2."""
    assert timers.TIMER_C > 180
    assert timers.TIMER_D >= 32


def test_what_absorbs_repetitions_lasts_as_long_as_a_message_may_stay_in_the_network() -> None:
    assert timers.TIMER_I == timers.TIMER_K == timers.T4 >= timers.T2


def test_a_stopped_timer_lets_its_owner_go() -> None:
    owner = Owner()
    timer = Timer(owner, "A", 10.5)
    assert (timer.owner, timer.name, timer.deadline) == (owner, "A", 10.5)
    timer.stop()
    assert timer.owner is None
    timer.stop()
    assert owner.fired == []
