"""What is probably not meant about peering groups: those that cannot send, rules that read like something else.

Not here: rules that shadow each other (they need the compiled table).
"""

from collections.abc import Mapping
from typing import Final

from config import endpoints
from config.findings import Findings, quote
from config.models.peering import WrittenGroup, WrittenInboundRule, WrittenServer
from config.nodes import Text
from config.pattern_lint import Subject, lint_pattern, lint_prefix

_NO_TRANSPORT: Final = ("tls", "ws", "wss")


def lint_peering(groups: Mapping[Text, WrittenGroup], findings: Findings) -> None:
    """Remarks on the rules and servers of each group."""
    for key, group in groups.items():
        for server in group.servers:
            _lint_server(server, findings)
        for rule in group.rules:
            lint_prefix(rule.prefix, findings)
            lint_pattern(rule.callee_pattern, Subject.URI, findings)
            lint_pattern(rule.caller_pattern, Subject.URI, findings)
        if group.inbound and not group.accepts_calls:
            found = f"inbound rules, and {quote(key)} never sends us calls (accepts_calls: no)"
            findings.warning(group.inbound[0].at, "inbound-never-used", found, "one or the other")
        for inbound in group.inbound:
            _lint_inbound(inbound, findings)


def lint_senders(groups: Mapping[Text, WrittenGroup], findings: Findings) -> None:
    """Remarks on groups that cannot send. Every server must be there: one that was wrong could be the one that can."""
    for key, group in groups.items():
        if group.enabled:
            _lint_servers(key, group, findings)


def _lint_server(server: WrittenServer, findings: Findings) -> None:
    """Options that are read, and that the engine does not act on yet."""
    if server.probe is not None:
        found = f"probing {quote(server.name)} is not supported yet: no OPTIONS are sent, it never counts as down"
        findings.warning(server.at, "not-supported", found, "no probe")
    transport = endpoints.server_uri(server.uri).transport
    if transport in _NO_TRANSPORT:
        found = f"sending over {quote(transport)} is not supported yet: calls to {quote(server.name)} will fail"
        findings.warning(server.uri.at, "not-supported", found, "udp or tcp")


def _lint_servers(key: Text, group: WrittenGroup, findings: Findings) -> None:
    enabled = [server for server in group.servers if server.enabled]
    if not enabled:
        findings.warning(
            key.at, "group-without-server", f"{quote(key)} has no enabled server", "a server, or enabled: no"
        )
    elif group.rules and all(_only_receives(server) for server in enabled):
        found = f"{quote(key)} has rules, and its servers are networks, which cannot be sent to"
        findings.warning(enabled[0].uri.at, "network-only-receives", found, "a server with an address or a name")


def _only_receives(server: WrittenServer) -> bool:
    return "/" in server.uri


def _lint_inbound(rule: WrittenInboundRule, findings: Findings) -> None:
    for field, pattern in (rule.require or rule.refuse or {}).items():
        lint_pattern(pattern, Subject.URI if field.endswith("_uri") else Subject.PART, findings)
