"""An answer as a person reads it: who calls, which number, each step and its reason, the pools, and what to do next.

Says the same as the JSON of routing/explain, from which it takes all but the caller that each server is shown.
Not here: colour (screen) and advice (next_step).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypedDict, cast

from cordboard.cli.next_step import next_step
from cordboard.question import Question
from routing.decision import Refuse, ToPeers
from routing.explain import to_json
from routing.notes import Notes
from routing.numbers import outbound
from routing.octet_text import readable
from routing.question import Answer

STYLES: Final = {
    r"(?m)^R[1-8]  yes ": "green",
    r"(?m)^R[1-8]  (no|skip) ": "yellow",
    r"(?m)  \S+:\d+:\d+$": "dim",
    r"(?m)^(result|next) .*$": "bold",
    r"(?m)^(from|to|pool \d+|result|next)": "bold cyan",
}

_WIDEST: Final = 48
"""Characters; a column is padded up to here."""

_KNOWN_BY: Final = {
    "digest": "by digest, which is taken as passed",
    "trusted": "by its trusted source",
    "source": "by its address",
    None: "nobody we know",
}

_NAMELESS: Final = {"peer": "one of several peers, "}
"""R2.5: no telling which."""


class _Party(TypedDict):
    kind: str
    id: str | None
    uri: str
    by: str | None


class _Callee(TypedDict):
    dialled: str
    number: str | None
    uri: str | None


class _Candidate(TypedDict):
    group: str
    server: str
    rule: str
    prefix: str
    priority: int
    weight: int
    share: float
    uri: str


class _Note(TypedDict):
    step: str
    object: str
    verdict: str
    because: str
    at: str | None


class _Shown(TypedDict, total=False):
    """The fields of routing.explain.to_json that are read here."""

    outcome: str
    status: int
    reason: str
    caller: _Party
    callee: _Callee
    local: dict[str, str]
    pools: list[list[_Candidate]]
    order: list[str]
    notes: list[_Note]


def explanation(question: Question, answer: Answer, notes: Notes) -> str:
    """The whole text, with a line end."""
    shown = cast(_Shown, to_json(None, answer, notes))
    lines = [*_parties(shown, question), "", *_steps(shown["notes"])]
    if shown["pools"]:
        lines += ["", *_pools(shown["pools"], callers_shown(answer))]
    lines += ["", *_result(shown, answer)]
    advice = next_step(answer, question, notes)
    if advice is not None:
        lines.append(f"next     {advice}")
    return "\n".join(lines) + "\n"


def _parties(shown: _Shown, question: Question) -> Iterator[str]:
    caller, callee = shown["caller"], shown["callee"]
    who = f"{caller['kind']} {caller['id']}, " if caller["id"] is not None else _NAMELESS.get(caller["kind"], "")
    where = f" at {question.source}" if question.source is not None else ""
    yield f"from     {caller['uri']}: {who}{_KNOWN_BY[caller['by']]}{where}"
    if callee["number"] is None:
        yield f"to       {callee['dialled']}"
    elif callee["number"] == callee["dialled"]:
        yield f"to       {callee['dialled']}, which no rewrite changes: {callee['uri']}"
    else:
        yield f"to       {callee['dialled']}, which becomes {callee['number']}: {callee['uri']}"


def _steps(notes: Sequence[_Note]) -> Iterator[str]:
    rows = [
        (note["step"], note["verdict"], note["object"], note["because"] + (f"  {note['at']}" if note["at"] else ""))
        for note in notes
    ]
    return _columns(rows)


def callers_shown(answer: Answer) -> Mapping[str, str]:
    """R3.4: the user part of From that each candidate is sent, by ``GROUP/SERVER``."""
    result = answer.result
    if not isinstance(result, ToPeers | Refuse) or result.form is None:
        return {}
    servers = (candidate.server for pool in result.pools for candidate in pool)
    return {server.id: readable(outbound(server, result.form)[0]) for server in servers}


def _pools(pools: Sequence[Sequence[_Candidate]], callers: Mapping[str, str]) -> Iterator[str]:
    rows = []
    for place, pool in enumerate(pools, 1):
        for row, entry in enumerate(pool):
            server = f"{entry['group']}/{entry['server']}"
            rows.append(
                (
                    f"pool {place}" if row == 0 else "",
                    server,
                    f"first in {entry['share']:.1%}" if len(pool) > 1 else "",
                    f"weight {entry['weight']}" if len(pool) > 1 else "",
                    f"priority {entry['priority']}",
                    f"prefix {entry['prefix']}" if entry["prefix"] else "any number",
                    f"rule {entry['rule']}",
                    f"caller {callers[server]}",
                    entry["uri"],
                )
            )
    return _columns(rows, first=7)


def _columns(rows: Sequence[tuple[str, ...]], first: int = 0) -> Iterator[str]:
    """Rows with their columns below each other, two spaces apart; the last is as long as it is."""
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    if widths:
        widths[0] = max(widths[0], first)
        widths[-1] = 0
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width or cell)


def _result(shown: _Shown, answer: Answer) -> Iterator[str]:
    if shown["outcome"] == "local":
        yield f"result   rings the phones of {shown['local']['subscriber']}"
    elif shown["outcome"] == "challenge":
        yield f"result   challenged: {shown['status']} {shown['reason']}"
    elif shown["outcome"] == "refuse":
        yield f"result   refused: {shown['status']} {shown['reason']}"
    else:
        assert isinstance(answer.result, ToPeers)
        most = answer.table.routing.max_attempts
        yield f"result   tries {', then '.join(shown['order'][:most])}"
        if len(shown["order"]) > most:
            yield f"         and gives up after these {most} (routing.max_attempts)"
        if any(len(pool) > 1 for pool in shown["pools"]):
            yield "         one draw; the same --seed gives the same order"
