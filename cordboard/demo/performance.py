"""One scene played: what was seen, why it happened, and whether it ended as it must."""

from collections.abc import Sequence
from dataclasses import dataclass

from cordboard.demo.cast import role
from cordboard.demo.ladder import attempts
from cordboard.demo.logbook import Entry
from cordboard.demo.scenes import Scene
from cordboard.demo.stage import Stage
from cordboard.demo.trace import Sighting
from cordboard.demo.user_agent import Ended
from cordboard.demo.why import Why, as_logged, why
from sip.addressing import host_port
from sip.message import Request, Response
from sip.uri import parse_uri


@dataclass(slots=True, frozen=True)
class Performance:
    scene: Scene
    ended: Ended
    sightings: Sequence[Sighting]
    why: Why | None
    """None for a registration: nothing is decided."""
    entries: Sequence[Entry]
    """What the engine's log says of it."""
    unexpected: Sequence[str]
    """What did not end as it must; empty when all is well."""

    @property
    def answered_by(self) -> str:
        tried = attempts(self.sightings)
        return tried[-1].receiver if tried and self.ended.status == 200 else "cordboard"


async def perform(scene: Scene, stage: Stage) -> Performance:
    """Play it; bounded by the patience of the user agents."""
    agent = stage.agents[scene.actor]
    plays = role(scene.actor, agent.address[0])
    if scene.dialled is None:
        assert plays.account is not None, "who registers has an account"
        ended = await agent.register(stage.engine, plays.account)
    else:
        domain = plays.account.domain if plays.account is not None else host_port(*stage.engine)
        ended = await agent.call(stage.engine, plays.caller, f"sip:{scene.dialled}@{domain}", plays.account)
    sightings = stage.trace.of_call(ended.call_id)
    entries = stage.logbook.of_call(ended.call_id)
    reason = None
    if scene.dialled is not None:
        reason = why(_last_request(sightings, scene.actor), agent.address, plays.account, stage.server)
    unexpected = [*differences(scene, ended, sightings), *_contradiction(reason, entries)]
    return Performance(scene, ended, sightings, reason, entries, unexpected)


def differences(scene: Scene, ended: Ended, sightings: Sequence[Sighting]) -> list[str]:
    """How a call that ended like this differs from how it must."""
    found = [
        ("final answer", f"{scene.status} {scene.reason}", f"{ended.status} {ended.reason}"),
        ("BYE answered", True, ended.released),
        ("tried", scene.tried, tuple(each.receiver for each in attempts(sightings))),
        ("challenged", scene.challenged, _challenged(sightings)),
    ]
    invites = [each.message for each in attempts(sightings)]
    if scene.tried and invites:
        last = invites[-1]
        assert isinstance(last, Request), "attempts are INVITEs"
        found.append(("number seen", scene.number_seen, last.parsed_uri.user_unescaped))
        found.append(("caller seen", scene.caller_seen, parse_uri(last.from_.uri).user_unescaped))
    return [f"{what}: expected {_text(wanted)}, got {_text(got)}" for what, wanted, got in found if wanted != got]


def _text(value: object) -> str:
    return (", ".join(value) or "nobody") if isinstance(value, tuple) else str(value)


def _challenged(sightings: Sequence[Sighting]) -> bool:
    return any(isinstance(each.message, Response) and each.message.status in (401, 407) for each in sightings)


def _contradiction(reason: Why | None, entries: Sequence[Entry]) -> list[str]:
    """The explanation must be of the decision that the engine logged."""
    if reason is None:
        return []
    event, detail = as_logged(reason.decision)
    logged = [(entry.event, entry.detail) for entry in entries]
    return [] if (event, detail) in logged else [f"explained as {event} {detail}, but the engine logged {logged}"]


def _last_request(sightings: Sequence[Sighting], sender: str) -> Request:
    """The INVITE that was not challenged."""
    return [
        each.message
        for each in sightings
        if each.sender == sender and isinstance(each.message, Request) and each.message.method == "INVITE"
    ][-1]
