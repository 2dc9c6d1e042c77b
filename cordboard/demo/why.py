"""Why a call went where it went: the decision of the engine once more, on the very INVITE, this time with notes.

There is no second router: it is the same function on the same table, and the answer must be the one that the engine
gave (``as_logged``).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cordboard.demo.calling import Account
from cordboard.demo.trace import Address
from cordboard.engine.arriving import arrival_of
from cordboard.server.server import Server
from routing.arrival import Arrival
from routing.attempt import Attempt, Caller
from routing.decide import decide
from routing.decision import Challenge, Decision, Refuse, ToPeers, ToSubscriber
from routing.identify import authenticated, identify
from routing.notes import Note, Notes, Verdict
from routing.table import Table
from sip.addressing import Flow
from sip.message import Request


@dataclass(slots=True, frozen=True)
class Why:
    """``attempt`` is None when nobody was recognised, and there was nothing to decide."""

    decision: Decision
    attempt: Attempt | None
    notes: Sequence[Note]


def why(invite: Request, source: Address, account: Account | None, server: Server) -> Why:
    """Ask again with notes what the engine was asked when this INVITE came from ``source``."""
    notes: Notes = []
    active = server.core.active
    arrival = arrival_of(invite, Flow(server.listeners[0], *source))
    caller = _caller(arrival, account, active.table, notes)
    if isinstance(caller, Refuse):
        return Why(caller, None, notes)
    attempt = Attempt(caller, arrival)
    return Why(decide(attempt, active.table, active.health, time.time(), lambda: 0.5, notes), attempt, notes)


def _caller(arrival: Arrival, account: Account | None, table: Table, notes: Notes) -> Caller | Refuse:
    found = identify(arrival, table, notes)
    if not isinstance(found, Challenge):
        return found
    subscriber = table.subscriber(account.user, found.realm) if account is not None else None
    assert subscriber is not None, "who was challenged in a scene has an account"
    return authenticated(subscriber, arrival, table, notes)


def as_logged(decision: Decision) -> tuple[str, str]:
    """Event and detail by which the engine's log tells of this decision."""
    if isinstance(decision, Refuse):
        return "refused", f"{decision.status} {decision.reason}"
    if isinstance(decision, ToSubscriber):
        return "routed", f"local {decision.subscriber.id}"
    return "routed", " ".join(candidate.server.id for candidate in decision.order)


def telling_lines(explained: Why, table: Table) -> list[str]:
    """The notes that tell most, for people: what applies, and of what does not, that which would have come before it.

    ``cordboard explain`` shows all of them.
    """
    return [_line(note) for note in explained.notes if note.verdict is not Verdict.NO or _tells(note, explained, table)]


def _tells(note: Note, explained: Why, table: Table) -> bool:
    """Who the caller is not, and the rules of groups that are tried before the one that got the call."""
    if note.step in ("R1", "R2"):
        return True
    if note.step != "R6" or not isinstance(explained.decision, ToPeers):
        return False
    first = explained.decision.order[0].server.group.priority
    return any(group.priority < first and note.object.startswith(f"{group.name}/") for group in table.groups)


def _line(note: Note) -> str:
    """With the place in the configuration that it is about."""
    at = f"  ({Path(note.at.file).name}:{note.at.line})" if note.at is not None else ""
    return f"{note.step} {note.verdict.value:<4} {note.object}: {note.because}{at}"
