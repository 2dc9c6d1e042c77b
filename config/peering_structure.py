"""What the parts of one peering group must not do together: names taken twice, two answers to one question.

Looked at list by list while the group is read, so that another option that is wrong hides none of it.
Not here: values of single options (models) and what is possible but odd (peering_lint).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from config.findings import Findings, quote
from config.nodes import Text

if TYPE_CHECKING:  # the models call these checks
    from config.models.peering import WrittenInboundRule, WrittenRule, WrittenServer


def check_servers(servers: Iterable[WrittenServer], findings: Findings) -> None:
    """Each name once."""
    _once("server", (server.name for server in servers), findings)


def check_rules(rules: Iterable[WrittenRule], findings: Findings) -> None:
    """Each id once, and not both a prefix and a deck."""
    rules = tuple(rules)
    _once("rule", (rule.id for rule in rules if rule.id is not None), findings)
    for rule in rules:
        if rule.prefix is not None and rule.prefixes_from is not None:
            found = "a rule with both prefix and prefixes_from"
            findings.error(rule.prefix.at, "prefix-and-deck", found, "one of them")


def check_inbound(rules: Iterable[WrittenInboundRule], findings: Findings) -> None:
    """R2.2: exactly one of require and refuse, with a pattern."""
    for rule in rules:
        if (rule.require is None) == (rule.refuse is None):
            found = "neither require nor refuse" if rule.require is None else "both require and refuse"
            findings.error(rule.at, "inbound-choice", found, "exactly one of them")
        elif not rule.require and not rule.refuse:
            findings.error(rule.at, "empty-inbound", "no pattern", "at least one, such as {ruri_user: ^43}")


def _once(what: str, names: Iterable[Text], findings: Findings) -> None:
    seen: dict[Text, Text] = {}
    for name in names:
        first = seen.setdefault(name, name)
        if first is not name:
            found = f"the {what} {quote(name)} again, it is also in {first.at}"
            findings.error(name.at, "duplicate-id", found, "each name once in a group")
