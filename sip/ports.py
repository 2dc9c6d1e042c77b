"""What the core wants from the world: the one port between sip, routing, cordboard/engine and the shell.

Every call is synchronous and returns at once. Answers come back as calls into the core, never from inside these,
but for ``resolve``: what it knows already it tells at once.
The asyncio shell implements it (cordboard/server); tests implement it with a recorder (tests/ladder.py).
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from sip.addressing import Flow, Transport
from sip.facts import Fact
from sip.registrar.binding import Binding
from sip.timers import Timer, TimerOwner


class Port(Protocol):
    def transmit(self, data: bytes, flow: Flow) -> None:
        """Put one message on the wire. A failure comes back as ``Core.transport_failed(data, flow)``."""

    def start_timer(self, owner: TimerOwner, name: str, seconds: float) -> Timer:
        """Call ``owner.timer_fired(name, now)`` once, not before ``seconds``, unless ``Timer.stop()`` is called."""

    def resolve(
        self, host: str, port: int | None, transport: Transport | None, answer: Callable[[Sequence[Flow], float], None]
    ) -> None:
        """RFC 3263: call ``answer(flows, now)`` with the addresses of a name, best first; empty when there are none."""

    def store_bindings(self, address_of_record: str, bindings: Sequence[Binding]) -> None:
        """Keep these as all bindings of that address of record, over a restart."""

    def note(self, fact: Fact) -> None:
        """Something happened that operators or metrics want to know."""
