"""What explanations may assume about servers."""

from routing.health import AllWell, Down, WithLimitsOfZero
from routing.model import Limits
from tests.routing import makers


def test_servers_are_down_by_their_name_or_by_group_and_name():
    table = makers.table(groups=[makers.group("alpha", servers=["s1", "s2"]), makers.group("beta", servers=["s1"])])
    down = Down({"beta/s1", "s2"})
    assert [down.unusable(server) for server in table.servers] == [None, "down", "down"]
    assert AllWell().unusable(table.servers[0]) is None


def test_r7_1_a_limit_of_zero_stops_a_server_that_is_well_and_what_else_is_known_comes_first():
    servers = [makers.server(name, limits=Limits(max_calls=0)) for name in ("s1", "s2")]
    table = makers.table(groups=[makers.group("alpha", servers=[*servers, "s3"])])
    health = WithLimitsOfZero(Down({"s2"}))
    assert [health.unusable(server) for server in table.servers] == ["at its limit", "down", None]
