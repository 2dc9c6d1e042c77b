"""From outbound rules and decks to the index that calls ask (R6.1, R6.2).

A million rows pass through here: rows that differ only in their prefix share one Route, and a prefix with one row
costs a string, a number and a dict entry. Not here: what a lookup does (outbound_index).
"""

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from routing.findings import Findings
from routing.model import Configuration, DeckRow, OutboundRule, RoutingSettings, SortKey
from routing.octet_text import as_octet_text
from routing.outbound_index import NO_PATTERN, OutboundIndex, PatternRows, Route, Rows
from routing.pattern_set import PatternSet
from routing.peering import Candidate, Group, Rule
from routing.prefix_trie import PrefixTrie
from routing.problems import Position

MANY_PATTERNS = 8
"""Rows with patterns under one prefix from which on they are kept by pattern."""


class _Kind(NamedTuple):
    """What rows of one Route have in common."""

    rule: int
    prefix_length: int
    callee_pattern: int
    caller_pattern: int
    cost: float | None
    valid_from: float | None
    valid_to: float | None
    stopper: bool


class _Patterns:
    """Different patterns, counted in the order of appearance; a bad one is a problem and counts as none."""

    def __init__(self, findings: Findings) -> None:
        self._places: dict[str | None, int] = {None: NO_PATTERN, "": NO_PATTERN}
        self.texts: list[str] = []
        self._findings = findings

    def place(self, pattern: str | None, at: Position) -> int:
        place = self._places.get(pattern)
        if place is None:
            assert pattern is not None
            place = self._places[pattern] = self._add(pattern, at)
        return place

    def _add(self, pattern: str, at: Position) -> int:
        if not self._findings.pattern_is_good(pattern, at):
            return NO_PATTERN
        self.texts.append(pattern)
        return len(self.texts) - 1


class _Builder:
    """Collects rows in file order, then makes the index."""

    def __init__(self, settings: RoutingSettings, findings: Findings) -> None:
        order = settings.order
        self._keys = order[: order.index(SortKey.WEIGHT)] if SortKey.WEIGHT in order else order
        self._callee = _Patterns(findings)
        self._caller = _Patterns(findings)
        self._entries: dict[str, int | list[int]] = {}
        self._kinds: dict[_Kind, int] = {}
        self._kind_by_row = array("I")
        self._lines = array("I")
        self._rules: list[Rule] = []

    def add_rule(self, rule: OutboundRule, group: Group) -> None:
        lost = _why_lost(rule, group)
        deck = rule.deck.file if rule.deck is not None else None
        first = len(self._lines)
        if lost is None:
            rows = [_as_row(rule)] if rule.deck is None else rule.deck.rows
            self._add_rows(rule, rows, deck)
        rows_of_rule = range(first, len(self._lines))
        self._rules.append(Rule(rule.id, group, as_octet_text(rule.prefix), deck, lost, rows_of_rule, rule.at))

    def _add_rows(self, rule: OutboundRule, rows: Sequence[DeckRow], file: str | None) -> None:
        number = len(self._rules)
        with_cost = SortKey.COST in self._keys
        kinds, entries = self._kinds, self._entries
        add_kind, add_line, row_number = self._kind_by_row.append, self._lines.append, len(self._lines)
        for prefix, callee, caller, rate, valid_from, valid_to, enabled, stopper, line in rows:
            if not enabled:
                continue
            callee_place = caller_place = NO_PATTERN
            if callee or caller:
                at = Position(file, line) if file is not None else rule.at
                callee_place, caller_place = self._callee.place(callee, at), self._caller.place(caller, at)
            prefix = as_octet_text(prefix)
            kind = _Kind(
                number, len(prefix), callee_place, caller_place, rate if with_cost else None, valid_from, valid_to,
                rule.stopper if stopper is None else stopper,
            )  # fmt: skip
            add_kind(kinds.setdefault(kind, len(kinds)))
            add_line(line)
            others = entries.get(prefix)
            if others is None:
                entries[prefix] = row_number
            elif isinstance(others, list):
                others.append(row_number)
            else:
                entries[prefix] = [others, row_number]
            row_number += 1

    def index(self) -> OutboundIndex:
        by_kind = self._routes()
        routes = [by_kind[kind] for kind in self._kind_by_row]
        entries: Mapping[str, Rows] = {
            prefix: rows if isinstance(rows, int) else _by_pattern(rows, routes)
            for prefix, rows in self._entries.items()
        }
        return OutboundIndex(
            prefixes=PrefixTrie(entries),
            routes=routes,
            has_stopper=any(kind.stopper for kind in self._kinds),
            lines=self._lines,
            rules=tuple(self._rules),
            callee_patterns=PatternSet(self._callee.texts),
            caller_patterns=PatternSet(self._caller.texts),
        )

    def _routes(self) -> list[Route]:
        keys = [self._key(kind) for kind in self._kinds]
        ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
        return [self._route(kind, ranks[key]) for kind, key in zip(self._kinds, keys, strict=True)]

    def _key(self, kind: _Kind) -> tuple[float, ...]:
        """R6.2: smaller first, in the keys that stand before ``weight``."""
        values: list[float] = []
        for key in self._keys:
            if key is SortKey.PRIORITY:
                values.append(self._rules[kind.rule].group.priority)
            elif key is SortKey.LONGEST_PREFIX:
                values.append(-kind.prefix_length)
            else:
                values.append(float("inf") if kind.cost is None else kind.cost)
        return tuple(values)

    def _route(self, kind: _Kind, rank: int) -> Route:
        rule = self._rules[kind.rule]
        return Route(
            rule=rule,
            group=rule.group,
            rank=rank,
            callee_pattern=kind.callee_pattern,
            caller_pattern=kind.caller_pattern,
            valid_from=kind.valid_from,
            valid_to=kind.valid_to,
            conditional=kind[2:4] != (NO_PATTERN, NO_PATTERN) or kind[5:7] != (None, None),
            candidates=tuple(
                Candidate(server, rule, kind.prefix_length, kind.stopper, server.weight)
                for server in rule.group.outbound
            ),
        )


def _as_row(rule: OutboundRule) -> DeckRow:
    return DeckRow(rule.prefix, rule.callee_pattern, rule.caller_pattern, None, None, None, True, None, 0)


def _why_lost(rule: OutboundRule, group: Group) -> str | None:
    """R6.1: what keeps a rule out of every decision."""
    if not rule.enabled:
        return "the rule is disabled"
    if not group.enabled:
        return f"the group {group.name} is disabled"
    return None if group.outbound else f"the group {group.name} has no enabled server to send to"


def _by_pattern(rows: Sequence[int], routes: Sequence[Route]) -> Rows:
    plain: list[int] = []
    by_callee: dict[int, list[int]] = {}
    by_caller: dict[int, list[int]] = {}
    for row in rows:
        route = routes[row]
        if route.callee_pattern != NO_PATTERN:
            by_callee.setdefault(route.callee_pattern, []).append(row)
        elif route.caller_pattern != NO_PATTERN:
            by_caller.setdefault(route.caller_pattern, []).append(row)
        else:
            plain.append(row)
    if len(rows) - len(plain) < MANY_PATTERNS:
        return tuple(rows)
    return PatternRows(plain, by_callee, by_caller)


def compile_outbound(configuration: Configuration, groups: Mapping[str, Group], findings: Findings) -> OutboundIndex:
    """The index over all groups' rules. Bad patterns are added to ``findings`` and left out."""
    builder = _Builder(configuration.routing, findings)
    for name, group in configuration.peering.items():
        for rule in group.rules:
            builder.add_rule(rule, groups[name])
    return builder.index()
