"""Patterns: one, and many searched in one pass (google-re2: linear time, whatever an operator writes).

"Found" is an unanchored, case-sensitive search everywhere (R6.1). Patterns see the octets of
a text (octet_text), read as UTF-8.
Not here: what is done with a match (numbers, selection) and where a pattern was written (compile).
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import re2

from routing.octet_text import octets

SMALLEST_BUDGET = 8 << 20
"""Bytes that one set may use while matching: re2's own default."""
BUDGET_PER_PATTERN = 64 << 10
LARGEST_BUDGET = 1 << 30


def check(pattern: str) -> str | None:
    """What is wrong with a pattern, in re2's words; None when nothing is."""
    try:
        _compile(pattern)
    except re2.error as error:
        reason = error.args[0] if error.args else "not a pattern"
        return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    return None


def groups(pattern: str) -> int:
    """How many groups a good pattern captures."""
    return int(_compile(pattern).groups)


def _options(budget: int = SMALLEST_BUDGET) -> Any:
    options = re2.Options()
    options.log_errors = False  # re2 would write to standard error
    options.max_mem = budget
    return options


def _compile(pattern: str) -> Any:
    return re2.compile(pattern.encode(), _options())


Spans = Sequence[tuple[int, int]]
"""Start and end of a match and of each of its groups; (-1, -1) for a group that took no part."""

_UNMATCHED = (-1, -1)


class Pattern:
    """One compiled pattern; ``text`` is what the operator wrote."""

    __slots__ = ("_match", "text")

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self._match = _matcher(_compile(pattern))

    def found(self, text: str) -> bool:
        return self.search(octets(text)) is not None

    def search(self, data: bytes) -> Spans | None:
        """The first match in some octets, or None."""
        spans = self._match(data, 0, len(data))
        return None if spans[0] == _UNMATCHED else spans


def _matcher(compiled: Any) -> Callable[[bytes, int, int], Spans]:
    """How to search: straight in re2's extension where it is as we know it, else through its Python wrapper."""
    return _straight(compiled) or (lambda data, start, end: _spans(compiled.search(data[start:end])))


def _straight(compiled: Any) -> Callable[[bytes, int, int], Spans] | None:
    """The wrapper takes 1.4 us for a match and as much again for its groups, the extension 0.6 us for both."""
    extension = getattr(compiled, "_regexp", None)
    anchor = getattr(re2, "_Anchor", None)
    return partial(extension.Match, anchor.UNANCHORED) if extension is not None and anchor is not None else None


def _spans(match: Any) -> Spans:
    if match is None:
        return [_UNMATCHED]
    return [match.span(group) for group in range(match.re.groups + 1)]


class PatternSet:
    """Which of many patterns are found in a text, at a cost that hardly grows with their number.

    re2 answers "no match" when its automaton has used up ``budget`` bytes. An empty pattern, always found, stands
    last: when it is missing the answer is not believed, and every pattern is tried by itself.
    """

    __slots__ = ("_match", "_singly", "patterns")

    def __init__(self, patterns: Sequence[str], budget: int | None = None) -> None:
        self.patterns = tuple(patterns)
        self._singly: list[Pattern] | None = None
        self._match = self._automaton(budget or self._budget())

    def _budget(self) -> int:
        return min(LARGEST_BUDGET, max(SMALLEST_BUDGET, BUDGET_PER_PATTERN * len(self.patterns)))

    def _automaton(self, budget: int) -> Any:
        automaton = re2.Set.SearchSet(_options(budget))
        for pattern in (*self.patterns, ""):
            automaton.Add(pattern.encode())
        try:
            automaton.Compile()
        except re2.error:  # larger than its budget: every search is done singly
            return lambda data: None
        return automaton.Match

    def found(self, text: str) -> Sequence[int]:
        """Indexes of the patterns found in ``text``, in no order; one past the last may be among them."""
        data = octets(text)
        hits: Sequence[int] | None = self._match(data)
        return self._found_singly(data) if hits is None else hits

    def first(self, data: bytes) -> int:
        """The lowest index of a pattern found in some octets; the number of patterns when none is."""
        hits: Sequence[int] | None = self._match(data)
        if hits is None:
            hits = self._found_singly(data)
        return min(hits, default=len(self.patterns))

    def _found_singly(self, data: bytes) -> Sequence[int]:
        if self._singly is None:
            self._singly = [Pattern(pattern) for pattern in self.patterns]
        return [index for index, pattern in enumerate(self._singly) if pattern.search(data) is not None]
