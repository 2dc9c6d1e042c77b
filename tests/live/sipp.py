"""SIPp, a SIP traffic generator that nobody here wrote, plays the phones and carriers: one process for each part.

Each run leaves its statistics, message counts, errors and, for a single call, all its messages in the test's folder.
"""

import csv
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.live.network import PORT, is_bound
from tests.live.waiting import until

SCENARIOS = Path(__file__).parent / "scenarios"
_COLUMNS = {
    "answered": ("SuccessfulCall(C)",),
    "failed": ("FailedCall(C)",),
    "repeated": ("Retransmissions(C)",),
    "stray": ("OutOfCallMsgs(C)", "DeadCallMsgs(C)"),
}


@dataclass(slots=True, frozen=True)
class Score:
    """How a run ended, in calls and messages."""

    answered: int
    """Calls that went by the scenario."""
    failed: int = 0
    repeated: int = 0
    """Messages that SIPp had to send again."""
    heard_again: int = 0
    """Messages that SIPp had received before."""
    stray: int = 0
    """Messages that belonged to no call, or to one that was over."""


class Sipp:
    """One part. ``calls`` is how many calls it plays; None: as many as come, until ``finish``."""

    def __init__(
        self,
        scenario: str,
        folder: Path,
        host: str,
        *,
        target: str | None = None,
        calls: int | None = 1,
        rate: int = 10,
        lasts: int = 0,
        number: str = "service",
        credentials: tuple[str, str] | None = None,
        keys: dict[str, str] | None = None,
    ) -> None:
        """``target`` is the host that a caller calls; ``lasts`` is the length of the scenario's pause in ms."""
        self.host = host
        self._calls = calls
        self._files = folder / f"{scenario}-{host}"
        options = [
            "-i",
            host,
            "-ci",
            host,
            "-p",
            str(PORT),
            "-nostdin",
            "-s",
            number,
            "-d",
            str(lasts),
            "-r",
            str(rate),
        ]
        options += [] if calls is None else ["-m", str(calls)]
        options += ["-au", credentials[0], "-ap", credentials[1]] if credentials else []
        for name, value in (keys or {}).items():
            options += ["-key", name, value]
        with self._file("out").open("w") as out:
            self._process = subprocess.Popen(
                ["sipp", "-sf", str(SCENARIOS / f"{scenario}.xml"), *options, *self._traces()]
                + ([f"{target}:{PORT}"] if target else []),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self._counts = folder / f"{scenario}_{self._process.pid}_counts.csv"

    def wait_until_bound(self) -> None:
        until(lambda: is_bound(self.host) or self._process.poll() is not None, f"SIPp on {self.host}")
        assert self._process.poll() is None, self._story()

    def finish(self, patience: float = 15.0) -> Score:
        """Wait until all calls were played; where their number was left open, end the calls there are and no more."""
        if self._calls is None:
            self._process.send_signal(signal.SIGUSR1)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"SIPp did not come to its end\n{self._story()}") from None
        return self.score()

    def plays(self) -> None:
        """Finish, and nothing may have failed, been repeated or come astray."""
        score = self.finish()
        assert score == Score(self._calls if self._calls is not None else score.answered), self._story()

    def score(self) -> Score:
        """As of the last statistics line, which SIPp writes each second and when it ends."""
        row, counts = _last_row(self._file("stat")), _last_row(self._counts)
        sums = {name: sum(int(row[column]) for column in columns) for name, columns in _COLUMNS.items()}
        received = [column.removesuffix("_Recv") for column in counts if column.endswith("_Recv")]
        return Score(**sums, heard_again=sum(int(counts[f"{each}_Retrans"]) for each in received))

    def started_calls(self) -> int:
        return int(_last_row(self._file("stat")).get("TotalCallCreated", 0))

    def ringing_after(self) -> float:
        """Seconds from INVITE to 180, where the scenario measures it; in steps of 4 ms."""
        hours, minutes, seconds, microseconds = _last_row(self._file("stat"))["ResponseTime1(C)"].split(":")
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(microseconds) / 1e6

    @property
    def call_id(self) -> str:
        """Of the first call; SIPp makes it of the call's number, its process and its address."""
        return f"1-{self._process.pid}@{self.host}"

    def wait_until_received(self, start: str) -> None:
        until(lambda: f"\n{start} " in self.messages(), f"{start} at {self.host}")

    def messages(self) -> str:
        """All that was sent and received, where SIPp was asked to write it down."""
        return self._file("messages").read_text(errors="replace") if self._file("messages").exists() else ""

    def kill(self) -> None:
        """End it if it has not ended."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _traces(self) -> list[str]:
        traces = ["-trace_stat", "-stf", str(self._file("stat")), "-fd", "1", "-trace_counts"]
        traces += ["-trace_err", "-error_file", str(self._file("errors"))]
        if self._calls == 1:
            traces += ["-trace_msg", "-message_file", str(self._file("messages"))]
        return traces

    def _file(self, kind: str) -> Path:
        return self._files.with_name(f"{self._files.name}.{kind}")

    def _story(self) -> str:
        """What there is to read when it went wrong."""
        errors = self._file("errors")
        score = f"{self.score()}" if self._file("stat").exists() else self._file("out").read_text()
        said = errors.read_text(errors="replace") if errors.exists() else ""
        return f"{self._files.name}: {score}\n{said[-3000:]}\n{self.messages()[-12000:]}"


def _last_row(file: Path) -> dict[str, str]:
    """Of a table that is being written: the last complete line. Empty when there is none yet."""
    if not file.exists():
        return {}
    lines = file.read_text().splitlines(keepends=True)
    rows = list(csv.DictReader([line for line in lines if line.endswith("\n")], delimiter=";"))
    return rows[-1] if rows else {}
