"""The draw inside a pool: who is tried first, and with which chance (R6.3).

Two modes. ``proportional``: the chance to be first is weight / sum, and so on for the rest. ``c5``: each draws
weight x uniform, the largest first, as Sipwise C5 does. Weight 0 comes after all others of the pool, with equal
chances among its like.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod

from routing.model import WeightMode
from routing.peering import Candidate

Uniform = Callable[[], float]
"""Chance: 0 <= u < 1."""


def draw(pool: Sequence[Candidate], mode: WeightMode, uniform: Uniform) -> Sequence[Candidate]:
    """The pool in the order of one draw; asks for no chance where there is no choice."""
    if len(pool) == 1:
        return pool
    by_mode = _proportional if mode is WeightMode.PROPORTIONAL else _c5
    if len(pool) == 2 and by_mode is _proportional:  # as below, for the usual case in a third of the time
        one, other = pool
        if one.weight and other.weight:
            return pool if uniform() * (one.weight + other.weight) < one.weight else (other, one)
    weighty = [candidate for candidate in pool if candidate.weight]
    if len(weighty) == len(pool):
        return by_mode(weighty, [candidate.weight for candidate in pool], uniform)
    light = [candidate for candidate in pool if not candidate.weight]
    first = by_mode(weighty, [candidate.weight for candidate in weighty], uniform)
    return [*first, *by_mode(light, [1] * len(light), uniform)]


def _proportional(rest: list[Candidate], weights: list[int], uniform: Uniform) -> list[Candidate]:
    """Picks one after the other by its share of what is left. Empties its lists."""
    order = []
    total = sum(weights)
    while len(rest) > 1:
        point = uniform() * total
        place = 0
        while point >= weights[place]:
            point -= weights[place]
            place += 1
        total -= weights.pop(place)
        order.append(rest.pop(place))
    return order + rest


def _c5(candidates: list[Candidate], weights: list[int], uniform: Uniform) -> list[Candidate]:
    if len(candidates) < 2:
        return candidates
    draws = [-weight * uniform() for weight in weights]
    return [candidates[place] for place in sorted(range(len(draws)), key=draws.__getitem__)]


@lru_cache(maxsize=1024)
def shares(weights: tuple[int, ...], mode: WeightMode | None) -> tuple[float, ...]:
    """Each one's chance to be first, in closed form. Without a draw (None) the first in file order is."""
    if mode is None:
        return tuple(float(place == 0) for place in range(len(weights)))
    if not any(weights):
        weights = (1,) * len(weights)
    if mode is WeightMode.PROPORTIONAL:
        return tuple(weight / sum(weights) for weight in weights)
    return tuple(float(_c5_share(place, weights)) for place in range(len(weights)))


def _c5_share(place: int, weights: tuple[int, ...]) -> Fraction:
    """(1/w) * integral from 0 to w of the product of min(1, x/v) over the other weights v, piece by piece."""
    own = weights[place]
    others = [weight for index, weight in enumerate(weights) if index != place and weight]
    if not own:
        return Fraction(0)
    total = Fraction(0)
    start = 0
    for end in sorted({own, *(weight for weight in others if weight < own)}):
        above = [weight for weight in others if weight > start]  # these still hold x back: a factor x/v each
        power = len(above) + 1
        total += Fraction(end**power - start**power, power * prod(above))
        start = end
    return total / own
