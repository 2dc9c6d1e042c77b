"""From the configuration to the table: names resolved, patterns compiled, everything a call needs made ready.

Load = read, decode (config), compile (here), swap (cordboard/server). Problems that only compiling shows are raised
together (errors) or kept in the table (warnings). The parts are made in compile_directory, compile_peering and
compile_outbound.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from routing.compile_directory import compile_bar, compile_directory, compile_rewrite
from routing.compile_outbound import compile_outbound
from routing.compile_peering import compile_peering, is_address_or_network, server_addresses
from routing.directory import Directory
from routing.findings import CompileError, Findings
from routing.model import Configuration, SortKey
from routing.octet_text import as_octet_text
from routing.pattern_set import Pattern
from routing.peering import Server
from routing.sources import Sources
from routing.table import Table, Trust

_WITH_PORT = re.compile(r"([^:\[\]]+|\[[^\]]*\]):[0-9]+")
NO_ADDRESSES: Mapping[str, Sequence[str]] = {}


def compile_table(
    configuration: Configuration,
    addresses: Mapping[str, Sequence[str]] = NO_ADDRESSES,
    listener_hosts: Iterable[str] = (),
) -> Table:
    """The table of a configuration; raises CompileError with every problem found.

    ``addresses``: of each server that is named by a host name, its addresses (R1.1). ``listener_hosts``: addresses
    that the configuration does not spell out, as those of ``0.0.0.0`` and ``interface:NAME`` (R4.1).
    """
    findings = Findings()
    routing = configuration.routing
    rewrite = compile_rewrite(configuration.rewrite.values(), findings)
    groups = compile_peering(configuration, rewrite, findings)
    outbound = compile_outbound(configuration, groups, findings)
    directory = compile_directory(configuration, rewrite, outbound.caller_patterns, findings)
    peers = Sources(server_addresses(groups, addresses))
    trusted = Sources(_trust(configuration, directory, peers, findings))
    bar = compile_bar(routing.bar, findings)
    if findings.fatal:
        raise CompileError(findings.problems)
    return Table(
        directory=directory,
        listener_hosts=_listener_hosts(configuration, listener_hosts),
        groups=tuple(groups.values()),
        servers=tuple(server for group in groups.values() if group.enabled for server in group.servers),
        peer_sources=peers,
        trusted_sources=trusted,
        outbound=outbound,
        bar=bar,
        routing=routing,
        timers=configuration.timers,
        security=configuration.security,
        draw=routing.weight_mode if SortKey.WEIGHT in routing.order else None,
        problems=tuple(findings.problems),
    )


def _listener_hosts(configuration: Configuration, more: Iterable[str]) -> frozenset[str]:
    """R4.1: not the wildcards, by which nobody can be called."""
    hosts = {listen.host.lower() for listen in configuration.listen if not listen.host.startswith("interface:")}
    hosts.update(host.lower() for host in more)
    if configuration.advertise is not None:
        advertised = configuration.advertise.lower()
        with_port = _WITH_PORT.fullmatch(advertised)
        hosts.add((with_port[1] if with_port else advertised).strip("[]"))
    return frozenset(hosts - {"0.0.0.0", "::"})  # noqa: S104 (left out, not bound)


def _trust(
    configuration: Configuration, directory: Directory, peers: Sources[Server], findings: Findings
) -> list[tuple[str, Trust]]:
    """R1.2: entries with a ``from`` pattern before those without, then file order."""
    found = []
    for model in configuration.subscribers.values():
        for source in model.trusted:
            if not is_address_or_network(source.network):
                findings.error(source.at, "bad-address", f"source {source.network}", "an address or a network")
                continue
            pattern = None
            if source.from_pattern is not None and findings.pattern_is_good(source.from_pattern, source.at):
                pattern = Pattern(source.from_pattern)
            subscriber = directory.subscriber(as_octet_text(model.user), as_octet_text(model.domain.lower()))
            assert subscriber is not None
            trust = Trust(subscriber, source, pattern)
            found.append((source.network, trust))
            _warn_of_peers(trust, peers, findings)
    return sorted(found, key=lambda entry: entry[1].from_pattern is None)


def _warn_of_peers(trust: Trust, peers: Sources[Server], findings: Findings) -> None:
    """R1: when one address is both a peer and a trusted source, the peer wins."""
    transport = trust.source.transport
    for server in peers.overlaps(trust.source.network):
        if transport is None or server.transport is None or server.transport == transport:
            findings.warning(
                trust.at,
                "trusted-overlaps-peer",
                f"source {trust.source.network} overlaps peering server {server.id}: the peer wins",
                "a source that is no peer's address",
            )
