"""Why a decision is what it is: what was looked at, step by step, and what came of it (DESIGN section 3, Explain).

A live call passes None instead of a list and pays nothing. Not here: how notes are shown (explain).
"""

from enum import StrEnum
from typing import NamedTuple

from routing.problems import Position


class Verdict(StrEnum):
    YES = "yes"
    """It applies."""
    NO = "no"
    """It does not."""
    SKIP = "skip"
    """It would, but cannot be used now (R7.1)."""


class Note(NamedTuple):
    step: str
    """``R1`` to ``R8``, as ROUTING.md counts; shown without what follows a dot."""
    object: str
    verdict: Verdict
    because: str
    at: Position | None
    """Where the object is written; None when it is in no file."""


Notes = list[Note]
