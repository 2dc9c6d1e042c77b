"""What is known of the servers right now, as a decision asks for it (R7.1).

Not here: finding it out (cordboard/server/peer_probe) and counting calls (cordboard/engine/call_counts).
"""

from collections.abc import Collection
from typing import Protocol

from routing.limits import never_sent_to
from routing.peering import Server

DRAINED = "drained"
"""R6.1: a drained server is no candidate at all; every other reason makes it a candidate that is skipped."""
AT_ITS_LIMIT = "at its limit"


class Health(Protocol):
    def unusable(self, server: Server) -> str | None:
        """Why no call should be sent there now (``down``, ``banned``, ``at its limit``, ``drained``), or None."""


class AllWell:
    """Every server can be used."""

    def unusable(self, server: Server) -> str | None:
        return None


class Down:
    """The servers of these names are down; a name is ``GROUP/SERVER``, or ``SERVER`` in any group."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def unusable(self, server: Server) -> str | None:
        return "down" if server.name in self._names or server.id in self._names else None


class WithLimitsOfZero:
    """What is known of a server, and whether a limit of 0 forbids it, or its group, every call (R7.1, R8).

    For questions on paper: no calls are counted, so no other limit is ever reached.
    """

    def __init__(self, known: Health) -> None:
        self._known = known

    def unusable(self, server: Server) -> str | None:
        return self._known.unusable(server) or (AT_ITS_LIMIT if never_sent_to(server) else None)
