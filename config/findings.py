"""Collecting what is wrong, all of it, in file order (HOUSE-STYLE 32).

``BadValue`` is what a conversion raises; ``Findings`` is where every problem of one load ends up.
Not here: how problems are printed (report) and what is checked.
"""

import difflib
from collections.abc import Collection

from config.codes import CODES
from routing.problems import Position, Problem, Severity

QUOTED_AT_MOST = 60


class BadValue(ValueError):
    """A written value that cannot be what it should be. The place is the value's, unless ``at`` is given."""

    def __init__(
        self,
        code: str,
        found: str,
        expected: str | None = None,
        suggestion: str | None = None,
        *,
        at: Position | None = None,
    ) -> None:
        super().__init__(f"{code}: {found}")
        self.code = code
        self.found = found
        self.expected = expected
        self.suggestion = suggestion
        self.at = at


class Findings:
    """The problems of one load. ``problems`` are in file order: by file as read, line, column."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._files: dict[str, int] = {}
        self.has_errors = False

    def begin(self, file: str) -> None:
        """A file is about to be read; its problems come after those of the files before."""
        self._files.setdefault(file, len(self._files))

    def error(
        self, at: Position, code: str, found: str, expected: str | None = None, suggestion: str | None = None
    ) -> None:
        self.has_errors = True
        self._add(Problem(at, Severity.ERROR, code, found, expected, suggestion))

    def warning(
        self, at: Position, code: str, found: str, expected: str | None = None, suggestion: str | None = None
    ) -> None:
        self._add(Problem(at, Severity.WARNING, code, found, expected, suggestion))

    def note(self, at: Position, code: str, found: str, expected: str | None = None) -> None:
        self._add(Problem(at, Severity.NOTE, code, found, expected))

    def bad_value(self, at: Position, bad: BadValue) -> None:
        self.error(bad.at or at, bad.code, bad.found, bad.expected, bad.suggestion)

    def remark(self, at: Position, remark: BadValue) -> None:
        """A value that is possible, and probably not meant."""
        self.warning(remark.at or at, remark.code, remark.found, remark.expected, remark.suggestion)

    def _add(self, problem: Problem) -> None:
        assert problem.code in CODES, problem.code
        self._problems.append(problem)

    @property
    def problems(self) -> list[Problem]:
        last = len(self._files)
        unique = dict.fromkeys(self._problems)  # an aliased node is read once for each alias
        return sorted(unique, key=lambda problem: (self._files.get(problem.at.file, last), problem.at))


def quote(written: str) -> str:
    """What was written, fit for a message: on one line, not too long, nothing that moves a terminal."""
    short = written if len(written) <= QUOTED_AT_MOST else written[: QUOTED_AT_MOST - 1] + "…"
    return '"' + "".join(char if char.isprintable() else repr(char)[1:-1] for char in short) + '"'


def nearest(word: str, words: Collection[str]) -> str | None:
    """The word the operator probably meant."""
    lowered = {known.lower(): known for known in words}
    close = difflib.get_close_matches(word.lower(), lowered, n=1, cutoff=0.6)
    return lowered[close[0]] if close else None
