"""Counts for Prometheus."""

import socket
from types import SimpleNamespace
from urllib.request import urlopen

import pytest

from cordboard.server.journal import Journal
from cordboard.server.metrics import ServerCollector, serve_metrics
from cordboard.server.problem import CannotRun
from sip.facts import Event, Fact


def server():
    journal = Journal(lambda: 0.0)
    journal.note(Fact(Event.ROUTED, "c", "alpha/a1"))
    return SimpleNamespace(journal=journal, core=SimpleNamespace(transactions=[1, 2], locations=[1]))


def test_events_transactions_and_registrations_are_told():
    told = {sample.name: sample.value for metric in ServerCollector(server()).collect() for sample in metric.samples}
    assert told == {"cordboard_events_total": 1, "cordboard_transactions": 2, "cordboard_registrations": 1}


def test_they_are_served_over_http_and_a_port_in_use_is_one_clear_line():
    with socket.socket() as probe:
        probe.bind(("127.90.2.1", 0))
        address = f"127.90.2.1:{probe.getsockname()[1]}"
    serve_metrics(address, server())
    with urlopen(f"http://{address}/metrics", timeout=5) as answer:
        assert b'cordboard_events_total{event="routed"} 1.0' in answer.read()
    with pytest.raises(CannotRun, match=f"cannot serve metrics on {address}"):
        serve_metrics(address, server())


@pytest.mark.parametrize("address", ["nonsense", "127.90.2.1:", "127.90.2.1:99999"])
def test_an_address_that_is_none_is_one_clear_line(address):
    with pytest.raises(CannotRun):
        serve_metrics(address, server())
