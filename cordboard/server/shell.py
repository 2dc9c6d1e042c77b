"""The shell around the core: implements ``sip.ports.Port`` with the timer wheel, the sockets, the resolver and storage.

What arrives is handed to the core at once, and what the core wants is done at once; nothing awaits between the two.
"""

import time
from collections.abc import Callable, Sequence

from cordboard.engine.core import Core
from cordboard.server.journal import Journal
from cordboard.storage.bindings import BindingStore
from sip.addressing import Flow, Transport
from sip.registrar.binding import Binding
from sip.transport.clock import Clock
from sip.transport.endpoint import Endpoint
from sip.transport.resolver import Resolver


class Shell:
    """Made before the core that needs it; ``core`` is set before anything is opened."""

    core: Core

    def __init__(self, clock: Clock, journal: Journal, store: BindingStore) -> None:
        self._store = store
        self.endpoint = Endpoint(self._received, self._failed, journal.bug, clock)
        # Of the port, what is called many times for each call goes straight to who does it
        self.transmit = self.endpoint.transmit
        self.start_timer = clock.start
        self.note = journal.note
        self.resolver = Resolver(self.endpoint.listener_for, (Transport.UDP, Transport.TCP), journal.bug)

    # What the world tells the core

    def _received(self, data: bytes, flow: Flow) -> None:
        self.core.receive(data, flow, time.time())

    def _failed(self, data: bytes, flow: Flow) -> None:
        self.core.transport_failed(data, flow, time.time())

    # What the core wants from the world (sip.ports.Port)

    def resolve(
        self,
        host: str,
        port: int | None,
        transport: Transport | None,
        answer: Callable[[Sequence[Flow], float], None],
    ) -> None:
        self.resolver.resolve(host, port, transport, answer)

    def store_bindings(self, address_of_record: str, bindings: Sequence[Binding]) -> None:
        self._store.put(address_of_record, bindings)
