"""What explanations may assume about servers."""

from routing.health import AllWell, Down
from tests.routing import makers


def test_servers_are_down_by_their_name_or_by_group_and_name():
    table = makers.table(groups=[makers.group("alpha", servers=["s1", "s2"]), makers.group("beta", servers=["s1"])])
    down = Down({"beta/s1", "s2"})
    assert [down.unusable(server) for server in table.servers] == [None, "down", "down"]
    assert AllWell().unusable(table.servers[0]) is None
