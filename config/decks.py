"""Decks: prefix tables in CSV (``prefixes_from``; CONFIG.md, "Files").

Columns: ``prefix`` and optionally callee_pattern, caller_pattern, rate (a minute), currency, valid_from, valid_to
(a date alone is included whole, UTC), enabled, stopper.
Not here: what a row means for a call (routing).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from config import values
from config.findings import BadValue
from config.pattern_lint import UriText, lint_pattern
from config.reading import Reading
from config.tables import Column, CsvTable, open_table
from routing.model import Deck, DeckRow
from routing.problems import Position

REQUIRED: Final = ("prefix",)
OPTIONAL: Final = (
    "callee_pattern",
    "caller_pattern",
    "rate",
    "currency",
    "valid_from",
    "valid_to",
    "enabled",
    "stopper",
)


@dataclass(slots=True)
class _Remark:
    """Something that many rows have; said once, at the first."""

    code: str
    what: str
    expected: str
    lines: list[int] = field(default_factory=list)


def read_deck(path: str, named_at: Position, reading: Reading, now: float) -> Deck | None:
    """Read a deck; None when there is no such file or its header is wrong. ``now``: seconds since 1970, for lint."""
    table = open_table(path, named_at, REQUIRED, OPTIONAL, reading.findings)
    if table is None or "prefix" not in table.places or table.places["prefix"] < 0:
        return None
    return Deck(path, _DeckReader(table, reading, now).read())


class _DeckReader:
    def __init__(self, table: CsvTable, reading: Reading, now: float) -> None:
        self._table = table
        self._reading = reading
        self._now = now
        self._line = 1
        self._columns: dict[str, Column[object]] = {}

    def read(self) -> list[DeckRow]:
        """The rows; those with problems are left out. Kept tight: a million rows pass here."""
        table = self._table
        place = table.places
        in_prefix, in_callee, in_caller = place["prefix"], place["callee_pattern"], place["caller_pattern"]
        in_rate, in_currency = place["rate"], place["currency"]
        in_from, in_to, in_enabled, in_stopper = (
            place["valid_from"],
            place["valid_to"],
            place["enabled"],
            place["stopper"],
        )
        callee, caller = self._patterns("callee_pattern"), self._patterns("caller_pattern")
        rate, currency = Column(values.rate), Column(values.currency)
        valid_from, valid_to = Column(values.moment), Column(values.last_moment)
        enabled, stopper = Column(values.switch, True), Column(values.switch)
        rows: list[DeckRow] = []
        add = rows.append
        for line, cells in table.rows():
            prefix = cells[in_prefix]
            try:
                if not (prefix.isdigit() and prefix.isascii() and len(prefix) < 33):
                    values.prefix(prefix)
                self._line = line
                currency[cells[in_currency]]
                add(
                    DeckRow(
                        prefix,
                        callee[cells[in_callee]],
                        caller[cells[in_caller]],
                        rate[cells[in_rate]],
                        valid_from[cells[in_from]],
                        valid_to[cells[in_to]],
                        enabled[cells[in_enabled]],
                        stopper[cells[in_stopper]],
                        line,
                    )
                )
            except BadValue:
                self._refuse(line, cells)
        return rows
