"""Which servers may not be tried now, and why (R7.1, R7.2): what the engine has seen of them, and how full they are.

Bans are kept by ``GROUP/SERVER``, counts by name: both outlive a reload. Probing will write here too.
"""

from cordboard.engine.call_counts import CallCounts, Direction, holders_of_server
from routing.peering import Server

MAX_BAN = 300.0
"""R7.2: seconds that a Retry-After counts at most."""


class EngineHealth:
    """Implements ``routing.health.Health``. Times are seconds since 1970."""

    def __init__(self) -> None:
        self.now = 0.0
        """The moment for which ``unusable`` answers."""
        self.counts = CallCounts()
        self._banned: dict[str, float] = {}

    def ban(self, server: Server, seconds: float, now: float) -> None:
        """503 with Retry-After: leave this server alone for so long."""
        self._banned[server.id] = now + min(seconds, MAX_BAN)

    def unusable(self, server: Server) -> str | None:
        if self._banned and self._banned.get(server.id, 0.0) > self.now:
            return "banned"
        holders = holders_of_server(server, Direction.OUT)
        return "at its limit" if holders and self.counts.full(holders, self.now) is not None else None
