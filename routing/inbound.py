"""Which of the peering groups that own a source address takes the request, if any (R2).

Not here: whose the address is (sources) and what one rule demands (inbound_rule).
"""

from collections.abc import Sequence

from routing.arrival import Arrival
from routing.model import Refusal
from routing.notes import Note, Notes, Verdict
from routing.peering import Group, Server

NOT_ACCEPTED = Refusal(403, "Forbidden")


def accepting_server(servers: Sequence[Server], arrival: Arrival, notes: Notes | None = None) -> Server | Refusal:
    """The server the request came from, as the first group in order that accepts it has it; else the refusal.

    ``servers`` own the source address, the best fitting first.
    """
    first_refusal = None
    for group in _groups(servers):
        accepted = _accepts(group, arrival, notes)
        if accepted is True:
            return next(server for server in servers if server.group is group)
        if first_refusal is None and accepted is not False:
            first_refusal = accepted
    return first_refusal or NOT_ACCEPTED  # R2.5


def _groups(servers: Sequence[Server]) -> list[Group]:
    """R2.1: by priority, then in file order."""
    return sorted({server.group for server in servers}, key=lambda group: (group.priority, group.place))


def _accepts(group: Group, arrival: Arrival, notes: Notes | None) -> bool | Refusal:
    """R2.2 to R2.4: True, False (not this group), or what the failing rule answers."""
    if not group.accepts_calls:
        if notes is not None:
            notes.append(Note("R2", group.name, Verdict.NO, "accepts_calls: no", group.at))
        return False
    for rule in group.inbound:
        objection = rule.objection(arrival)
        if notes is not None:
            verdict, because = (Verdict.YES, "content") if objection is None else (Verdict.NO, objection)
            notes.append(Note("R2", f"{group.name}/{rule.id}", verdict, because, rule.at))
        if objection is not None:
            return rule.refusal or False
    if notes is not None:
        notes.append(Note("R2", group.name, Verdict.YES, "the group accepts the call", group.at))
    return True
