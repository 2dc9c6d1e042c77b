"""Pools, stopper and skips (R6, R7.1)."""

import pytest

from routing.model import SortKey
from tests.routing import makers
from tests.routing.makers import deck_row, deck_rule, group, names, route, rule, server


def sequence(*values):
    """Chance as it is told, pool by pool."""
    return iter(values).__next__


def test_r6_3_candidates_of_equal_keys_are_one_pool_whatever_their_group():
    groups = [group("a", rules=[rule("43")]), group("b", rules=[rule("43")]), group("c", rules=[rule("4")])]
    assert names(route(makers.table(groups=groups)).pools) == [["a", "b"], ["c"]]


MIXED = [
    group("a", rules=[rule("43", stopper=True)], servers=["a1", "a2"]),
    group("b", rules=[rule("43")], servers=["b1"]),
    group("c", 2, rules=[rule("43")], servers=["c1"]),
]


@pytest.mark.parametrize(
    ("chances", "order"),
    [
        ((0.0, 0.0), ["a1", "a2"]),
        ((0.0, 0.9), ["a1", "b1", "a2"]),
        ((0.9, 0.0), ["b1", "a1", "a2"]),
    ],
)
def test_r6_5_the_list_is_cut_after_the_last_of_the_stoppers_group_as_drawn(chances, order):
    decision = route(makers.table(groups=MIXED), uniform=sequence(*chances))
    assert makers.order(decision) == order
    assert names(decision.pools) == [["a1", "a2", "b1"]]


def test_r6_5_of_two_stoppers_in_a_pool_the_first_drawn_cuts():
    groups = [group(name, rules=[rule("43", stopper=True)]) for name in ("a", "b")]
    table = makers.table(groups=groups)
    assert makers.order(route(table, uniform=lambda: 0.0)) == ["a"]
    assert makers.order(route(table, uniform=lambda: 0.9)) == ["b"]


def test_r6_5_a_stopper_that_did_not_bring_its_group_does_not_stop():
    groups = [group("a", rules=[rule("431"), rule("4", stopper=True)]), group("b", rules=[rule("43")])]
    assert makers.order(route(makers.table(groups=groups))) == ["a", "b"]


def test_r6_5_a_row_of_a_deck_may_stop_or_not_whatever_its_rule_says():
    rows = [deck_row("431", stopper=True), deck_row("49", 3)]
    table = makers.table(groups=[group("a", rules=[deck_rule(rows)]), group("b", 2, rules=[rule()])])
    assert [makers.order(route(table, number)) for number in ("431", "49")] == [["a"], ["a", "b"]]


def test_r6_5_a_stopper_that_is_down_still_stops():
    class Down:
        def unusable(self, server):
            return "down" if server.name in ("a1", "a2") else None

    table = makers.table(groups=[MIXED[0], MIXED[2]])
    assert route(table, health=Down()).status == 503


class Drained:
    def unusable(self, server):
        return "drained" if server.name == "a1" else None


def test_r6_1_a_drained_server_is_no_candidate():
    table = makers.table(groups=[group("a", rules=[rule()], servers=["a1", "a2"])])
    notes = []
    decision = route(table, health=Drained(), notes=notes)
    assert names(decision.pools) == [["a2"]]
    assert [(note.step, note.object, note.because) for note in notes][-1] == ("R6", "a/a1", "drained")


def test_r6_6_when_every_candidate_is_drained_there_is_no_route():
    table = makers.table(groups=[group("a", rules=[rule()], servers=["a1"])])
    assert route(table, health=Drained()).status == 404


def test_r7_1_a_skipped_server_stays_in_its_pool():
    class Banned:
        def unusable(self, server):
            return "banned" if server.name == "a2" else None

    table = makers.table(groups=[group("a", rules=[rule()], servers=["a1", server("a2", weight=3)])])
    decision = route(table, health=Banned())
    assert names(decision.pools) == [["a1", "a2"]]
    assert makers.order(decision) == ["a1"]


def test_r6_2_keys_behind_weight_do_not_part_pools():
    order = (SortKey.PRIORITY, SortKey.WEIGHT, SortKey.LONGEST_PREFIX)
    groups = [group("a", rules=[rule("4")]), group("b", rules=[rule("431")])]
    assert names(route(makers.table(groups=groups, order=order)).pools) == [["a", "b"]]
