"""Metrics for Prometheus: counts of events and what is alive right now, read when somebody asks."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from cordboard.server.problem import CannotRun
from cordboard.server.server import Server


class ServerCollector(Collector):
    """Reads the counters of one server. Runs in the metrics thread: it only looks at numbers."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def collect(self) -> Iterator[Metric]:
        events = CounterMetricFamily("cordboard_events", "What happened, by kind.", labels=["event"])
        for event, count in self._server.journal.counts.copy().items():
            events.add_metric([event.value], count)
        yield events
        core = self._server.core
        yield GaugeMetricFamily("cordboard_transactions", "Live transactions.", value=len(core.transactions))
        yield GaugeMetricFamily(
            "cordboard_registrations", "Addresses of record with a binding.", value=len(core.locations)
        )


def serve_metrics(address: str, server: Server) -> None:
    """Answer Prometheus at ``ADDRESS:PORT`` from a thread of its own. Raises CannotRun."""
    host, _, port = address.rpartition(":")
    registry = CollectorRegistry()
    registry.register(ServerCollector(server))
    try:
        start_http_server(int(port), host.strip("[]"), registry)
    except (OSError, ValueError, OverflowError) as error:
        raise CannotRun(f"cannot serve metrics on {address}: {error}") from error
