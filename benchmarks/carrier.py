"""A seeded workload shaped like a carrier's: decks of real-looking prefixes, skewed destinations, misses, patterns.

Fifty groups: most hold a deck of prefixes of one to eleven digits, a fifth of them nested below others; a hundred
rules have patterns, half on the callee and half on the caller. Calls follow a skewed choice of destinations; one in
ten goes where no deck reaches.
"""

import random
from collections.abc import Sequence

from routing.arrival import Arrival
from routing.model import Configuration, DeckRow, OutboundRule
from tests.routing import makers

HOME = "sip.carrier.example"
GROUPS = 50
PATTERNS = 100
SUBSCRIBERS = 1000
UNREACHED = "8"
"""No prefix starts with it."""
TO_E164 = [(r"^(?:\+|00)([1-9]\d+)$", r"\1"), (r"^0([1-9]\d+)$", r"43\1"), (r"^([2-9]\d{3,})$", r"431\1")]


def prefixes(count: int, chance: random.Random) -> list[str]:
    """Different prefixes; longer ones as the table grows, as in real decks."""
    longest = len(str(count)) + 4
    found: dict[str, None] = {}
    nested: list[str] = []
    while len(found) < count:
        if nested and chance.random() < 0.2:
            prefix = chance.choice(nested) + str(chance.randrange(10 ** chance.randint(1, 3)))
        else:
            length = min(max(round(chance.gauss(len(str(count)) + 1, 1.5)), 1), longest)
            prefix = str(chance.randrange(10 ** (length - 1), 10**length))
        if prefix[0] != UNREACHED and len(prefix) <= 14:
            found[prefix] = None
            nested.append(prefix)
    return list(found)


def configuration(size: int, seed: int) -> tuple[Configuration, list[str]]:
    """A configuration of ``size`` deck rows in 50 groups with 100 patterns, and its different prefixes."""
    chance = random.Random(seed)
    decks: list[list[DeckRow]] = [[] for _ in range(GROUPS)]
    different = prefixes(round(size * 0.8), chance)
    for line in range(size):
        prefix = different[line] if line < len(different) else chance.choice(different)
        deck = decks[chance.randrange(GROUPS)]
        deck.append(makers.deck_row(prefix, len(deck) + 2, rate=chance.randint(1, 500) / 10000))
    groups = [
        makers.group(
            f"carrier{number}",
            chance.randint(1, 5),
            rules=[makers.deck_rule(rows), *_pattern_rules(number, chance)],
            servers=[makers.server(f"s{number}-{place}", weight=chance.randint(1, 100)) for place in range(2)],
        )
        for number, rows in enumerate(decks)
    ]
    subscribers = [
        makers.subscriber(f"{431000000 + place}@{HOME}", numbers=(str(431000000 + place),))
        for place in range(SUBSCRIBERS)
    ]
    made = makers.configuration(
        groups=groups,
        domains=[makers.domain(HOME, rewrite="to-e164")],
        subscribers=subscribers,
        rewrites=[makers.rewrite("to-e164", callee_in=TO_E164, caller_in=[(r"^\+?([1-9]\d+)$", r"\1")])],
    )
    return made, different


def _pattern_rules(number: int, chance: random.Random) -> Sequence[OutboundRule]:
    """Two of a group: a destination by its digits, and a range of callers."""
    destination = f"^sip:{number % 9 + 1}{chance.randrange(1000):03d}" + r"\d{5,}@"
    callers = f"^sip:4310{number:02d}" + r"\d+@"
    return (
        makers.rule(id=f"digits{number}", callee=destination),
        makers.rule(id=f"callers{number}", caller=callers, line=2),
    )


def calls(different: Sequence[str], count: int, misses: bool | None, seed: int) -> list[Arrival]:
    """Calls to prefixes of the table, to none of them (``misses``), or nine to one (None)."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        caller = f"{431000000 + chance.randrange(SUBSCRIBERS)}@{HOME}"
        miss = chance.random() < 0.1 if misses is None else misses
        skewed = different[int(len(different) * chance.random() ** 3)]
        start = UNREACHED if miss else skewed
        number = start + "".join(chance.choice("0123456789") for _ in range(max(12 - len(start), 2)))
        made.append(makers.arrival(caller, f"00{number}"))
    return made
