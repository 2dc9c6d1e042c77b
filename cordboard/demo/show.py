"""What people see of the demonstration: in colour on a terminal, plain text in a pipe."""

import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from cordboard import __version__
from cordboard.demo.cast import ABROAD, ANNA, BEN, GUEST, PHONES
from cordboard.demo.ladder import ladder
from cordboard.demo.logbook import Entry
from cordboard.demo.measure import PER_SECOND, Burst, percentile
from cordboard.demo.performance import Performance
from cordboard.demo.stage import CONFIGURATION, Stage
from cordboard.demo.why import telling_lines
from routing.table import Table
from sip.addressing import host_port

INDENT = "   "


class Show:
    """Writes to ``out``, by default standard output."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._console = Console(file=out, highlight=False, soft_wrap=True)

    def opening(self, stage: Stage) -> None:
        carriers = len(stage.agents) - len(PHONES)
        self._line(f"cordboard {__version__}", "bold", f" is at {host_port(*stage.engine)} (UDP).")
        self._line("", "", f"Around it: {', '.join(PHONES)}, and {carriers} carriers, each on a socket of its own.")
        self._line("", "", f"They are configured in {_short(CONFIGURATION)}")

    def scene(self, number: int, played: Performance, table: Table) -> None:
        """The ladder of one call, and why it went there."""
        self._line()
        self._line(f"{number}  {played.scene.title}", "bold cyan")
        rungs = ladder(played.sightings)
        width = max(len(" >> ".join(rung.path)) for rung in rungs) if rungs else 0
        for rung in rungs:
            at = f"{INDENT}{rung.seconds * 1000:7.1f} ms  "
            self._line(at, "dim", f"{' >> '.join(rung.path):{width}}  {', '.join(rung.messages)}")
        for line in self._reasons(played, table):
            self._line(f"{INDENT}why  ", "dim", line)
        self._verdict(played.unexpected, f"{played.ended.status} {played.ended.reason}, as expected")

    def scoreboard(
        self, played: Sequence[Performance], burst: Burst | None, decisions: Sequence[float], faults: Sequence[str]
    ) -> None:
        """Every scene once more, the figures, and whatever else went wrong."""
        self._line()
        self._line("Scoreboard", "bold cyan")
        for number, each in enumerate(played, 1):
            self._row(number, each)
        burst = burst or Burst((), ())
        good = sum(not each.unexpected for each in played) + len(burst.seconds)
        bad = len(played) + len(burst.seconds) + len(burst.unexpected) - good
        self._line(f"{INDENT}calls     ", "dim", f"{good} as expected, {bad} not")
        if burst.seconds:
            what = f"INVITE to 200, {len(burst.seconds)} calls of the PBX at {PER_SECOND} a second, all in this process"
            self._times("setup     ", burst.seconds, what)
        if decisions:
            self._times("decision  ", decisions, f"decide(), {len(decisions)} times, on the questions above")
        for fault, times in Counter((*burst.unexpected, *faults)).items():
            self._line(f"{INDENT}NOT AS EXPECTED, {times} times: {fault}", "bold red")

    def try_next(self, serving: Stage | None) -> None:
        """Commands that work; with ``serving`` what a softphone needs."""
        command, file = _command(), shlex.quote(_short(CONFIGURATION))
        self._line()
        self._line("Try next", "bold cyan")
        for line in next_commands(command, file):
            self._line("", "", INDENT + line)
        if serving is None:
            self._line("", "", f"{INDENT}{command} demo        (keeps serving: point a softphone at it)")
            return
        self._line()
        self._line("Point a softphone at it", "bold cyan")
        for what, value in (
            ("user", GUEST.user),
            ("domain", GUEST.domain),
            ("password", GUEST.password),
            ("proxy", f"{host_port(*serving.engine)}, UDP"),
            ("dial", "06641234567     carrier alpha answers (there is no sound: nobody here has media)"),
            ("", "004930123456    the first carrier answers 503, the next one takes the call"),
            ("", f"{ANNA.user}       anna's phone answers"),
            ("", "0900123456      barred"),
        ):
            self._line(f"{INDENT}{what:10}", "dim", value)
        self._line()
        self._line("Serving until Ctrl-C", "bold")

    def entry(self, entry: Entry) -> None:
        """Something happened while serving."""
        self._line(f"{INDENT}{entry.event:12}", "dim", f"{entry.call_id}  {entry.detail}")

    def _reasons(self, played: Performance, table: Table) -> Sequence[str]:
        if played.why is None:
            return [f"{entry.event} {entry.detail}" for entry in played.entries]
        failed = [f"R7 {entry.detail}" for entry in played.entries if entry.event == "failed-over"]
        return [*telling_lines(played.why, table), *failed]

    def _row(self, number: int, played: Performance) -> None:
        ended = f"{played.ended.status} {played.ended.reason}"
        row = f"{INDENT}{number:2}  {played.scene.actor:9} {played.scene.dialled or 'REGISTER':15} {ended:25} "
        answered = f"by {played.answered_by:10} {played.ended.seconds * 1000:8.1f} ms  "
        verdict, style = ("NOT AS EXPECTED", "bold red") if played.unexpected else ("as expected", "green")
        self._line(row, "", answered, verdict, style)

    def _verdict(self, unexpected: Sequence[str], well: str) -> None:
        if not unexpected:
            self._line(INDENT + well, "green")
        for line in unexpected:
            self._line(f"{INDENT}NOT AS EXPECTED: {line}", "bold red")

    def _times(self, name: str, seconds: Sequence[float], of: str) -> None:
        middle, most = (percentile(seconds, share) * 1000 for share in (0.5, 0.99))
        self._line(INDENT + name, "dim", f"p50 {middle:.3f} ms, p99 {most:.3f} ms ({of})")

    def _line(self, first: str = "", style: str = "", then: str = "", last: str = "", last_style: str = "") -> None:
        self._console.print(Text.assemble((first, style), then, (last, last_style)))


def next_commands(command: str, file: str) -> Sequence[str]:
    """Commands to look further into the configuration of the demonstration."""
    return (
        f"{command} check {file}",
        f"{command} explain {ANNA.id} 06641234567 -c {file}",
        f"{command} explain {ANNA.id} 06641234567 --down alpha/a1 -c {file}",
        f"{command} explain {BEN.id} 06641234567 -c {file}",
        f"{command} explain {ABROAD}@first.example {ABROAD} --source 127.0.0.21 -c {file}",
    )


def _command() -> str:
    """How to call us from where this shell is."""
    if shutil.which("cordboard"):
        return "cordboard"
    called = Path(sys.argv[0])
    return shlex.quote(_short(called)) if called.name == "cordboard" else f"{shlex.quote(sys.executable)} -m cordboard"


def _short(path: Path) -> str:
    """``path`` from here, when it is below."""
    path = path.absolute()
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
