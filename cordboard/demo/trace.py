"""What the sockets of the demonstration saw: each message as it left a user agent, or reached one, in order."""

import time
from collections import deque
from dataclasses import dataclass

from sip.message import Request, Response

MOST = 20_000
"""Sightings kept: the scenes need a hundred; whoever keeps the demonstration running must not fill the memory."""

Address = tuple[str, int]
"""Host and port."""


@dataclass(slots=True, frozen=True)
class Sighting:
    """One message between two of the cast, at a moment of the monotonic clock, in seconds."""

    at: float
    sender: str
    receiver: str
    message: Request | Response


class Trace:
    """``names`` says who lives at which address; a stranger is shown by it."""

    def __init__(self) -> None:
        self.names: dict[Address, str] = {}
        self.sightings: deque[Sighting] = deque(maxlen=MOST)

    def sent(self, sender: str, to: Address, message: Request | Response) -> None:
        self.sightings.append(Sighting(time.monotonic(), sender, self.name(to), message))

    def received(self, receiver: str, by: Address, message: Request | Response) -> None:
        self.sightings.append(Sighting(time.monotonic(), self.name(by), receiver, message))

    def name(self, address: Address) -> str:
        return self.names.get(address) or f"{address[0]}:{address[1]}"

    def of_call(self, *call_ids: str) -> list[Sighting]:
        """The sightings of these calls, in order."""
        return [each for each in self.sightings if each.message.call_id in call_ids]
