"""What the demonstration measures: setup times of many calls, and what a decision takes. Seconds as float."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from cordboard.demo.cast import role
from cordboard.demo.performance import Performance, differences
from cordboard.demo.scenes import BURST
from cordboard.demo.stage import Stage
from cordboard.demo.user_agent import Ended
from routing.attempt import Attempt
from routing.decide import decide

CALLS = 200
PER_SECOND = 200
DECISIONS = 500
"""How often each question is asked."""


@dataclass(slots=True, frozen=True)
class Burst:
    """Setup times of the calls that ended as they must, and how each of the others differed."""

    seconds: Sequence[float]
    unexpected: Sequence[str]


async def play_burst(stage: Stage) -> Burst:
    """``CALLS`` calls of one caller, ``PER_SECOND`` begun in a second, whether or not those before have ended."""
    calls: list[asyncio.Task[Ended]] = []
    agent, plays = stage.agents[BURST.actor], role(BURST.actor, "")
    callee = f"sip:{BURST.dialled}@{stage.engine[0]}:{stage.engine[1]}"
    started = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number in range(CALLS):
            await asyncio.sleep(started + number / PER_SECOND - time.monotonic())
            calls.append(group.create_task(agent.call(stage.engine, plays.caller, callee)))
    seconds, unexpected = [], []
    for call in calls:
        ended = call.result()
        found = differences(BURST, ended, stage.trace.of_call(ended.call_id))
        if found:
            unexpected.append("; ".join(found))
        else:
            seconds.append(ended.seconds)
    return Burst(seconds, unexpected)


def decision_times(performances: Sequence[Performance], stage: Stage) -> list[float]:
    """What ``decide`` takes for the questions of these scenes, as for live calls: without notes."""
    attempts = [each.why.attempt for each in performances if each.why is not None and each.why.attempt is not None]
    return [_decision_time(attempt, stage) for _ in range(DECISIONS) for attempt in attempts]


def _decision_time(attempt: Attempt, stage: Stage) -> float:
    active, now = stage.server.core.active, time.time()
    started = time.perf_counter()
    decide(attempt, active.table, active.health, now, lambda: 0.5)
    return time.perf_counter() - started


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values``, of which there is one at least, that so large a share of them does not exceed."""
    return sorted(values)[max(0, -(-len(values) * round(share * 1000) // 1000) - 1)]
