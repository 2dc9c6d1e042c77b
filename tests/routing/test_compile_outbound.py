"""From rules and decks to the index (R6.1, R6.2)."""

import pytest

from routing.findings import CompileError
from routing.outbound_index import PatternRows
from routing.problems import Position
from tests.routing import makers
from tests.routing.makers import deck_row, deck_rule, group, rule


def test_r6_1_a_deck_stands_for_one_rule_per_row_without_the_disabled_ones():
    rows = [deck_row("43", 2), deck_row("431", 3, enabled=False), deck_row("49", 5)]
    index = makers.table(groups=[group("alpha", rules=[deck_rule(rows)])]).outbound
    assert [index.rows_under(number) for number in ("431", "49", "50")] == [[0], [1], []]
    assert index.position(1) == Position("deck.csv", 5)


def test_rows_that_differ_only_in_their_prefix_share_what_they_have_in_common():
    rows = [deck_row(str(prefix), rate=prefix / 1000) for prefix in range(1000, 2000)]
    index = makers.table(groups=[group("alpha", rules=[deck_rule(rows)])]).outbound
    assert len(set(index.routes)) == 1


def test_many_patterns_under_one_prefix_are_kept_by_pattern():
    rules = [rule(id=f"r{number}", callee=f"{number}@") for number in range(10)]
    index = makers.table(groups=[group("alpha", rules=rules)]).outbound
    (rows,) = index.prefixes.matches("")
    assert isinstance(rows, PatternRows)
    assert sorted(rows.all()) == list(range(10))


def test_a_bad_pattern_of_a_deck_is_told_at_its_row():
    with pytest.raises(CompileError) as raised:
        makers.table(groups=[group("alpha", rules=[deck_rule([deck_row("43", 7, callee_pattern="(")])])])
    assert [str(problem.at) for problem in raised.value.problems] == ["deck.csv:7:1"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"rules": [rule("43", enabled=False)]}, "the rule is disabled"),
        ({"enabled": False}, "the group alpha is disabled"),
        ({"servers": []}, "the group alpha has no enabled server to send to"),
        ({"servers": [makers.server("a1", enabled=False)]}, "the group alpha has no enabled server to send to"),
        ({"servers": [makers.server("a1", host="192.0.2.0/24")]}, "the group alpha has no enabled server to send to"),
    ],
)
def test_r6_1_a_rule_that_takes_part_in_nothing_says_why(changes, why):
    index = makers.table(groups=[group("alpha", **({"rules": [rule("43")]} | changes))]).outbound
    assert index.rules[0].lost == why
    assert index.rows_under("43") == []


def test_r6_2_equal_keys_before_weight_are_one_rank():
    groups = [group("a", 1, rules=[rule("43")]), group("b", 1, rules=[rule("49")]), group("c", 2, rules=[rule("43")])]
    routes = makers.table(groups=groups).outbound.routes
    assert [route.rank for route in routes] == [0, 0, 1]
