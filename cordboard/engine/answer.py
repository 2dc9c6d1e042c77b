"""An answer of our own."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Answer:
    """``extra`` are header field lines for it."""

    status: int
    reason: str
    extra: Sequence[str] = ()
