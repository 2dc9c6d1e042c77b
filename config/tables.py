"""CSV files row by row (RFC 4180): the header checked, each cell known by line and column.

Rows bypass the models: a deck may have a million of them. Every problem of a row is noted, up to a bound.
Not here: what the cells mean (decks, subscriber_tables).
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from config.files import Kind, read_text
from config.findings import BadValue, Findings, nearest, quote
from routing.problems import Position

MAX_ROW_PROBLEMS: Final = 100  # of one table; more of them tell nobody anything
V = TypeVar("V")


class Column(dict[str, V], Generic[V]):
    """The values of one column, each distinct text converted once. A missing column has empty text in every row."""

    def __init__(self, convert: Callable[[str], V], empty: V | None = None, *, required: bool = False) -> None:
        """``empty`` is the value of an empty cell, unless that is ``required`` to be converted, too."""
        super().__init__()
        self._convert = convert
        if not required:
            self[""] = empty  # type: ignore[assignment]  # V includes None where the caller allows empty cells

    def __missing__(self, text: str) -> V:
        value = self[text] = self._convert(text)
        return value


@dataclass(slots=True)
class CsvTable:
    """An open table. ``places`` says where each column stands; a missing one is -1, an empty cell behind the last."""

    path: str
    text: str
    places: dict[str, int]
    width: int
    findings: Findings
    problems: int = 0
    _lines: list[str] | None = None

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of each whole row, an empty cell added. Problems are noted; too many end it."""
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        line = 1
        width = self.width
        try:
            next(reader)
            for cells in reader:
                line, begun = reader.line_num, line + 1
                if len(cells) == width and line == begun:
                    cells.append("")
                    yield line, cells
                elif cells:
                    self._refuse_row(begun, line, cells)
                if self.problems > MAX_ROW_PROBLEMS:
                    found = f"more than {MAX_ROW_PROBLEMS} problems"
                    self.findings.error(Position(self.path, line), "too-many-problems", found, "a table that is whole")
                    return
        except csv.Error as error:
            at = Position(self.path, line + 1)
            self.findings.error(at, "csv-syntax", str(error), "cells quoted as in RFC 4180")

    def refuse(self, line: int, column: str, bad: BadValue) -> None:
        """Note a problem of a cell."""
        self.problems += 1
        self.findings.bad_value(self.place(line, column), bad)

    def place(self, line: int, column: str) -> Position:
        """Where a cell stands."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return Position(self.path, line, cell_start(self._lines[line - 1], self.places[column]))

    def _refuse_row(self, begun: int, line: int, cells: list[str]) -> None:
        self.problems += 1
        if line != begun:
            found, expected = "a cell of more than one line", "cells on one line; is a quotation mark left open?"
        else:
            found, expected = f"{len(cells)} cells", f"{self.width}, as many as the header names"
        self.findings.error(Position(self.path, begun), "csv-cells", found, expected)


def cell_start(line: str, index: int) -> int:
    """The column at which a cell of a CSV line starts, counted from 1."""
    quoted = False
    seen = 0
    for place, char in enumerate(line):
        if seen == index:
            return place + 1
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            seen += 1
    return len(line) + 1


def open_table(
    path: str, named_at: Position, required: Collection[str], optional: Collection[str], findings: Findings
) -> CsvTable | None:
    """Read a CSV file and its header; None when that has no required column, or there is no file."""
    text = read_text(path, Kind.CSV, named_at, findings)
    if text is None:
        return None
    header = _header(text)
    if not set(header) & set(required):
        _refuse_header(path, header, required, findings)
        return None
    places: dict[str, int] = {}
    known = [*required, *optional]
    for index, name in enumerate(header):
        at = Position(path, 1, cell_start(text.split("\n", 1)[0], index))
        if name not in known:
            expected = f"one of {', '.join(known)}"
            findings.error(at, "csv-unknown-column", f"the column {quote(name)}", expected, nearest(name, known))
        elif name in places:
            findings.error(at, "csv-header", f"the column {quote(name)} again", "each column once")
        places.setdefault(name, index)
    for name in required:
        if name not in places:
            found = f"no column {quote(name)}"
            findings.error(Position(path, 1), "csv-header", found, f"the columns {', '.join(required)}")
    return CsvTable(path, text, {name: places.get(name, -1) for name in known}, len(header), findings)


def _header(text: str) -> list[str]:
    try:
        return next(csv.reader([text.split("\n", 1)[0]], strict=True))
    except (csv.Error, StopIteration):
        return []


def _refuse_header(path: str, header: list[str], required: Collection[str], findings: Findings) -> None:
    """The first line is not quoted: without a header it is a row, and may hold a secret."""
    columns = ",".join(required)
    if len(header) == 1 and ";" in header[0]:
        found = "cells separated by semicolons"
        findings.error(Position(path, 1), "csv-header", found, f"commas, and a header line such as {columns}")
    else:
        findings.error(Position(path, 1), "csv-header", "a first line that is no header", f"the columns {columns}")
