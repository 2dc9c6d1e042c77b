"""Which rows match, and each group's best (R6.1, R6.2, R6.4)."""

import pytest

from routing.model import SortKey
from routing.outbound_index import Evidence
from tests.routing import makers
from tests.routing.makers import deck_row, deck_rule, group, names, route, rule

CALLEE = "sip:431999@sip.example"
CALLER = "sip:43720100@sip.example"


def best(index, number="431999", now=0.0, never=None):
    """Rule names of the best rows, in order."""
    evidence = Evidence(index, f"sip:{number}@sip.example", CALLER, now)
    return [index.routes[row].rule.name for _, row in index.best_rows(number, evidence, never)]


@pytest.mark.parametrize(
    ("fields", "matches"),
    [
        ({"prefix": ""}, True),
        ({"prefix": "431"}, True),
        ({"prefix": "+431"}, False),
        ({"prefix": "4319999"}, False),
        ({"callee": r"999@sip\.example$"}, True),
        ({"callee": "SIP:"}, False),
        ({"caller": "3720"}, True),
        ({"caller": "^43720"}, False),
        ({"prefix": "43", "callee": "^sip:43", "caller": "^sip:49"}, False),
    ],
)
def test_r6_1_prefix_and_patterns_must_all_fit(fields, matches):
    index = makers.table(groups=[group("a", rules=[rule(**fields)])]).outbound
    assert bool(best(index)) is matches


@pytest.mark.parametrize(("now", "matches"), [(99.0, False), (100.0, True), (199.0, True), (200.0, False)])
def test_r6_1_a_row_counts_within_its_dates(now, matches):
    rows = [deck_row("43", valid_from=100.0, valid_to=200.0)]
    index = makers.table(groups=[group("a", rules=[deck_rule(rows)])]).outbound
    assert bool(best(index, now=now)) is matches


def test_r6_1_many_patterns_match_as_few_do():
    rules = [rule(id=f"r{digit}", callee=f"^sip:{digit}") for digit in range(9)]
    rules += [rule(id="dated", caller="^sip:43"), rule(id="both", callee="^sip:4", caller="^sip:49")]
    index = makers.table(groups=[group(f"g{place}", rules=[each]) for place, each in enumerate(rules)]).outbound
    assert best(index) == ["g4/r4", "g9/dated"]


def test_r6_2_cheaper_goes_first_and_no_cost_last():
    groups = [
        group("dear", rules=[deck_rule([deck_row("43", rate=0.2)])]),
        group("free", rules=[rule("43")]),
        group("cheap", rules=[deck_rule([deck_row("4", rate=0.1)])]),
    ]
    index = makers.table(groups=groups, order=(SortKey.COST, SortKey.PRIORITY, SortKey.WEIGHT)).outbound
    assert best(index) == ["cheap/deck", "dear/deck", "free/to-43"]


def test_r6_2_a_smaller_priority_or_a_longer_prefix_goes_first_as_the_order_says():
    groups = [group("short", 1, rules=[rule("4")]), group("long", 2, rules=[rule("43")])]
    assert best(makers.table(groups=groups, order=makers.DEFAULT_ORDER).outbound) == ["short/to-4", "long/to-43"]
    assert best(makers.table(groups=groups, order=makers.C5_ORDER).outbound) == ["long/to-43", "short/to-4"]


def test_r6_4_a_server_reached_through_several_rules_appears_once_at_its_best_place():
    groups = [group("a", rules=[rule(""), rule("431"), rule("43")]), group("b", rules=[rule("43")])]
    decision = route(makers.table(groups=groups))
    assert names(decision.pools) == [["a"], ["b"]]
    assert decision.order[0].rule.id == "to-431"


def test_r6_4_inside_a_pool_the_first_rule_in_the_file_counts():
    order = (SortKey.PRIORITY, SortKey.WEIGHT)
    rows = [deck_row("4", 2), deck_row("431", 3)]
    table = makers.table(groups=[group("a", rules=[deck_rule(rows), rule("")])], order=order)
    (candidate,) = route(table).order
    assert (candidate.rule.id, candidate.prefix_length) == ("deck", 1)


def test_r4_4_the_group_a_call_came_from_is_left_out():
    table = makers.table(groups=[group("a", rules=[rule()]), group("b", rules=[rule()])])
    assert best(table.outbound, never=table.groups[0]) == ["b/to-any"]
