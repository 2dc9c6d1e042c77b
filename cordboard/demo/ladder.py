"""The messages of a call in short, for people: who >> who, one line for what goes the same way in a row.

A message that the engine passes on is one rung, from its sender through the engine to its receiver.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cordboard.demo.trace import Sighting
from sip.errors import SipError
from sip.message import Request, Response

ENGINE = "cordboard"
"""The engine's name in a trace."""


@dataclass(slots=True)
class Rung:
    """``seconds`` since the first message of the ladder."""

    seconds: float
    path: tuple[str, ...]
    messages: list[str]


def ladder(sightings: Sequence[Sighting]) -> list[Rung]:
    """The rungs of these sightings, which are those of one call, in order."""
    rungs: list[Rung] = []
    for at, path, says in _hops(sightings):
        if rungs and rungs[-1].path == path:
            rungs[-1].messages.append(says)
        else:
            rungs.append(Rung(at - sightings[0].at, path, [says]))
    return rungs


def _hops(sightings: Sequence[Sighting]) -> Iterator[tuple[float, tuple[str, ...], str]]:
    """Moment, way and words of each message; one that was passed on is told where it came from."""
    passed_on: set[int] = set()
    seen: set[tuple[str, str, str | None, str]] = set()
    for place, sighting in enumerate(sightings):
        if place in passed_on:
            continue
        path: tuple[str, ...] = (sighting.sender, sighting.receiver)
        says = _words(sighting.message)
        copy = _copy(sightings, place, passed_on)
        if copy is not None:
            passed_on.add(copy)
            path = (*path, sightings[copy].receiver)
            sent = _words(sightings[copy].message)
            says = says if sent == says else f"{says} as {sent.rpartition(' ')[2]}"
        mark = (sighting.sender, sighting.receiver, sighting.message.top_via.branch, _words(sighting.message))
        yield sighting.at, path, f"{says} (again)" if mark in seen else says
        seen.add(mark)
        if copy is not None:
            onward = sightings[copy]
            seen.add((onward.sender, onward.receiver, onward.message.top_via.branch, _words(onward.message)))


def _copy(sightings: Sequence[Sighting], place: int, passed_on: set[int]) -> int | None:
    """Where the engine sent on what it received at ``place``."""
    received = sightings[place]
    if received.receiver != ENGINE or _is_own(received.message):
        return None
    for later in range(place + 1, len(sightings)):
        sent = sightings[later]
        if sent.sender != ENGINE or sent.receiver == received.sender or later in passed_on:
            continue
        if _same(received, sent):
            return later
    return None


def _is_own(message: Request | Response) -> bool:
    """100 and the ACK of a failure go one hop only."""
    return isinstance(message, Response) and message.status == 100


def _same(one: Sighting, other: Sighting) -> bool:
    if one.message.cseq != other.message.cseq:
        return False
    if isinstance(one.message, Request):
        return isinstance(other.message, Request) and one.message.method == other.message.method
    return isinstance(other.message, Response) and one.message.status == other.message.status


def _words(message: Request | Response) -> str:
    if isinstance(message, Response):
        return f"{message.status} {message.reason}" if message.status >= 300 else str(message.status)
    if message.method in ("INVITE", "REGISTER"):
        return f"{message.method} {_user_or_host(message)}"
    return message.method


def _user_or_host(request: Request) -> str:
    try:
        uri = request.parsed_uri
    except SipError:
        return request.uri
    return uri.user_unescaped or uri.host


def attempts(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The INVITEs that the engine sent out, one for each attempt, without repetitions."""
    first: dict[tuple[str, str | None], Sighting] = {}
    for sighting in sightings:
        message = sighting.message
        if sighting.sender == ENGINE and isinstance(message, Request) and message.method == "INVITE":
            first.setdefault((sighting.receiver, message.top_via.branch), sighting)
    return list(first.values())
