"""Which numbers may not be called: one list of entries, the first hit refuses (R5).

Not here: whose lists are tried, and in which order (decide).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.model import Refusal
from routing.pattern_set import Pattern
from routing.problems import Position


@dataclass(slots=True, frozen=True, eq=False)
class Bar:
    """One entry; with both a prefix and a pattern, both must fit."""

    id: str | None
    prefix: str
    pattern: Pattern | None
    refusal: Refusal
    at: Position

    def hits(self, number: str) -> bool:
        return number.startswith(self.prefix) and (self.pattern is None or self.pattern.found(number))

    @property
    def name(self) -> str:
        if self.id is not None:
            return self.id
        return f"prefix {self.prefix}" if self.pattern is None else f"pattern {self.pattern.text}"


class BarList:
    """Entries in file order. Most calls hit none, which is found out in one look at their prefixes."""

    __slots__ = ("_prefixes", "entries")

    def __init__(self, entries: Sequence[Bar] = ()) -> None:
        self.entries = tuple(entries)
        self._prefixes = tuple({entry.prefix for entry in entries})

    def first_hit(self, number: str) -> Bar | None:
        """The first entry that bars a normalised number."""
        if not self._prefixes or not number.startswith(self._prefixes):
            return None
        for entry in self.entries:
            if entry.hits(number):
                return entry
        return None


NOTHING_BARRED = BarList()
