"""What people see."""

import io
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cordboard.demo.logbook import Entry
from cordboard.demo.measure import Burst
from cordboard.demo.performance import perform
from cordboard.demo.scenes import SCENES
from cordboard.demo.show import Show, next_commands
from cordboard.demo.stage import CONFIGURATION, open_stage

ROOT = Path(__file__).parents[3]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


async def shown(out: io.StringIO) -> str:
    show = Show(out)
    async with open_stage() as stage:
        show.opening(stage)
        played = [await perform(SCENES[1], stage)]
        played.append(replace(played[0], unexpected=["number seen: expected 1, got 2"]))
        for number, each in enumerate(played, 1):
            show.scene(number, each, stage.server.core.active.table)
        show.scoreboard(played, Burst([0.001, 0.002], ["final answer: expected 200"]), [0.000_005], ["a fault"])
        show.try_next(stage)
        show.entry(Entry("routed", "call-1", "alpha/a1 [world/w1]"))
    return out.getvalue()


async def test_a_pipe_gets_plain_text():
    text = await shown(io.StringIO())
    assert "\x1b" not in text
    assert text.isascii()
    assert "INVITE 06641234567 as +436641234567" in text
    assert "200 OK, as expected" in text
    assert "NOT AS EXPECTED: number seen: expected 1, got 2" in text
    assert "3 as expected, 2 not" in text
    assert "p50 1.000 ms, p99 2.000 ms" in text
    assert "p50 0.005 ms" in text
    assert "a fault" in text
    assert "password  guest" in text
    assert "alpha/a1 [world/w1]" in text


async def test_a_terminal_gets_colours_and_the_same_words(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in await shown(Terminal())


@pytest.mark.parametrize("line", next_commands(f"{sys.executable} -m cordboard", shlex.quote(str(CONFIGURATION))))
def test_what_is_to_be_tried_next_works(line):
    """Each ends with status 0, but for a question whose answer is a refusal."""
    run = subprocess.run(shlex.split(line), cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.stderr == ""
    assert run.returncode == 0
    assert run.stdout
