"""One inbound rule of a peering group: what a request from a peer must be like, or must not (R2.2).

Not here: which group takes the call and what is answered (inbound).
"""

from dataclasses import dataclass

from routing.arrival import Arrival
from routing.model import InboundField, Refusal
from routing.pattern_set import Pattern
from routing.problems import Position


@dataclass(slots=True, frozen=True, eq=False)
class InboundRule:
    """``refuse`` false: every pattern must be found. True: not all of them may be."""

    id: str
    refuse: bool
    patterns: tuple[tuple[InboundField, Pattern], ...]
    refusal: Refusal | None
    at: Position

    def objection(self, arrival: Arrival) -> str | None:
        """Why the rule fails for this request; None when it is content."""
        if self.refuse:
            return self._all_found(arrival)
        for field, pattern in self.patterns:
            text = arrival.text_of(field)
            if not pattern.found(text):
                return f"{field.value} {pattern.text} not found in {text or 'empty text'}"
        return None

    def _all_found(self, arrival: Arrival) -> str | None:
        for field, pattern in self.patterns:
            if not pattern.found(arrival.text_of(field)):
                return None
        return " and ".join(f"{field.value} {pattern.text} found" for field, pattern in self.patterns)
