"""Decks: prefix tables in CSV (``prefixes_from``; CONFIG.md, "Files").

Columns: ``prefix`` and optionally callee_pattern, caller_pattern, rate (a minute), currency, valid_from, valid_to
(a date alone is included whole, UTC), enabled, stopper.
Not here: what a row means for a call (routing).
"""

from collections.abc import Callable, Sequence
from typing import Final

from config import values
from config.findings import BadValue
from config.pattern_lint import Subject, remarks
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


def read_deck(path: str, named_at: Position, reading: Reading, now: float) -> Deck | None:
    """Read a deck; None when there is no such file or its header is wrong. ``now``: seconds since 1970, for lint."""
    table = open_table(path, named_at, REQUIRED, OPTIONAL, reading.findings)
    if table is None:
        return None
    rows = _DeckReader(table, reading).read()
    _lint(table, rows, now)
    return Deck(path, rows)


class _DeckReader:
    """The columns of one deck."""

    def __init__(self, table: CsvTable, reading: Reading) -> None:
        self._table = table
        self._reading = reading
        self._line = 1
        self.callee = Column[str | None](self._pattern("callee_pattern"), None)
        self.caller = Column[str | None](self._pattern("caller_pattern"), None)
        self.rate = Column[float | None](values.rate, None)
        self.currency = Column[str | None](values.currency, None)
        self.valid_from = Column[float | None](values.moment, None)
        self.valid_to = Column[float | None](values.last_moment, None)
        self.enabled = Column[bool](values.switch, True)
        self.stopper = Column[bool | None](values.switch, None)

    def read(self) -> list[DeckRow]:
        """The rows; those with problems are left out. One flat loop: a million rows pass here."""
        callee, caller, rate, currency = self.callee, self.caller, self.rate, self.currency
        valid_from, valid_to, enabled, stopper = self.valid_from, self.valid_to, self.enabled, self.stopper
        at = self._table.places
        in_prefix, in_callee, in_caller, in_rate = (at[name] for name in (*REQUIRED, *OPTIONAL[:3]))
        in_currency, in_from, in_to, in_enabled, in_stopper = (at[name] for name in OPTIONAL[3:])
        rows: list[DeckRow] = []
        add = rows.append
        for line, cells in self._table.rows():
            self._line = line
            prefix = cells[in_prefix]
            try:
                if not prefix.isdigit() or len(prefix) > 32 or not prefix.isascii():
                    values.prefix(prefix)
                currency[cells[in_currency]]
                row = DeckRow(
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
            except BadValue:
                self._refuse(line, cells)
            else:
                add(row)
        return rows

    def _refuse(self, line: int, cells: Sequence[str]) -> None:
        """Convert again, cell by cell, to say everything that is wrong."""
        converters: dict[str, Callable[[str], object]] = {
            "prefix": values.prefix,
            "callee_pattern": self.callee.__getitem__,
            "caller_pattern": self.caller.__getitem__,
            "rate": self.rate.__getitem__,
            "currency": self.currency.__getitem__,
            "valid_from": self.valid_from.__getitem__,
            "valid_to": self.valid_to.__getitem__,
            "enabled": self.enabled.__getitem__,
            "stopper": self.stopper.__getitem__,
        }
        for name, convert in converters.items():
            try:
                convert(cells[self._table.places[name]])
            except BadValue as bad:
                self._table.refuse(line, name, bad)

    def _pattern(self, column: str) -> Callable[[str], str]:
        def convert(text: str) -> str:
            self._reading.pattern(text)
            for remark in remarks(text, Subject.URI):
                self._reading.findings.remark(self._table.place(self._line, column), remark)
            return text

        return convert


def _lint(table: CsvTable, rows: Sequence[DeckRow], now: float) -> None:
    """What many rows may have in common, each said once, at the first of them."""
    with_dates = table.places["valid_from"] >= 0 or table.places["valid_to"] >= 0
    _warn(table, "prefix-not-normal", [row.line for row in rows if row.prefix[:2] == "00" or row.prefix[:1] == "+"])
    _warn(table, "duplicate-row", _repeated(rows))
    if with_dates:
        expired = [row.line for row in rows if row.valid_to is not None and row.valid_to <= now]
        _warn(table, "deck-row-out-of-date", expired)
        backwards = [row for row in rows if row.valid_to is not None and (row.valid_from or 0.0) >= row.valid_to]
        for row in backwards:
            table.refuse(
                row.line, "valid_to", BadValue("bad-date", "an end before the start", "a date after valid_from")
            )


def _repeated(rows: Sequence[DeckRow]) -> list[int]:
    """Lines whose prefix, patterns and dates a row before them has, too."""
    seen: set[object] = set()
    lines = []
    for row in rows:
        prefix, callee, caller, _, valid_from, valid_to, enabled, _, line = row
        if not enabled:
            continue
        key: object = prefix
        if callee is not None or caller is not None or valid_from is not None or valid_to is not None:
            key = (prefix, callee, caller, valid_from, valid_to)
        if key in seen:
            lines.append(line)
        else:
            seen.add(key)
    return lines


_EXPECTED: Final = {
    "prefix-not-normal": ("a prefix with + or 00", "digits of E.164; rules see numbers after rewriting"),
    "duplicate-row": ("prefix and patterns of an earlier row again", "each once; the first counts"),
    "deck-row-out-of-date": ("a row whose valid_to has passed", "a row that can still count"),
}


def _warn(table: CsvTable, code: str, lines: Sequence[int]) -> None:
    if not lines:
        return
    found, expected = _EXPECTED[code]
    column = "valid_to" if code == "deck-row-out-of-date" else "prefix"
    more = "" if len(lines) == 1 else ", and one more" if len(lines) == 2 else f", and {len(lines) - 1} more"
    table.findings.warning(table.place(lines[0], column), code, found + more, expected)
