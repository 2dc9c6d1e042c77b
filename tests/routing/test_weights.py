"""The draw inside a pool (R6.3)."""

import random
from collections import Counter
from types import SimpleNamespace

import pytest

from routing.model import WeightMode
from routing.weights import draw, shares

C5 = [
    ((1, 1), (0.5, 0.5)),
    ((1, 2), (0.25, 0.75)),
    ((1, 3), (0.1667, 0.8333)),
    ((10, 90), (0.0556, 0.9444)),
    ((30, 70), (0.2143, 0.7857)),
    ((1, 1, 2), (0.1667, 0.1667, 0.6667)),
    ((10, 20, 70), (0.0238, 0.1310, 0.8452)),
]


def pool(*weights):
    return [SimpleNamespace(name=place, weight=weight) for place, weight in enumerate(weights)]


def first_of_many(weights, mode, draws=20_000):
    uniform = random.Random(7).random
    counted = Counter(draw(pool(*weights), mode, uniform)[0].name for _ in range(draws))
    return [counted[place] / draws for place in range(len(weights))]


@pytest.mark.parametrize(("weights", "expected"), C5)
def test_r6_3_c5_chances_are_those_of_the_closed_form(weights, expected):
    assert shares(weights, WeightMode.C5) == pytest.approx(expected, abs=0.00005)
    assert first_of_many(weights, WeightMode.C5) == pytest.approx(expected, abs=0.015)


@pytest.mark.parametrize("weights", [(60, 40), (1, 2, 7), (1, 1, 1, 1), (1, 1000)])
def test_r6_3_proportional_chances_are_weight_by_sum(weights):
    expected = [weight / sum(weights) for weight in weights]
    assert shares(weights, WeightMode.PROPORTIONAL) == pytest.approx(expected)
    assert first_of_many(weights, WeightMode.PROPORTIONAL) == pytest.approx(expected, abs=0.015)


def test_r6_3_proportional_goes_on_so_for_the_rest():
    """Of 1, 2, 7 the second place after 7 is the 2's in two cases of three."""
    uniform = random.Random(5).random
    orders = [[entry.name for entry in draw(pool(1, 2, 7), WeightMode.PROPORTIONAL, uniform)] for _ in range(20_000)]
    after_seven = [order[1] for order in orders if order[0] == 2]
    assert after_seven.count(1) / len(after_seven) == pytest.approx(2 / 3, abs=0.015)


@pytest.mark.parametrize("mode", WeightMode)
def test_r6_3_weight_0_comes_after_all_others_of_the_pool(mode):
    uniform = random.Random(1).random
    orders = [[entry.name for entry in draw(pool(0, 1, 0, 5), mode, uniform)] for _ in range(200)]
    assert {frozenset(order[:2]) for order in orders} == {frozenset({1, 3})}
    assert {order[2] for order in orders} == {0, 2}
    assert shares((0, 1, 0), mode) == (0, 1, 0)
    assert shares((0, 0), mode) == (0.5, 0.5)


@pytest.mark.parametrize("mode", WeightMode)
@pytest.mark.parametrize("chance", [0.0, 1 - 2**-53])
def test_each_candidate_is_drawn_once_at_the_edges_of_chance(mode, chance):
    for weights in ((1, 1), (3, 4, 5), (0, 7), (0, 0, 0), (254, 1, 1)):
        drawn = draw(pool(*weights), mode, lambda: chance)
        assert sorted(entry.name for entry in drawn) == list(range(len(weights)))


def test_one_alone_needs_no_chance():
    def no_chance():
        raise AssertionError

    assert len(draw(pool(5), WeightMode.C5, no_chance)) == 1


def test_without_a_draw_the_first_in_the_file_is_first():
    assert shares((1, 9), None) == (1, 0)
