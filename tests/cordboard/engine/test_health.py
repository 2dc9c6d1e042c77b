"""Bans (R7.2)."""

from cordboard.engine.health import EngineHealth
from tests.calls.small_operator import Operator


def test_a_ban_ends_by_itself_and_lasts_five_minutes_at_most():
    first, second, *_ = Operator().core.active.table.servers
    health = EngineHealth()
    health.now = 1000.0
    assert health.unusable(first) is None
    health.ban(first, 86400.0, 1000.0)
    assert health.unusable(first) == "banned"
    assert health.unusable(second) is None
    health.now = 1299.0
    assert health.unusable(first) == "banned"
    health.now = 1301.0
    assert health.unusable(first) is None
