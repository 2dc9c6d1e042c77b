"""``cordboard demo``: the scenes in order, the scoreboard, and then a running engine for whoever has a softphone."""

import asyncio
import signal
import sys
from collections.abc import Sequence

from cordboard.demo.measure import Burst, decision_times, play_burst
from cordboard.demo.performance import Performance, perform
from cordboard.demo.scenes import SCENES
from cordboard.demo.show import Show
from cordboard.demo.stage import Stage, open_stage
from cordboard.server.app import LOOPS
from cordboard.server.problem import CannotRun

PATIENCE = 25.0
"""Seconds that all scenes together may take."""
ENDED_EARLY = 128 + signal.SIGTERM
"""Exit status when somebody ended it in the middle, as a shell counts it."""


def run_demo(exit_when_done: bool, loop: str) -> int:
    """Play, print, and keep serving unless ``exit_when_done``; ``loop`` is ``uvloop`` or ``asyncio``.

    Exit status: 0 when every call ended as it must, 1 when one did not, 2 when there is no address to be had.
    Raises KeyboardInterrupt for a Ctrl-C before the last call.
    """
    try:
        with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
            return runner.run(_demo(Show(), exit_when_done))
    except CannotRun as problem:
        sys.stderr.write(f"cordboard: {problem}\n")
        return 2
    except asyncio.CancelledError:
        return ENDED_EARLY


async def _demo(show: Show, exit_when_done: bool) -> int:
    player = asyncio.current_task()
    assert player is not None
    for stop in (signal.SIGTERM, signal.SIGHUP):  # Ctrl-C is the runner's
        asyncio.get_running_loop().add_signal_handler(stop, player.cancel)
    async with open_stage() as stage:
        show.opening(stage)
        all_well = await _play(show, stage)
        show.try_next(None if exit_when_done else stage)
        if not exit_when_done:
            await _serve(show, stage)
    return 0 if all_well else 1


async def _play(show: Show, stage: Stage) -> bool:
    """All scenes and the burst; whether everything ended as it must."""
    played: list[Performance] = []
    burst: Burst | None = None
    faults: list[str] = []
    try:
        async with asyncio.timeout(PATIENCE):
            for number, scene in enumerate(SCENES, 1):
                played.append(await perform(scene, stage))
                show.scene(number, played[-1], stage.server.core.active.table)
            burst = await play_burst(stage)
    except TimeoutError:
        faults.append(f"{PATIENCE:.0f} s were not enough for all of {len(SCENES)} calls and those of the PBX")
    faults += stage.logbook.faults
    show.scoreboard(played, burst, decision_times(played, stage), faults)
    return not (faults or burst is None or burst.unexpected or _unexpected(played))


def _unexpected(played: Sequence[Performance]) -> bool:
    return any(each.unexpected for each in played)


async def _serve(show: Show, stage: Stage) -> None:
    """Until Ctrl-C, or whatever else ends programs in order."""
    stopped = asyncio.Event()
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(stop, stopped.set)
    stage.logbook.listener = show.entry
    await stopped.wait()
