"""The draw inside a pool: who is tried first, and with which chance (R6.3).

Two modes. ``proportional``: the chance to be first is weight / sum, and so on for the rest: an exponential race,
each candidate's time is drawn with its weight as rate. ``c5``: weight x uniform, the largest first, as Sipwise C5 does.
Weight 0 comes after all others of the pool, with equal chances among its like.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from math import log1p, prod

from routing.model import WeightMode
from routing.peering import Candidate

Uniform = Callable[[], float]
"""Chance: 0 <= u < 1."""


def draw(pool: Sequence[Candidate], mode: WeightMode, uniform: Uniform) -> Sequence[Candidate]:
    """The pool in the order of one draw. Asks ``uniform`` once for each candidate of a pool of several."""
    if len(pool) == 1:
        return pool
    proportional = mode is WeightMode.PROPORTIONAL
    drawn = []
    for place, candidate in enumerate(pool):
        weight = candidate.server.weight
        rate = weight or 1
        time = -log1p(-uniform()) / rate if proportional else -uniform() * rate
        drawn.append((weight == 0, time, place, candidate))
    drawn.sort()
    return [entry[3] for entry in drawn]


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
