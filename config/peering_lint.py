"""What is probably not meant about peering groups: those that cannot send, rules that read like something else.

Not here: rules that shadow each other (they need the compiled table).
"""

from collections.abc import Mapping

from config.findings import Findings, quote
from config.models.peering import WrittenGroup, WrittenInboundRule, WrittenServer
from config.nodes import Text
from config.pattern_lint import Subject, lint_pattern, lint_prefix


def lint_peering(groups: Mapping[Text, WrittenGroup], findings: Findings) -> None:
    """Remarks on each group, its rules and its servers."""
    for key, group in groups.items():
        if group.enabled:
            _lint_servers(key, group, findings)
        for rule in group.rules:
            lint_prefix(rule.prefix, findings)
            lint_pattern(rule.callee_pattern, Subject.URI, findings)
            lint_pattern(rule.caller_pattern, Subject.URI, findings)
        if group.inbound and not group.accepts_calls:
            found = f"inbound rules, and {quote(key)} never sends us calls (accepts_calls: no)"
            findings.warning(group.inbound[0].at, "inbound-never-used", found, "one or the other")
        for inbound in group.inbound:
            _lint_inbound(inbound, findings)


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
