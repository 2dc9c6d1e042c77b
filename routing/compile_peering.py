"""From peering groups as written to groups and servers with all that a call needs (R2, R6.1, R7).

Not here: outbound rules (compile_outbound).
"""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import ip_address, ip_network

from routing.findings import Findings
from routing.inbound_rule import InboundRule
from routing.model import Configuration, PeeringGroup, PeeringServer
from routing.model import InboundRule as InboundRuleModel
from routing.pattern_set import Pattern
from routing.peering import Group, Server
from routing.rewriting import RewriteSet


def compile_peering(
    configuration: Configuration, rewrite: Mapping[str, RewriteSet], findings: Findings
) -> dict[str, Group]:
    """All groups by name, each with its enabled servers. Bad patterns are added to ``findings`` and left out."""
    groups = {}
    for place, (name, group) in enumerate(configuration.peering.items()):
        groups[name] = compiled = _group(group, place, configuration, findings)
        for server in group.servers:
            if server.enabled:
                _add_server(compiled, group, server, rewrite)
    return groups


def _group(group: PeeringGroup, place: int, configuration: Configuration, findings: Findings) -> Group:
    routing = configuration.routing
    after_ringing = group.failover_after_ringing
    return Group(
        name=group.name,
        place=place,
        contract=group.contract,
        priority=group.priority,
        enabled=group.enabled,
        accepts_calls=group.accepts_calls,
        relay=group.relay,
        inbound=tuple(_inbound_rule(rule, number, findings) for number, rule in enumerate(group.inbound, 1)),
        limits=group.limits,
        failover_on=group.failover_on or routing.failover_on,
        failover_after_ringing=routing.failover_after_ringing if after_ringing is None else after_ringing,
        follow_redirects=group.follow_redirects,
        at=group.at,
    )


def _inbound_rule(rule: InboundRuleModel, number: int, findings: Findings) -> InboundRule:
    patterns = tuple(
        (field, Pattern(pattern))
        for field, pattern in rule.patterns.items()
        if findings.pattern_is_good(pattern, rule.at)
    )
    return InboundRule(rule.id or f"inbound-{number}", rule.refuse, patterns, rule.refusal, rule.at)


def _add_server(compiled: Group, group: PeeringGroup, server: PeeringServer, rewrite: Mapping[str, RewriteSet]) -> None:
    made = _server(compiled, group, server, rewrite)
    compiled.servers.append(made)
    if "/" not in server.host:  # a network only receives
        compiled.outbound.append(made)


def _server(compiled: Group, group: PeeringGroup, server: PeeringServer, rewrite: Mapping[str, RewriteSet]) -> Server:
    set_name = server.rewrite or group.rewrite
    return Server(
        name=server.name,
        group=compiled,
        scheme="sips" if server.uri.lower().startswith("sips:") else "sip",
        host=server.host,
        port=server.port,
        transport=server.transport,
        uri_tail=_uri_tail(server),
        weight=server.weight,
        match_port=server.match_port,
        rewrite=rewrite[set_name] if set_name is not None else None,
        limits=server.limits,
        probe=server.probe,
        probe_fail=server.probe_fail,
        probe_ok=server.probe_ok,
        credentials=server.credentials,
        at=server.at,
    )


def _uri_tail(server: PeeringServer) -> str:
    host = f"[{server.host}]" if ":" in server.host else server.host
    port = f":{server.port}" if server.port not in (None, 5060) else ""
    transport = f";transport={server.transport}" if server.transport is not None else ""
    return f"@{host}{port}{transport}"


def server_addresses(
    groups: Mapping[str, Group], addresses: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Server]]:
    """R1.1: address or network and server, for enabled servers of enabled groups; names as resolved at load."""
    for group in groups.values():
        for server in group.servers if group.enabled else ():
            if is_address_or_network(server.host):
                yield server.host, server
            else:
                for address in addresses.get(server.host, ()):
                    yield address, server


def is_address_or_network(host: str) -> bool:
    try:
        ip_network(host, strict=False) if "/" in host else ip_address(host)
    except ValueError:
        return False
    return True
