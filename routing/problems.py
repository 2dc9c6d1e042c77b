"""What can be wrong with what an operator wrote, and where it stands (CONFIG.md, "Loading").

Not here: how a problem is printed (config) and what is checked (config and routing/compile).
"""

from dataclasses import dataclass
from enum import Enum


@dataclass(slots=True, frozen=True, order=True)
class Position:
    """A place in a file that an operator wrote; line and column count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(slots=True, frozen=True)
class Problem:
    """One thing that is wrong: what was found, what was expected, the nearest valid word."""

    at: Position
    severity: Severity
    code: str
    """Stable, lower case with hyphens, for example ``unknown-key``."""
    found: str
    expected: str | None = None
    suggestion: str | None = None
