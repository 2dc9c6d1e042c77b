"""What became of the outbound rules in one decision, each with its reason (R6).

Every rule that was looked at is listed; of a deck only the rows that matched, with a count of the others.
Only explanations come here: it costs what the number of rules makes it cost.
"""

from collections.abc import Sequence

from routing.notes import Note, Notes, Verdict
from routing.numbers import NormalForm
from routing.outbound_index import Evidence, OutboundIndex
from routing.peering import Group, Rule
from routing.table import Table

MOST_LISTED = 200
"""Rules whose prefix does not fit, and decks, are listed one by one up to here, counted beyond."""


def note_rules(
    number: str,
    best: Sequence[tuple[int, int]],
    index: OutboundIndex,
    evidence: Evidence,
    caller_group: Group | None,
    notes: Notes,
) -> None:
    """One note for each rule or row, in file order; ``best`` are the rows that brought their group into the list."""
    under: dict[Rule, list[int]] = {}
    for row in index.rows_under(number):
        under.setdefault(index.routes[row].rule, []).append(row)
    winners = {index.routes[row].group: row for _, row in best}
    places = {rank: place for place, rank in enumerate(sorted({rank for rank, _ in best}), 1)}
    listed = 0
    for rule in index.rules:
        if rule.lost is not None or rule.group is caller_group:
            because = rule.lost or "the call came from this group"
            notes.append(Note("R6", rule.name, Verdict.NO, because, rule.at))
            continue
        looked_at = [
            row for row in under.get(rule, ()) if rule.deck is None or evidence.missing(index.routes[row]) is None
        ]
        for row in looked_at:
            notes.append(_row_note(row, number, winners, places, index, evidence))
        others = len(rule.rows) - len(looked_at)
        if not others:
            continue
        listed += 1
        if listed <= MOST_LISTED:
            notes.append(_no_prefix_note(rule, others, number))
    if listed > MOST_LISTED:
        because = f"{listed - MOST_LISTED} more rules do not match"
        notes.append(Note("R6", "peering", Verdict.NO, because, None))


def note_no_route(form: NormalForm, table: Table, notes: Notes) -> None:
    """R6.6: no candidate is left."""
    why = "no rule leads to a server that may be tried" if table.groups else "there is no peering group"
    answer = table.routing.no_route
    because = f"no candidate, {why}: {answer.status} {answer.reason}"
    notes.append(Note("R6", form.callee_uri, Verdict.NO, because, None))


def _row_note(
    row: int,
    number: str,
    winners: dict[Group, int],
    places: dict[int, int],
    index: OutboundIndex,
    evidence: Evidence,
) -> Note:
    route = index.routes[row]
    prefix = number[: route.candidates[0].prefix_length]
    missing = evidence.missing(route)
    if missing is not None:
        return Note("R6", route.rule.name, Verdict.NO, _loss(missing, evidence), index.position(row))
    winner = winners[route.group]
    reached = f"prefix {prefix}" if prefix else "any number"
    if winner != row:
        because = f"{reached}, but its servers stand at a better place by {index.routes[winner].rule.name}"
        return Note("R6", route.rule.name, Verdict.NO, because, index.position(row))
    because = f"{reached}, priority {route.group.priority}: pool {places[route.rank]}"
    return Note("R6", route.rule.name, Verdict.YES, because, index.position(row))


def _loss(missing: str, evidence: Evidence) -> str:
    return f"{missing} not found in {evidence.callee_uri if missing == 'callee_pattern' else evidence.caller_uri}"


def _no_prefix_note(rule: Rule, others: int, number: str) -> Note:
    if rule.deck is None:
        because = f"prefix {rule.prefix} is not the start of {number or 'an empty number'}"
    else:
        because = f"{others} rows of {rule.deck} do not match"
    return Note("R6", rule.name, Verdict.NO, because, rule.at)
