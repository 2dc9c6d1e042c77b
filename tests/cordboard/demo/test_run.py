"""``cordboard demo`` as people run it: in a process of its own, and whole."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cordboard.demo import measure, run
from cordboard.demo.cast import GUEST
from cordboard.demo.run import run_demo
from cordboard.demo.scenes import SCENES
from cordboard.server.problem import CannotRun

ROOT = Path(__file__).parents[3]
AT_MOST = 30.0
"""Seconds that the demonstration may take."""


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "cordboard", "demo", *options]


def environment(temporary: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("options", [(), ("--loop", "asyncio")], ids=["uvloop", "asyncio"])
def test_every_call_ends_as_expected(options, tmp_path):
    started = time.monotonic()
    ended = subprocess.run(
        command("--exit", *options),
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=AT_MOST,
    )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert time.monotonic() - started < AT_MOST
    assert "NOT AS EXPECTED" not in ended.stdout
    assert f"{len(SCENES) + measure.CALLS} as expected, 0 not" in ended.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_5060_is_no_obstacle(tmp_path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        try:
            other.bind(("127.0.0.1", 5060))
        except OSError:
            pytest.skip("somebody else has taken it, and may leave at any moment")
        ended = subprocess.run(
            command("--exit"),
            cwd=ROOT,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=AT_MOST,
        )
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert "127.0.0.1:5060 " not in ended.stdout.splitlines()[0]


class Serving:
    """A demonstration that keeps serving."""

    def __init__(self, temporary: Path) -> None:
        self.process = subprocess.Popen(
            command(), cwd=ROOT, env=environment(temporary), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.text = ""

    def read_until(self, words: str) -> None:
        assert self.process.stdout is not None
        deadline = time.monotonic() + AT_MOST
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while words not in self.text:
                assert selector.select(deadline - time.monotonic()), f"no {words!r} in\n{self.text}"
                read = os.read(self.process.stdout.fileno(), 65536).decode()
                assert read, f"ended without {words!r}:\n{self.text}"
                self.text += read

    @property
    def engine(self) -> tuple[str, int]:
        host, port = self.text.split(" is at ")[1].split(" ")[0].split(":")
        return host, int(port)


@pytest.fixture
def serving(tmp_path):
    made = Serving(tmp_path)
    yield made
    made.process.kill()
    made.process.communicate()


async def test_it_keeps_serving_softphones_until_ctrl_c(serving, company, tmp_path):
    serving.read_until("Serving until Ctrl-C")
    softphone = company.join("softphone")
    registered = await softphone.register(serving.engine, GUEST)
    called = await softphone.call(serving.engine, f"sip:{GUEST.id}", f"sip:004930123456@{GUEST.domain}", GUEST)
    assert (registered.status, called.status, called.released) == (200, 200, True)
    serving.read_until("failed-over")
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(AT_MOST) == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_ended_in_the_middle_it_leaves_nothing_behind(serving, stop, status, tmp_path):
    """Whatever it was doing."""
    serving.read_until("3  A premium subscriber")
    serving.process.send_signal(stop)
    assert serving.process.wait(AT_MOST) == status
    assert list(tmp_path.iterdir()) == []


def test_a_call_that_ends_otherwise_makes_status_1_and_is_named(monkeypatch, capsys):
    monkeypatch.setattr(run, "SCENES", (SCENES[0], replace(SCENES[1], number_seen="1")))
    monkeypatch.setattr(measure, "CALLS", 2)
    assert run_demo(exit_when_done=True, loop="uvloop") == 1
    text = capsys.readouterr().out
    assert "NOT AS EXPECTED: number seen: expected 1, got +436641234567" in text
    assert "3 as expected, 1 not" in text


def test_what_takes_too_long_makes_status_1(monkeypatch, capsys):
    monkeypatch.setattr(run, "PATIENCE", 0.2)
    assert run_demo(exit_when_done=True, loop="asyncio") == 1
    assert "were not enough" in capsys.readouterr().out


def test_an_error_inside_the_engine_makes_status_1(monkeypatch, capsys):
    def broken(*_: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr(run, "SCENES", SCENES[:1])
    monkeypatch.setattr(measure, "CALLS", 2)
    monkeypatch.setattr("cordboard.engine.registration.Registration.register", broken)
    assert run_demo(exit_when_done=True, loop="uvloop") == 1
    assert "RuntimeError: ours" in capsys.readouterr().out


def test_without_an_address_it_says_so_and_ends_with_status_2(monkeypatch, capsys):
    def nowhere() -> None:
        raise CannotRun("no place to be had")

    monkeypatch.setattr(run, "open_stage", nowhere)
    assert run_demo(exit_when_done=True, loop="uvloop") == 2
    assert capsys.readouterr().err == "cordboard: no place to be had\n"
