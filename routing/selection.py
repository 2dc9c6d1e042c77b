"""Which peering servers, in which order: pools, the draw, the stopper, who is skipped (R6, R7.1).

All rules of a group reach all its servers, so a group stands in the list as a whole, by its best row: that one row
decides its pool. Not here: the best rows (outbound_index), chances (weights), what is said (rule_notes).
"""

from collections.abc import Collection, Mapping, Sequence

from routing.decision import Pools
from routing.health import DRAINED, Health
from routing.model import WeightMode
from routing.notes import Note, Notes, Verdict
from routing.outbound_index import OutboundIndex
from routing.peering import Candidate, Server
from routing.weights import Uniform, draw


def pools_of(best: Sequence[tuple[int, int]], index: OutboundIndex) -> list[Sequence[Candidate]]:
    """R6.3: the candidates of equal rank, whatever group they are of."""
    pools: list[Sequence[Candidate]] = []
    last = None
    for rank, row in best:
        candidates = index.routes[row].candidates
        if rank == last:
            pools[-1] = (*pools[-1], *candidates)
        else:
            pools.append(candidates)
            last = rank
    return pools


def unusable_servers(pools: Pools, health: Health) -> dict[Server, str]:
    """Why which of the candidates' servers cannot be used now."""
    ask = health.unusable
    return {
        candidate.server: reason
        for pool in pools
        for candidate in pool
        if (reason := ask(candidate.server)) is not None
    }


def without_drained(pools: Pools, unusable: Mapping[Server, str], notes: Notes | None = None) -> Pools:
    """R6.1: a drained server is no candidate."""
    drained = {server for server, reason in unusable.items() if reason == DRAINED}
    if not drained:
        return pools
    if notes is not None:
        notes.extend(Note("R6", server.id, Verdict.NO, DRAINED, server.at) for server in drained)
    kept = [[candidate for candidate in pool if candidate.server not in drained] for pool in pools]
    return [pool for pool in kept if pool]


def drawn(
    pools: Pools, mode: WeightMode | None, stoppers: bool, uniform: Uniform, notes: Notes | None = None
) -> tuple[Pools, Sequence[Candidate]]:
    """R6.3, R6.5: the pools that count and their candidates in the order of one draw, both up to the stopper.

    ``stoppers``: there may be some among the candidates.
    """
    order: list[Candidate] = []
    for place, pool in enumerate(pools):
        start = len(order)
        order.extend(pool if mode is None else draw(pool, mode, uniform))
        if stoppers and any(candidate.stopper for candidate in pool):
            cut_after_stopper(order, start, notes)
            return pools[: place + 1], order
    return pools, order


def cut_after_stopper(order: list[Candidate], start: int, notes: Notes | None = None) -> None:
    """R6.5: drops what stands behind the last of the group of the first stopper at or after ``start``.

    Candidates of one group all stand in one pool, with the same priority and prefix length.
    """
    first = next(candidate for candidate in order[start:] if candidate.stopper)
    group = first.rule.group
    last = max(place for place in range(start, len(order)) if order[place].rule.group is group)
    del order[last + 1 :]
    if notes is not None:
        because = "stopper: nothing after this group is tried"
        notes.append(Note("R6", first.rule.name, Verdict.YES, because, first.rule.at))


def usable(order: Sequence[Candidate], unusable: Mapping[Server, str], notes: Notes | None) -> Sequence[Candidate]:
    """R7.1: the order without the servers that cannot be used now; each one skipped is a note."""
    if not unusable:
        return order
    if notes is not None:
        skipped: Collection[Server] = [candidate.server for candidate in order if candidate.server in unusable]
        notes.extend(Note("R7", server.id, Verdict.SKIP, unusable[server], server.at) for server in skipped)
    return [candidate for candidate in order if candidate.server not in unusable]
