"""Limits are counted once and released exactly once (R8)."""

from cordboard.engine.call_counts import CallCounts, Direction, Holder
from routing.model import Limits

CALL = ("c1", "tag")


def holder(direction=Direction.OUT, name="a1", **limits) -> Holder:
    return Holder("server", name, direction, Limits(**limits))


def full(counts: CallCounts, *holders: Holder, now: float = 0.0) -> bool:
    return counts.full(holders, now) is not None


def test_r8_max_calls_counts_both_directions():
    counts, out, into = CallCounts(), holder(max_calls=2), holder(Direction.IN, max_calls=2)
    counts.take(CALL, [out], 0.0)
    assert not full(counts, out)
    counts.take(("c2", "t"), [into], 0.0)
    assert full(counts, out)
    assert full(counts, into)
    counts.end(CALL)
    assert not full(counts, into)


def test_r8_a_direction_has_its_own_limit():
    counts, out, into = CallCounts(), holder(max_calls_out=1), holder(Direction.IN, max_calls_out=1)
    counts.take(CALL, [out], 0.0)
    assert full(counts, out)
    assert not full(counts, into)


def test_r8_zero_means_never():
    assert full(CallCounts(), holder(max_calls=0))
    assert full(CallCounts(), holder(max_calls_out=0))
    assert full(CallCounts(), holder(max_cps=0))


def test_r8_calls_per_second_are_a_bucket_that_fills_with_time():
    counts, fast = CallCounts(), holder(max_cps=2)
    for number in range(2):
        assert not full(counts, fast, now=100.0)
        counts.take((f"c{number}", "t"), [fast], 100.0)
    assert full(counts, fast, now=100.0)
    assert full(counts, fast, now=100.4)
    assert not full(counts, fast, now=100.6)


def test_a_failed_attempt_gives_back_only_its_own():
    counts, first, second, caller = (
        CallCounts(),
        holder(max_calls=1),
        holder(name="a2", max_calls=1),
        holder(name="x", max_calls=1),
    )
    counts.take(CALL, [caller, first], 0.0)
    counts.give_back(CALL, [first])
    counts.give_back(CALL, [first])
    counts.take(CALL, [second], 0.0)
    assert (full(counts, first), full(counts, second), full(counts, caller)) == (False, True, True)


def test_a_call_is_released_once_however_often_it_ends():
    counts, out = CallCounts(), holder(max_calls=2)
    counts.take(CALL, [out], 0.0)
    counts.take(("c2", "t"), [out], 0.0)
    counts.end(CALL)
    counts.end(CALL)
    assert counts.count(out, Direction.OUT) == 1
    assert len(counts) == 1


def test_a_call_that_vanished_is_let_go_and_a_younger_one_kept():
    counts, out = CallCounts(), holder(max_calls=1)
    counts.take(CALL, [out], 100.0)
    counts.take(("c2", "t"), [holder(name="a2", max_calls=1)], 200.0)
    counts.release_vanished(150.0)
    assert not full(counts, out)
    assert len(counts) == 1


def test_who_has_no_limits_is_not_counted():
    counts = CallCounts()
    counts.take(CALL, [], 0.0)
    assert len(counts) == 0
