"""From configuration to table: what is whose, and what is wrong."""

import pytest

from routing.compile import compile_table
from routing.findings import CompileError
from routing.model import SortKey, WeightMode
from tests.routing import makers


def test_all_errors_are_told_together_each_with_its_place():
    configuration = makers.configuration(
        groups=[
            makers.group(
                "alpha",
                rules=[makers.rule(callee="(", line=3), makers.rule(caller="[", line=4)],
                inbound=[makers.inbound("require", ruri_user="*")],
            )
        ],
        subscribers=[makers.subscriber(trusted=(makers.trusted("192.0.2.9", "("), makers.trusted("nowhere")))],
        rewrites=[makers.rewrite("set", callee_in=[("^0", r"\1")])],
        bar=[makers.bar(pattern="(")],
    )
    with pytest.raises(CompileError) as raised:
        compile_table(configuration)
    found = [problem.found.partition(":")[0] for problem in raised.value.problems]
    assert sorted(found) == [
        *("pattern (", "pattern (", "pattern (", "pattern *", "pattern ["),
        *(r"replacement \1", "source nowhere"),
    ]
    assert makers.at(3) in [problem.at for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("source", "transport", "host", "warned"),
    [
        ("192.0.2.1", None, "192.0.2.1", True),
        ("192.0.2.0/24", None, "192.0.2.1", True),
        ("192.0.2.1", None, "192.0.2.0/28", True),
        ("192.0.2.1", "tcp", "192.0.2.1", True),
        ("192.0.2.99", None, "192.0.2.1", False),
    ],
)
def test_r1_a_trusted_source_that_is_a_peer_too_is_warned_about(source, transport, host, warned):
    table = makers.table(
        groups=[makers.group("alpha", servers=[makers.server("a1", host=host)])],
        subscribers=[makers.subscriber(trusted=(makers.trusted(source, transport=transport),))],
    )
    assert [problem.code for problem in table.problems] == ["trusted-overlaps-peer"] * warned
    assert not warned or "alpha/a1: the peer wins" in table.problems[0].found


def test_r1_sources_on_different_transports_are_not_warned_about():
    table = makers.table(
        groups=[makers.group("alpha", servers=[makers.server("a1", transport="tcp")])],
        subscribers=[makers.subscriber(trusted=(makers.trusted("192.0.2.1", transport="udp"),))],
    )
    assert not table.problems


def test_r4_1_our_addresses_are_those_we_listen_on_and_are_known_by():
    configuration = makers.configuration(
        listen=("192.0.2.250", "2001:DB8::1", "0.0.0.0", "::", "interface:eth0"), advertise="Edge.example"
    )
    table = compile_table(configuration, listener_hosts=["192.0.2.251"])
    assert table.listener_hosts == {"192.0.2.250", "2001:db8::1", "edge.example", "192.0.2.251"}


@pytest.mark.parametrize(
    ("advertise", "host"),
    [
        ("Edge.example:5099", "edge.example"),
        ("192.0.2.9:5099", "192.0.2.9"),
        ("[2001:DB8::9]:5099", "2001:db8::9"),
        ("2001:db8:0:0:0:0:0:9", "2001:db8:0:0:0:0:0:9"),
    ],
)
def test_r4_1_an_advertised_port_is_no_part_of_our_name(advertise, host):
    table = compile_table(makers.configuration(listen=("192.0.2.250",), advertise=advertise))
    assert host in table.listener_hosts


def test_r6_3_pools_are_drawn_only_when_weight_is_a_key():
    assert makers.table(weight_mode=WeightMode.C5).draw is WeightMode.C5
    assert makers.table(order=(SortKey.PRIORITY, SortKey.LONGEST_PREFIX)).draw is None
