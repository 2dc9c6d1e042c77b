"""Servers and candidates as calls see them."""

import pytest

from tests.routing import makers
from tests.routing.makers import group, server


@pytest.mark.parametrize(
    ("port", "transport", "expected"),
    [(None, None, 5060), (None, "tls", 5061), (5080, "tls", 5080), (None, "tcp", 5060)],
)
def test_a_server_without_a_port_is_at_its_transports(port, transport, expected):
    table = makers.table(groups=[group("a", servers=[server("s", port=port, transport=transport)])])
    assert table.servers[0].port_or_default == expected


def test_a_uri_without_a_user_is_the_servers_own():
    table = makers.table(groups=[group("a", servers=[server("s", host="192.0.2.1")])])
    assert table.servers[0].uri_for("") == "sip:192.0.2.1"


def test_things_are_named_by_group():
    table = makers.table(groups=[group("a", rules=[makers.rule("43", id="r")], servers=["s"])])
    (found,) = table.outbound.rules
    assert (found.name, table.servers[0].id) == ("a/r", "a/s")
    assert repr(table.outbound.routes[0].candidates) == "(Candidate(a/s by r),)"
    assert (repr(table.groups[0]), repr(table.servers[0])) == ("Group(a)", "Server(a/s)")
