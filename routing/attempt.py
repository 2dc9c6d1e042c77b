"""The question: who calls, and what they asked for.

Not here: finding out who calls (identify) and the answer (decision).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from routing.arrival import Arrival
from routing.directory import Subscriber
from routing.peering import Server


class CallerKind(StrEnum):
    SUBSCRIBER = "subscriber"
    PEER = "peer"
    UNKNOWN = "unknown"
    """R1.4: nobody we know, welcome in a domain that accepts unknown callers."""


class IdentifiedBy(StrEnum):
    """How we know (R1.1 to R1.3)."""

    SOURCE = "source"
    TRUSTED = "trusted"
    DIGEST = "digest"


@dataclass(slots=True)
class Caller:
    """Who is calling. Read-only. Of ``subscriber`` and ``server`` at most one is set."""

    kind: CallerKind
    id: str | None
    """``user@domain``, ``GROUP/SERVER``, or None."""
    uri: str
    """The subscriber's own, else the From URI as it came."""
    by: IdentifiedBy | None
    subscriber: Subscriber | None = None
    server: Server | None = None

    @property
    def pattern_hits(self) -> Sequence[int] | None:
        """Which caller patterns of the table are found in the caller URI, when that was known at load."""
        return self.subscriber.pattern_hits if self.subscriber is not None else None

    def attribute(self, name: str) -> str:
        """What ``${caller_NAME}`` becomes in a replacement (R3.1); empty for what the caller lacks."""
        return self.subscriber.attribute(name) if self.subscriber is not None else ""


def subscriber_caller(subscriber: Subscriber, by: IdentifiedBy) -> Caller:
    return Caller(CallerKind.SUBSCRIBER, subscriber.id, subscriber.uri, by, subscriber=subscriber)


def peer_caller(server: Server, arrival: Arrival) -> Caller:
    return Caller(CallerKind.PEER, server.id, arrival.from_uri, IdentifiedBy.SOURCE, server=server)


def unknown_caller(arrival: Arrival) -> Caller:
    return Caller(CallerKind.UNKNOWN, None, arrival.from_uri, None)


@dataclass(slots=True)
class Attempt:
    """Read-only."""

    caller: Caller
    arrival: Arrival
