"""From peering groups as written to groups and servers ready for calls."""

import pytest

from routing.model import DEFAULT_FAILOVER, FailoverOn
from tests.routing import makers
from tests.routing.makers import group, server


def test_r7_2_a_groups_own_failover_goes_before_routings():
    own = FailoverOn(frozenset({486}))
    table = makers.table(
        groups=[group("a", failover_on=own, failover_after_ringing=True), group("b")], failover_after_ringing=False
    )
    assert [found.failover_on for found in table.groups] == [own, DEFAULT_FAILOVER]
    assert [found.failover_after_ringing for found in table.groups] == [True, False]


def test_r3_2_a_servers_own_rewrite_set_goes_before_its_groups():
    table = makers.table(
        groups=[group("a", rewrite="whole", servers=[server("a1", rewrite="own"), server("a2")])],
        rewrites=[makers.rewrite("own"), makers.rewrite("whole")],
    )
    assert [found.rewrite.name for found in table.servers] == ["own", "whole"]


@pytest.mark.parametrize(
    ("made", "uri"),
    [
        (server("s", host="192.0.2.1"), "sip:43@192.0.2.1"),
        (server("s", host="192.0.2.1", port=5060), "sip:43@192.0.2.1"),
        (server("s", host="192.0.2.1", port=5080), "sip:43@192.0.2.1:5080"),
        (server("s", host="192.0.2.1", transport="tcp"), "sip:43@192.0.2.1;transport=tcp"),
        (server("s", host="2001:db8::1", port=5080), "sip:43@[2001:db8::1]:5080"),
        (server("s", "sips:carrier.example", host="carrier.example"), "sips:43@carrier.example"),
    ],
)
def test_a_uri_towards_a_server_names_what_its_own_uri_names(made, uri):
    table = makers.table(groups=[group("a", servers=[made])])
    assert table.servers[0].uri_for("43") == uri


def test_disabled_servers_and_groups_are_not_among_the_servers():
    groups = [group("a", servers=["a1", server("a2", enabled=False)]), group("b", enabled=False)]
    assert [found.id for found in makers.table(groups=groups).servers] == ["a/a1"]


def test_r1_1_a_named_server_is_known_by_its_addresses_at_load():
    groups = [group("a", servers=[server("a1", host="carrier.example")])]
    table = makers.table({"carrier.example": ["192.0.2.1", "2001:db8::1"]}, groups=groups)
    for address in ("192.0.2.1", "2001:db8::1"):
        assert table.peer_sources.owners(address) == [[table.servers[0]]]
    assert makers.table(groups=groups).peer_sources.owners("192.0.2.1") == []
