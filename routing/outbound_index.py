"""Which outbound rules match a call: one index from prefix to rows for all groups (R6.1).

A row is one rule, or one row of a rule's deck; rows are counted in file order and known by that number. What rows
of a deck share is a Route, kept once. Not here: building it (compile_outbound), order and pools (selection).
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from routing.pattern_set import PatternSet
from routing.peering import Candidate, Group, Rule
from routing.prefix_trie import PrefixTrie
from routing.problems import Position

NO_PATTERN = -1


@dataclass(slots=True, frozen=True, eq=False)
class Route:
    """What rows have in common that differ only in the text of their prefix."""

    rule: Rule
    group: Group
    rank: int
    """Place of the keys before ``weight`` among all of the table (R6.2): equal rank, same pool."""
    callee_pattern: int
    caller_pattern: int
    """Place in the index's pattern sets, or NO_PATTERN."""
    valid_from: float | None
    valid_to: float | None
    conditional: bool
    """The prefix is not all that is asked for."""
    candidates: tuple[Candidate, ...]


class Evidence:
    """What can be said of one call besides its number. Patterns are searched when the first route asks."""

    __slots__ = ("_callee_hits", "_caller_hits", "_index", "callee_uri", "caller_uri", "now")

    def __init__(
        self,
        index: "OutboundIndex",
        callee_uri: str,
        caller_uri: str,
        now: float,
        caller_hits: Sequence[int] | None = None,
    ) -> None:
        """``caller_hits``: the caller patterns found, where they are known beforehand."""
        self._index = index
        self.callee_uri = callee_uri
        self.caller_uri = caller_uri
        self.now = now
        self._callee_hits: Sequence[int] | None = None
        self._caller_hits = caller_hits

    @property
    def callee_hits(self) -> Sequence[int]:
        if self._callee_hits is None:
            self._callee_hits = self._index.callee_patterns.found(self.callee_uri)
        return self._callee_hits

    @property
    def caller_hits(self) -> Sequence[int]:
        if self._caller_hits is None:
            self._caller_hits = self._index.caller_patterns.found(self.caller_uri)
        return self._caller_hits

    def missing(self, route: Route) -> str | None:
        """The first condition besides the prefix that does not hold, by its name in the configuration."""
        pattern = route.callee_pattern
        if pattern != NO_PATTERN and pattern not in self.callee_hits:
            return "callee_pattern"
        pattern = route.caller_pattern
        if pattern != NO_PATTERN and pattern not in self.caller_hits:
            return "caller_pattern"
        if route.valid_from is not None and self.now < route.valid_from:
            return "valid_from"
        if route.valid_to is not None and self.now >= route.valid_to:
            return "valid_to"
        return None


@dataclass(slots=True, frozen=True, eq=False)
class PatternRows:
    """The rows of a prefix under which many have patterns, by pattern: a call looks only at those that were found."""

    plain: Sequence[int]
    by_callee: Mapping[int, Sequence[int]]
    by_caller: Mapping[int, Sequence[int]]
    """Rows that have no callee pattern."""

    def worth_a_look(self, evidence: Evidence) -> list[int]:
        rows = list(self.plain)
        by_pattern = self.by_callee
        for hit in evidence.callee_hits if by_pattern else ():
            if hit in by_pattern:
                rows += by_pattern[hit]
        by_pattern = self.by_caller
        for hit in evidence.caller_hits if by_pattern else ():
            if hit in by_pattern:
                rows += by_pattern[hit]
        return rows

    def all(self) -> Iterable[int]:
        yield from self.plain
        for rows in (*self.by_callee.values(), *self.by_caller.values()):
            yield from rows


Rows = int | tuple[int, ...] | PatternRows
"""Of one prefix: mostly a single one, so that a million of them cost no object each."""


@dataclass(slots=True, frozen=True, eq=False)
class OutboundIndex:
    prefixes: PrefixTrie[Rows]
    routes: Sequence[Route]
    """By row."""
    lines: "array[int]"
    """By row: its line in the deck; 0 for a rule without one."""
    has_stopper: bool
    """Whether any row is a stopper."""
    rules: tuple[Rule, ...]
    """All, also those that take part in no decision."""
    callee_patterns: PatternSet
    caller_patterns: PatternSet

    def best_rows(self, number: str, evidence: Evidence, never: Group | None) -> list[tuple[int, int]]:
        """R6.1, R6.2, R6.4: (rank, row) of each group's best row that matches, in order; in file order among equals.

        ``never``: R4.4, the group that a relayed call came from.
        """
        routes = self.routes
        best: dict[Group, tuple[int, int]] = {}
        for entry in self.prefixes.matches(number):
            rows: Sequence[int]
            if type(entry) is int:
                rows = (entry,)
            elif type(entry) is tuple:
                rows = entry
            else:
                assert type(entry) is PatternRows
                rows = entry.worth_a_look(evidence)
            for row in rows:
                route = routes[row]
                group = route.group
                place = (route.rank, row)
                if group in best and best[group] < place:
                    continue
                if not route.conditional or evidence.missing(route) is None:
                    best[group] = place
        if never is not None:
            best.pop(never, None)
        return sorted(best.values())

    def rows_under(self, number: str) -> list[int]:
        """Every row whose prefix the number starts with, whatever else it asks for; in file order."""
        rows: list[int] = []
        for entry in self.prefixes.matches(number):
            if isinstance(entry, int):
                rows.append(entry)
            else:
                rows.extend(entry if isinstance(entry, tuple) else entry.all())
        return sorted(rows)

    def position(self, row: int) -> Position:
        """Where a row is written."""
        rule = self.routes[row].rule
        return rule.at if rule.deck is None else Position(rule.deck, self.lines[row])
