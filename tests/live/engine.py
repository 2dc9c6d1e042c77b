"""The engine as operators run it: ``python -m cordboard run -c FILE`` in a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.live.waiting import until

ROOT = Path(__file__).parents[2]


def command(file: Path, loop: str = "uvloop") -> list[str]:
    return [sys.executable, "-m", "cordboard", "run", "-c", str(file), "--loop", loop, "--log-level", "info"]


def environment() -> dict[str, str]:
    """The tree is importable from wherever the engine starts; nobody waits for its readiness but us."""
    return {**os.environ, "PYTHONPATH": str(ROOT)} | {"NOTIFY_SOCKET": ""}


class Engine:
    """One run of it. Its files (configuration, storage, log) lie in ``folder`` and outlive it."""

    def __init__(self, folder: Path, text: str | None = None, loop: str = "uvloop") -> None:
        self.file = folder / "cordboard.yaml"
        if text is not None:
            self.file.write_text(text)
        self._stdout, self._stderr = folder / "engine.out", folder / "engine.log"
        with self._stdout.open("w") as out, self._stderr.open("a") as log:
            self._log_begin = log.tell()
            self._process = subprocess.Popen(
                command(self.file, loop),
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
            )

    def wait_until_ready(self) -> None:
        """The first line on stdout is the ready line; it is written once the sockets are open."""
        until(lambda: self._stdout.read_text().endswith("\n") or self.ended, "the engine's ready line")
        assert not self.ended, f"the engine did not start:\n{self.log}"
        assert "ready" in self._stdout.read_text().splitlines()[0]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    @property
    def log(self) -> str:
        """What this run has logged so far."""
        with self._stderr.open() as log:
            log.seek(self._log_begin)
            return log.read()

    def wait_until_logged(self, text: str) -> None:
        until(lambda: text in self.log or self.ended, f"{text!r} in the log of the engine")
        assert text in self.log, self.log

    def reload(self, text: str) -> None:
        """Write the configuration anew and send SIGHUP; what came of it is in the log."""
        self.file.write_text(text)
        self._process.send_signal(signal.SIGHUP)

    def terminate(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def exit_status(self, patience: float = 15.0) -> int:
        return self._process.wait(patience)

    def stop(self) -> int:
        """SIGTERM, and wait for the end; returns the exit status."""
        self.terminate()
        return self.exit_status()

    def kill(self) -> None:
        """As a power failure would end it."""
        self._process.kill()
        self._process.wait()


def start_that_fails(file: Path, *, through: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run the engine where it cannot run; ``through`` is a command that runs it with other rights."""
    return subprocess.run(
        [*through, *command(file)],
        cwd=file.parent,
        env=environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=15,
        check=False,
    )
