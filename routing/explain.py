"""An answer as ``explain`` and ``simulate`` show it: JSON, field by field as documented (docs/commands.md).

Not here: asking (question), the notes (decide, identify and what they call), text for people (cordboard/cli).
"""

import re
from collections.abc import Sequence

from routing.decision import Challenge, Pools, Refuse, ToPeers, ToSubscriber
from routing.notes import Note, Notes
from routing.numbers import NormalForm, outbound
from routing.octet_text import octets, readable
from routing.peering import Candidate
from routing.question import Answer
from routing.weights import shares

CHALLENGED = (407, "Proxy Authentication Required")
SHARE_DIGITS = 6
_NOT_USER = re.compile(r"[^A-Za-z0-9\-_.!~*'()&=+$,;?/]")
"""RFC 3261 25.1: what stands in the user part of a URI as its escape only."""

Json = dict[str, object]


def to_json(question_id: object, answer: Answer, notes: Notes | None) -> Json:
    """One answer with the fields of CONFIG.md, in that order; without ``notes`` when they were not taken."""
    result = answer.result
    shown: Json = {"id": question_id, **_outcome(answer), "caller": _caller(answer), "callee": _callee(answer)}
    if isinstance(result, ToSubscriber):
        shown["local"] = {"subscriber": readable(result.subscriber.id)}
    shown["pools"] = [_pool(pool, answer) for pool in _pools(answer)]
    shown["order"] = [candidate.server.id for candidate in _order(answer)]
    if notes is not None:
        shown["notes"] = [_note(note) for note in sorted(notes, key=_step)]
    return shown


def _outcome(answer: Answer) -> Json:
    match answer.result:
        case ToPeers():
            return {"outcome": "peer", "status": None, "reason": None}
        case ToSubscriber():
            return {"outcome": "local", "status": None, "reason": None}
        case Challenge():
            return {"outcome": "challenge", "status": CHALLENGED[0], "reason": CHALLENGED[1]}
        case Refuse(status, reason):
            return {"outcome": "refuse", "status": status, "reason": reason}


def _caller(answer: Answer) -> Json:
    caller, form = answer.caller, _form(answer)
    if caller is None:
        return {"kind": "unknown", "id": None, "uri": readable(answer.arrival.from_uri), "by": None}
    uri = form.caller_uri if form is not None else caller.uri
    identity = readable(caller.id) if caller.id is not None else None
    by = caller.by.value if caller.by is not None else None
    return {"kind": caller.kind.value, "id": identity, "uri": readable(uri), "by": by}


def _callee(answer: Answer) -> Json:
    form, dialled = _form(answer), readable(answer.arrival.ruri_user)
    if form is None:
        return {"dialled": dialled, "number": None, "uri": None}
    return {"dialled": dialled, "number": readable(form.number), "uri": readable(form.callee_uri)}


def _form(answer: Answer) -> NormalForm | None:
    return None if isinstance(answer.result, Challenge) else answer.result.form


def _pools(answer: Answer) -> Pools:
    return answer.result.pools if isinstance(answer.result, ToPeers | Refuse) else ()


def _order(answer: Answer) -> Sequence[Candidate]:
    return answer.result.order if isinstance(answer.result, ToPeers) else ()


def _pool(pool: Sequence[Candidate], answer: Answer) -> list[Json]:
    form = _form(answer)
    assert form is not None
    chances = shares(tuple(candidate.server.weight for candidate in pool), answer.table.draw)
    shown = sorted(zip(pool, chances, strict=True), key=lambda entry: _group_and_server(entry[0]))
    return [_candidate(candidate, chance, form) for candidate, chance in shown]


def _group_and_server(candidate: Candidate) -> tuple[str, str]:
    return candidate.server.group.name, candidate.server.name


def _candidate(candidate: Candidate, chance: float, form: NormalForm) -> Json:
    server = candidate.server
    return {
        "group": server.group.name,
        "server": server.name,
        "rule": candidate.rule.id,
        "prefix": readable(form.number[: candidate.prefix_length]),
        "priority": server.group.priority,
        "weight": server.weight,
        "share": round(chance, SHARE_DIGITS),
        "uri": server.uri_for(_escaped_user(outbound(server, form)[1])),
    }


def _escaped_user(user: str) -> str:
    """As the engine sends it."""
    return _NOT_USER.sub(lambda match: "".join(f"%{octet:02X}" for octet in octets(match[0])), user)


def _step(note: Note) -> str:
    """Notes stand in the order of the steps: a source and its inbound rules are looked at together, R3.4 comes late."""
    return note.step


def _note(note: Note) -> Json:
    return {
        "step": note.step,
        "object": readable(note.object),
        "verdict": note.verdict.value,
        "because": readable(note.because),
        "at": str(note.at) if note.at is not None else None,
    }
