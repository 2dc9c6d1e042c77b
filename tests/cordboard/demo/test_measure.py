"""What is measured, and how figures are made of it."""

import pytest

from cordboard.demo import measure
from cordboard.demo.measure import decision_times, percentile, play_burst
from cordboard.demo.performance import perform
from cordboard.demo.scenes import BURST, SCENES
from cordboard.demo.stage import open_stage


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7.0], 0.5, 7.0),
        ([7.0], 0.99, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([1.0, 2.0, 3.0, 4.0], 0.5, 2.0),
        ([float(number) for number in range(1, 101)], 0.99, 99.0),
        ([float(number) for number in range(1, 201)], 0.99, 198.0),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(values, share, expected):
    assert percentile(values, share) == expected


async def test_a_burst_measures_every_call(monkeypatch):
    monkeypatch.setattr(measure, "CALLS", 20)
    async with open_stage() as stage:
        burst = await play_burst(stage)
    assert burst.unexpected == []
    assert len(burst.seconds) == 20
    assert all(0 < seconds < 1 for seconds in burst.seconds)


async def test_calls_of_a_burst_that_end_otherwise_are_told_and_not_measured(monkeypatch):
    """To Germany, whose first carrier is out of order."""
    from dataclasses import replace

    monkeypatch.setattr(measure, "CALLS", 3)
    monkeypatch.setattr(measure, "BURST", replace(BURST, dialled="004930123456", number_seen="+4930123456"))
    async with open_stage() as stage:
        burst = await play_burst(stage)
    assert burst.unexpected == ["tried: expected alpha/a1, got beta/b1, world/w1"] * 3
    assert burst.seconds == []


async def test_decisions_are_those_of_the_scenes(monkeypatch):
    monkeypatch.setattr(measure, "DECISIONS", 4)
    async with open_stage() as stage:
        played = [await perform(scene, stage) for scene in SCENES[:2]]
        seconds = decision_times(played, stage)
        assert decision_times(played[:1], stage) == []
    assert len(seconds) == 4  # a registration needs no decision
    assert all(0 < each < 0.1 for each in seconds)
