"""What compiling finds wrong with a configuration: every problem, not only the first.

Not here: what can be seen in one file (config) and how a problem is printed (config).
"""

from routing.pattern_set import check
from routing.problems import Position, Problem, Severity
from routing.rewriting import check_replacement


class RoutingError(Exception):
    """Base of what routing raises."""


class CompileError(RoutingError):
    """The configuration cannot be compiled; ``problems`` says why, warnings included."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{problem.at}: {problem.found}" for problem in problems))
        self.problems = problems


class Findings:
    """Collects problems while the parts of a table are made."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @property
    def fatal(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def error(self, at: Position, code: str, found: str, expected: str | None = None) -> None:
        self.problems.append(Problem(at, Severity.ERROR, code, found, expected))

    def warning(self, at: Position, code: str, found: str, expected: str | None = None) -> None:
        self.problems.append(Problem(at, Severity.WARNING, code, found, expected))

    def pattern_is_good(self, pattern: str, at: Position) -> bool:
        """Says so when it is not (``bad-pattern``)."""
        error = check(pattern)
        if error is not None:
            self.error(at, "bad-pattern", f"pattern {pattern}: {error}", "an RE2 pattern")
        return error is None

    def replacement_is_good(self, pattern: str, replacement: str, at: Position) -> bool:
        """Says so when it is not (``bad-replacement``). The pattern must be good."""
        error = check_replacement(pattern, replacement)
        if error is not None:
            self.error(at, "bad-replacement", f"replacement {replacement}: {error}")
        return error is None
