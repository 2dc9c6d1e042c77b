"""R3 to R7.1 once more, slow and obvious: nested loops over the configuration, no index, no sets of patterns.

It follows the words of ROUTING.md, candidate by candidate, and shares no code with what it checks but the model.
"""

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from routing.model import Configuration, OutboundRule, PeeringGroup, PeeringServer, SortKey, Subscriber, WeightMode


@dataclass(frozen=True, eq=False)
class Tuple:
    """R6.1: a rule (or deck row) and a server that it is a reason for."""

    group: PeeringGroup
    server: PeeringServer
    rule: str
    prefix: str
    cost: float | None
    stopper: bool
    file_order: int


@dataclass(frozen=True)
class Verdict:
    """``outcome``: peer, local or refuse. Pools and order as (group, server, rule, prefix)."""

    outcome: str
    status: int | None = None
    subscriber: str | None = None
    pools: tuple[frozenset[tuple[str, str, str, str]], ...] = ()
    order: tuple[tuple[str, str, str, str], ...] = ()


def decide(
    configuration: Configuration,
    caller: Subscriber | tuple[PeeringGroup, PeeringServer],
    from_address: tuple[str, str],
    to_address: tuple[str, str],
    now: float,
    down: Collection[str],
    drained: Collection[str],
    uniform: Callable[[], float],
) -> Verdict:
    number, caller_uri, host = _numbers(configuration, caller, from_address, to_address)
    ours = host in configuration.domains or host in {listen.host for listen in configuration.listen}
    if isinstance(caller, Subscriber) and host not in configuration.domains and ours:
        host = caller.domain
    local = _local(configuration, caller, number, host) if ours else None
    if local is not None:
        return Verdict("local", subscriber=local)
    refused = _refused(configuration, caller, number, ours)
    if refused is not None:
        return Verdict("refuse", refused)
    own = None if isinstance(caller, Subscriber) else caller[0].name
    tuples = _tuples(configuration, number, f"sip:{number}@{host}", caller_uri, now)
    tuples = [entry for entry in tuples if entry.group.name != own and entry.server.name not in drained]
    return _ordered(configuration, tuples, down, uniform)


def _apply(rules: Sequence[tuple[str, str]], text: str) -> str:
    """R3.1."""
    for pattern, replacement in rules:
        if re.search(pattern, text):
            return re.sub(pattern, replacement, text, count=1)
    return text


def _numbers(
    configuration: Configuration,
    caller: Subscriber | tuple[PeeringGroup, PeeringServer],
    from_address: tuple[str, str],
    to_address: tuple[str, str],
) -> tuple[str, str, str]:
    """R3.2."""
    if isinstance(caller, Subscriber):
        name = caller.rewrite or configuration.domains[caller.domain].rewrite
    else:
        name = caller[1].rewrite or caller[0].rewrite
    from_user, number = from_address[0], to_address[0]
    if name is not None:
        rewrite = configuration.rewrite[name]
        from_user = _apply([(entry.pattern, entry.replacement) for entry in rewrite.caller_in], from_user)
        number = _apply([(entry.pattern, entry.replacement) for entry in rewrite.callee_in], number)
    if isinstance(caller, Subscriber):
        return number, f"sip:{caller.user}@{caller.domain}", to_address[1]
    return number, f"sip:{from_user}@{from_address[1]}", to_address[1]


def _local(
    configuration: Configuration, caller: Subscriber | tuple[PeeringGroup, PeeringServer], number: str, host: str
) -> str | None:
    """R4.1."""
    everyone = list(configuration.subscribers.values())
    for subscriber in everyone:
        if (subscriber.user, subscriber.domain) == (number, host):
            return subscriber.id
    for subscriber in everyone:
        if number in subscriber.numbers:
            return subscriber.id
    for subscriber in everyone:
        if isinstance(caller, Subscriber) and caller.customer == subscriber.customer and number == subscriber.extension:
            return subscriber.id
    return None


def _refused(
    configuration: Configuration, caller: Subscriber | tuple[PeeringGroup, PeeringServer], number: str, ours: bool
) -> int | None:
    """R4.3 to R4.5, R5."""
    if not isinstance(caller, Subscriber):
        if not ours:
            return 403
        return None if caller[0].relay else 404
    home = configuration.domains[caller.domain]
    if not ours and not home.allow_foreign_domains:
        return 403
    for entries in (configuration.routing.bar, home.bar, configuration.customers[caller.customer].bar, caller.bar):
        for entry in entries:
            if number.startswith(entry.prefix or "") and re.search(entry.pattern or "", number):
                return entry.refusal.status
    return None


def _tuples(configuration: Configuration, number: str, callee_uri: str, caller_uri: str, now: float) -> list[Tuple]:
    """R6.1."""
    found = []
    file_order = 0
    for group in configuration.peering.values():
        for rule in group.rules:
            for prefix, callee, caller, cost, valid_from, valid_to, enabled, stopper in _rows(rule):
                file_order += 1
                matches = (
                    (group.enabled and rule.enabled and enabled)
                    and number.startswith(prefix)
                    and re.search(callee or "", callee_uri) is not None
                    and re.search(caller or "", caller_uri) is not None
                    and (valid_from is None or valid_from <= now)
                    and (valid_to is None or now < valid_to)
                )
                found += [
                    Tuple(group, server, rule.id, prefix, cost, stopper, file_order)
                    for server in group.servers
                    if matches and server.enabled and "/" not in server.host
                ]
    return found


Row = tuple[str, str | None, str | None, float | None, float | None, float | None, bool, bool]


def _rows(rule: OutboundRule) -> list[Row]:
    if rule.deck is None:
        return [(rule.prefix, rule.callee_pattern, rule.caller_pattern, None, None, None, True, rule.stopper)]
    return [
        (
            row.prefix,
            row.callee_pattern,
            row.caller_pattern,
            row.rate,
            row.valid_from,
            row.valid_to,
            row.enabled,
            rule.stopper if row.stopper is None else row.stopper,
        )
        for row in rule.deck.rows
    ]


def _key(configuration: Configuration, entry: Tuple) -> tuple[float, ...]:
    """R6.2: what stands before weight."""
    key: list[float] = []
    for sort_key in configuration.routing.order:
        if sort_key is SortKey.WEIGHT:
            break
        if sort_key is SortKey.PRIORITY:
            key.append(entry.group.priority)
        elif sort_key is SortKey.LONGEST_PREFIX:
            key.append(-len(entry.prefix))
        else:
            key.append(math.inf if entry.cost is None else entry.cost)
    return tuple(key)


def _ordered(
    configuration: Configuration, tuples: list[Tuple], down: Collection[str], uniform: Callable[[], float]
) -> Verdict:
    """R6.2 to R7.1."""
    pools: list[list[Tuple]] = []
    placed: set[tuple[str, str]] = set()
    for key in sorted({_key(configuration, entry) for entry in tuples}):
        pool = []
        for entry in tuples:  # in file order
            identity = (entry.group.name, entry.server.name)
            if _key(configuration, entry) == key and identity not in placed:
                placed.add(identity)
                pool.append(entry)
        if pool:
            pools.append(pool)
    if not pools:
        return Verdict("refuse", configuration.routing.no_route.status)
    drawn = [entry for pool in pools for entry in _draw(configuration, pool, uniform)]
    kept = _cut(drawn)
    last = max(place for place, pool in enumerate(pools) if place == 0 or set(pool) & set(kept))
    order = [entry for entry in kept if entry.server.name not in down]
    shown = tuple(frozenset(_name(entry) for entry in pool) for pool in pools[: last + 1])
    if not order:
        return Verdict("refuse", 503, pools=shown)
    return Verdict("peer", pools=shown, order=tuple(_name(entry) for entry in order))


def _draw(configuration: Configuration, pool: list[Tuple], uniform: Callable[[], float]) -> list[Tuple]:
    """R6.3: those without weight last; no number is drawn for a single one."""
    if SortKey.WEIGHT not in configuration.routing.order:
        return pool
    order: list[Tuple] = []
    for part in (
        [(entry, entry.server.weight) for entry in pool if entry.server.weight],
        [(entry, 1) for entry in pool if not entry.server.weight],
    ):
        if configuration.routing.weight_mode is WeightMode.C5 and len(part) > 1:
            scores = {entry: weight * uniform() for entry, weight in part}
            order += sorted(scores, key=lambda entry: -scores[entry])
            continue
        while part:
            chosen = _chosen(part, uniform() if len(part) > 1 else 0.0)
            order.append(chosen[0])
            part.remove(chosen)
    return order


def _chosen(part: list[tuple[Tuple, int]], chance: float) -> tuple[Tuple, int]:
    """The one in whose share of the sum, laid end to end, the chance falls."""
    point = chance * sum(weight for _, weight in part)
    return next(entry for place, entry in enumerate(part) if point < sum(weight for _, weight in part[: place + 1]))


def _cut(drawn: list[Tuple]) -> list[Tuple]:
    """R6.5, on the drawn order."""
    for entry in drawn:
        if entry.stopper:
            same = [
                place
                for place, other in enumerate(drawn)
                if (other.group.name, len(other.prefix)) == (entry.group.name, len(entry.prefix))
            ]
            return drawn[: max(same) + 1]
    return drawn


def _name(entry: Tuple) -> tuple[str, str, str, str]:
    return entry.group.name, entry.server.name, entry.rule, entry.prefix
