"""Which of the peering groups that own a source address takes the request, if any (R2).

Not here: whose the address is (sources) and what one rule demands (inbound_rule).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.arrival import Arrival
from routing.model import Refusal
from routing.notes import Note, Notes, Verdict
from routing.peering import Group, Server

NOT_ACCEPTED = Refusal(403, "Forbidden")


@dataclass(slots=True)
class NotAccepted:
    """R2.5: no group takes the request. ``server``: the only one it can be, or that of the group whose answer is sent.

    None: several groups own the address, and each of them only says that it is another's.
    """

    refusal: Refusal
    server: Server | None


def accepting_server(servers: Sequence[Server], arrival: Arrival, notes: Notes | None = None) -> Server | NotAccepted:
    """The server the request came from, as the first group in order that accepts it has it; else the refusal.

    ``servers`` own the source address, the best fitting first.
    """
    groups, first_refusal = _groups(servers), None
    for group in groups:
        accepted = _accepts(group, arrival, notes)
        if accepted is True:
            return _server_of(group, servers)
        if first_refusal is None and accepted is not False:
            first_refusal = NotAccepted(accepted, _server_of(group, servers))
    return first_refusal or NotAccepted(NOT_ACCEPTED, _server_of(groups[0], servers) if len(groups) == 1 else None)


def _server_of(group: Group, servers: Sequence[Server]) -> Server:
    return next(server for server in servers if server.group is group)


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
