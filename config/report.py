"""Problems as text for people and as data for programs (CONFIG.md, "Loading").

``FILE:LINE:COL: error CODE: what was found; expected what; did you mean X?`` with the source line and a caret.
``expected`` of a problem is a phrase that follows "expected". Colour is the caller's business.
Not here: SARIF (sarif) and which lines may be shown (excerpt).
"""

from collections.abc import Iterable, Sequence
from typing import Final, TypedDict

from config.excerpt import Excerpts
from routing.problems import Problem, Severity

SHOWN_AT_MOST: Final = 50
_INDENT: Final = "    "


class ProblemData(TypedDict):
    """One problem of ``--json``; line and column count from 1."""

    file: str
    line: int
    column: int
    severity: str
    code: str
    found: str
    expected: str | None
    suggestion: str | None


class ReportData(TypedDict):
    """``check --json``: every problem, in file order, and how many there are of each kind."""

    problems: list[ProblemData]
    errors: int
    warnings: int
    notes: int


def to_line(problem: Problem) -> str:
    """A problem on one line."""
    line = f"{problem.at}: {problem.severity.value} {problem.code}: {problem.found}"
    if problem.expected is not None:
        line += f"; expected {problem.expected}"
    if problem.suggestion is not None:
        line += f"; did you mean {problem.suggestion}?"
    return line


def to_text(problems: Sequence[Problem], *, with_notes: bool = False) -> str:
    """Problems with their lines, 50 at most, then a count; empty when there is nothing to say.

    Notes cannot go wrong, so they are left out unless asked for, and counted behind the other problems.
    """
    told = [problem for problem in problems if with_notes or problem.severity is not Severity.NOTE]
    if not told:
        return ""
    excerpts = Excerpts()
    lines: list[str] = []
    for problem in told[:SHOWN_AT_MOST]:
        lines.append(to_line(problem))
        if excerpt := excerpts.at(problem.at):
            lines += [_INDENT + excerpt.text, _INDENT + " " * excerpt.caret + "^"]
    if len(told) > SHOWN_AT_MOST:
        lines.append(f"and {len(told) - SHOWN_AT_MOST} problems more")
    hidden = _counted(len(problems) - len(told), Severity.NOTE)
    lines.append(summary(told) + (f", and {hidden} that --json shows" if len(problems) > len(told) else ""))
    return "\n".join(lines) + "\n"


def summary(problems: Iterable[Problem]) -> str:
    """How many problems of each kind, such as ``2 errors, 1 warning``."""
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
    return ", ".join(_counted(n, severity) for severity, n in counts.items() if n) or "no problems"


def _counted(number: int, severity: Severity) -> str:
    return f"{number} {severity.value}{'' if number == 1 else 's'}"


def to_json(problems: Sequence[Problem]) -> ReportData:
    """All problems as data, notes included."""
    return {
        "problems": [_data(problem) for problem in problems],
        "errors": _count(problems, Severity.ERROR),
        "warnings": _count(problems, Severity.WARNING),
        "notes": _count(problems, Severity.NOTE),
    }


def _count(problems: Iterable[Problem], severity: Severity) -> int:
    return sum(problem.severity is severity for problem in problems)


def _data(problem: Problem) -> ProblemData:
    return {
        "file": problem.at.file,
        "line": problem.at.line,
        "column": problem.at.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "found": problem.found,
        "expected": problem.expected,
        "suggestion": problem.suggestion,
    }
