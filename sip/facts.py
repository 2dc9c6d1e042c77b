"""What the core tells the world about its own work; logs and metrics are made of it (HOUSE-STYLE 12)."""

from dataclasses import dataclass
from enum import Enum


class Event(Enum):
    """What happened. The value is the word in logs and metric labels."""

    MALFORMED = "malformed"
    DROPPED = "dropped"
    CHALLENGED = "challenged"
    REFUSED = "refused"
    REGISTERED = "registered"
    ROUTED = "routed"
    ATTEMPT = "attempt"
    FAILED_OVER = "failed-over"
    ANSWERED = "answered"
    ENDED = "ended"
    SERVER_BANNED = "server-banned"
    BUG = "bug"

    # Members are counted by event many times a call; Enum's own hash is Python, and takes 0.2 us.
    __hash__ = object.__hash__


@dataclass(slots=True)
class Fact:
    """One event of one call; ``detail`` is for people and never holds a secret."""

    event: Event
    call_id: str
    detail: str
