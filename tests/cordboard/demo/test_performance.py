"""A scene is played with the real engine, and every difference from what must happen is found."""

from dataclasses import replace

import pytest

from cordboard.demo.performance import differences, perform
from cordboard.demo.scenes import SCENES
from cordboard.demo.stage import open_stage
from cordboard.demo.user_agent import Ended
from tests.cordboard.demo.test_ladder import Seen, hop
from tests.messages import answer, request

REGISTERS, REGULAR = SCENES[0], SCENES[1]
REFUSED = next(scene for scene in SCENES if scene.status == 404)
ENDED = Ended("call-1", 200, "OK", 0.001)


def good_call() -> Seen:
    """What is seen of the call of ``REGULAR``."""
    seen = Seen()
    seen("cordboard", "anna", answer(hop(), 407))
    seen("cordboard", "alpha/a1", request(uri="sip:+436641234567@127.0.0.21", caller="sip:+431900100@sip.demo.example"))
    return seen


def test_a_call_that_ended_as_it_must():
    assert differences(REGULAR, ENDED, good_call().sightings) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"status": 404, "reason": "Not our number"}, "final answer: expected 404 Not our number, got 200 OK"),
        ({"tried": ("beta/b1", "alpha/a1")}, "tried: expected beta/b1, alpha/a1, got alpha/a1"),
        ({"tried": ()}, "tried: expected nobody, got alpha/a1"),
        ({"challenged": False}, "challenged: expected False, got True"),
        ({"number_seen": "06641234567"}, "number seen: expected 06641234567, got +436641234567"),
        ({"caller_seen": "anonymous"}, "caller seen: expected anonymous, got +431900100"),
    ],
)
def test_a_difference_is_told(change, says):
    assert differences(replace(REGULAR, **change), ENDED, good_call().sightings) == [says]


def test_a_call_that_nobody_answers_or_releases_is_told():
    ended = replace(ENDED, status=None, reason="no answer", released=False)
    assert differences(REGULAR, ended, good_call().sightings) == [
        "final answer: expected 200 OK, got None no answer",
        "BYE answered: expected True, got False",
    ]


async def test_the_engine_plays_its_part():
    async with open_stage() as stage:
        registered = await perform(REGISTERS, stage)
        called = await perform(REGULAR, stage)
        refused = await perform(REFUSED, stage)
    assert registered.unexpected == called.unexpected == refused.unexpected == []
    assert registered.why is None
    assert (called.answered_by, refused.answered_by) == ("alpha/a1", "cordboard")
    assert ("routed", "alpha/a1 world/w1") in [(entry.event, entry.detail) for entry in called.entries]


async def test_a_scene_that_expects_something_else_is_not_as_expected():
    async with open_stage() as stage:
        played = await perform(replace(REGULAR, tried=("beta/b1",)), stage)
    assert played.unexpected == ["tried: expected beta/b1, got alpha/a1"]


async def test_an_explanation_that_contradicts_the_engine_is_not_as_expected(monkeypatch):
    monkeypatch.setattr("cordboard.demo.performance.as_logged", lambda decision: ("routed", "beta/b1"))
    async with open_stage() as stage:
        played = await perform(REGULAR, stage)
    [found] = played.unexpected
    assert found.startswith("explained as routed beta/b1, but the engine logged [")
    assert "('routed', 'alpha/a1 world/w1')" in found
