"""Rewriting: patterns and what becomes of the text they match (R3.1).

Not here: which set applies to whom (compile), and when (numbers).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from routing.notes import Note, Notes, Verdict
from routing.octet_text import as_octet_text, octets
from routing.pattern_set import Pattern, PatternSet, Spans, groups
from routing.problems import Position

_PIECE = re.compile(
    r"\\(?P<group>[1-9])|\\(?P<backslash>\\)|\$\{(?P<variable>[^}]*)\}|(?P<bad>\\.?)|(?P<text>[^\\$]+|\$)", re.S
)
_VARIABLE = re.compile(r"caller_[a-z][a-z0-9_]*")


Attribute = Callable[[str], str]
"""The caller's attribute of a name, "" when there is none."""


class Variable(NamedTuple):
    """``${caller_NAME}`` in a replacement: an attribute of the caller."""

    name: str


SHORT_LIST = 4
"""Rewrites up to which trying one after the other is faster than asking a set first."""

Piece = bytes | int | Variable
"""Of a replacement: text, the number of a group, or a variable."""


def check_replacement(pattern: str, replacement: str) -> str | None:
    r"""What is wrong with the replacement of a good pattern (R3.1: ``\1``..``\9``, ``${caller_cc}``), or None."""
    captured = groups(pattern)
    for piece in _PIECE.finditer(replacement):
        if piece["bad"] is not None:
            return rf"{piece['bad']} is neither a group \1 to \9 nor \\"
        if piece["group"] is not None and int(piece["group"]) > captured:
            return rf"group \{piece['group']}, but the pattern has {captured}"
        if piece["variable"] is not None and not _VARIABLE.fullmatch(piece["variable"]):
            return f"${{{piece['variable']}}} is no variable: they are ${{caller_cc}}, ${{caller_ac}}, ${{caller_NAME}}"
    return None


def _pieces(replacement: str) -> Sequence[Piece]:
    pieces: list[Piece] = []
    for piece in _PIECE.finditer(replacement):
        if piece["group"] is not None:
            pieces.append(int(piece["group"]))
        elif piece["variable"] is not None:
            pieces.append(Variable(piece["variable"].removeprefix("caller_")))
        else:
            pieces.append((piece["backslash"] or piece["text"]).encode())
    return pieces


class Rewrite:
    """R3.1: one pattern and what its match becomes. An attribute that the caller lacks is empty text."""

    __slots__ = ("_pieces", "at", "pattern", "replacement")

    def __init__(self, pattern: str, replacement: str, at: Position) -> None:
        """Both must have passed their checks."""
        self.pattern = Pattern(pattern)
        self.replacement = replacement
        self.at = at
        self._pieces = _pieces(replacement)

    def apply(self, data: bytes, spans: Spans, attribute: Attribute) -> bytes:
        """``data`` with the match at ``spans`` replaced and the rest kept. A group that took no part is empty."""
        start, end = spans[0]
        result = data[:start]
        for piece in self._pieces:
            if type(piece) is int:
                first, last = spans[piece]
                result += data[first:last]
            elif type(piece) is bytes:
                result += piece
            elif type(piece) is Variable:
                result += as_octet_text(attribute(piece.name)).encode("latin-1")
        return result + data[end:]


class RewriteList:
    """R3.1: the first rewrite whose pattern is found is applied once, and the list ends."""

    __slots__ = ("_patterns", "at", "name", "rewrites")

    def __init__(self, name: str, rewrites: Sequence[Rewrite], at: Position) -> None:
        """``at``: where the set it is of is written."""
        self.name = name
        self.at = at
        self.rewrites = tuple(rewrites)
        texts = [rewrite.pattern.text for rewrite in rewrites]
        self._patterns = PatternSet(texts) if len(texts) > SHORT_LIST else None

    def apply(self, text: str, attribute: Attribute, notes: Notes | None = None) -> str:
        if not self.rewrites:
            return text
        data = octets(text)
        for rewrite in self._worth_trying(data):
            spans = rewrite.pattern.search(data)
            if spans is not None:
                result = rewrite.apply(data, spans, attribute).decode("latin-1")
                if notes is not None:
                    because = f"{text} becomes {result} by {rewrite.pattern.text}"
                    notes.append(Note("R3", self.name, Verdict.YES, because, rewrite.at))
                return result
        if notes is not None:
            notes.append(Note("R3", self.name, Verdict.NO, f"no pattern found in {text or 'empty text'}", self.at))
        return text

    def _worth_trying(self, data: bytes) -> Sequence[Rewrite]:
        """In order, those that may match: all of a short list, of a long one only the first that does."""
        if self._patterns is None:
            return self.rewrites
        place = self._patterns.first(data)
        return self.rewrites[place : place + 1]


@dataclass(slots=True, frozen=True, eq=False)
class RewriteSet:
    """A named set of the four lists (R3.2, R3.4)."""

    name: str
    caller_in: RewriteList
    callee_in: RewriteList
    caller_out: RewriteList
    callee_out: RewriteList
    at: Position
