"""What transports tell the core: a message came, a message could not be sent, something of ours is broken."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sip.addressing import Flow


@dataclass(slots=True, frozen=True)
class Upcalls:
    """``receive`` and ``on_failure`` are the core's, and may raise: that is a bug, which ``on_error`` is told."""

    receive: Callable[[bytes, Flow], None]
    on_failure: Callable[[bytes, Flow], None]
    on_error: Callable[[Exception], None]

    def deliver(self, data: bytes, flow: Flow) -> None:
        """Hand over a message; the transport goes on whatever becomes of it."""
        try:
            self.receive(data, flow)
        except Exception as error:
            self.on_error(error)

    def fail(self, data: bytes, flow: Flow) -> None:
        """Tell that ``data`` could not be sent, in a later turn of the loop: the core may be sending right now."""
        asyncio.get_running_loop().call_soon(self._fail, data, flow)

    def _fail(self, data: bytes, flow: Flow) -> None:
        try:
            self.on_failure(data, flow)
        except Exception as error:
            self.on_error(error)
