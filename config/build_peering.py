"""Peering groups, their servers, rules and decks as routing sees them.

Not here: reading decks (decks), what contradicts itself (peering_structure) and lint (peering_lint).
"""

from collections.abc import Mapping, Sequence

from config import endpoints, values
from config.build_subscribers import warn_of_clear_password
from config.decks import read_deck
from config.models.peering import WrittenCredentials, WrittenGroup, WrittenInboundRule, WrittenRule, WrittenServer
from config.nodes import Text, beside
from config.reading import Reading
from routing.model import (
    Credentials,
    Deck,
    FailoverOn,
    InboundField,
    InboundRule,
    OutboundRule,
    PeeringGroup,
    PeeringServer,
)


def build_peering(groups: Mapping[Text, WrittenGroup], reading: Reading, now: float) -> dict[str, PeeringGroup]:
    """All groups by name, in file order."""
    builder = _PeeringBuilder(reading, now)
    return {str(key): builder.group(key, written) for key, written in groups.items()}


def plain(text: Text | None) -> str | None:
    """Text without its place, as routing keeps it."""
    return None if text is None else str(text)


def failover(words: Sequence[str] | None) -> FailoverOn | None:
    """R7.2: None when nothing was written."""
    return None if words is None else values.failover(words)


class _PeeringBuilder:
    """Builds groups; a deck that several rules name is read once."""

    def __init__(self, reading: Reading, now: float) -> None:
        self._reading = reading
        self._findings = reading.findings
        self._now = now
        self._decks: dict[str, Deck | None] = {}

    def group(self, key: Text, written: WrittenGroup) -> PeeringGroup:
        return PeeringGroup(
            str(key),
            str(written.contract),
            key.at,
            priority=written.priority,
            enabled=written.enabled,
            servers=self._servers(written.servers),
            rules=self._rules(written.rules),
            inbound=tuple(self._inbound(rule) for rule in written.inbound),
            accepts_calls=written.accepts_calls,
            relay=written.relay,
            rewrite=plain(written.rewrite),
            limits=written.limits(),
            failover_on=failover(written.failover_on),
            failover_after_ringing=written.failover_after_ringing,
            follow_redirects=written.follow_redirects,
        )

    def _servers(self, written: Sequence[WrittenServer]) -> tuple[PeeringServer, ...]:
        return tuple(self._server(server) for server in written)

    def _server(self, written: WrittenServer) -> PeeringServer:
        uri = endpoints.server_uri(written.uri)
        return PeeringServer(
            str(written.name),
            str(written.uri),
            uri.host,
            uri.port,
            uri.transport,
            written.at,
            weight=written.weight,
            enabled=written.enabled,
            match_port=written.match_port,
            rewrite=plain(written.rewrite),
            limits=written.limits(),
            probe=written.probe,
            probe_fail=written.probe_fail,
            probe_ok=written.probe_ok,
            credentials=None if written.credentials is None else self._credentials(written.credentials),
        )

    def _credentials(self, written: WrittenCredentials) -> Credentials:
        warn_of_clear_password(written.password, "${file:PATH}, ${env:NAME} or ${cred:NAME}", self._findings)
        return Credentials(str(written.user), written.password.value, plain(written.realm), written.at)

    def _rules(self, written: Sequence[WrittenRule]) -> tuple[OutboundRule, ...]:
        return tuple(self._rule(rule, number) for number, rule in enumerate(written, 1))

    def _rule(self, written: WrittenRule, number: int) -> OutboundRule:
        return OutboundRule(
            str(written.id) if written.id is not None else f"rule-{number}",
            str(written.prefix or ""),
            plain(written.callee_pattern),
            plain(written.caller_pattern),
            written.enabled,
            written.stopper,
            written.at,
            deck=None if written.prefixes_from is None else self._deck(written.prefixes_from),
        )

    def _deck(self, named: Text) -> Deck | None:
        path = beside(named)
        if path not in self._decks:
            self._decks[path] = read_deck(path, named.at, self._reading, self._now)
        return self._decks[path]

    def _inbound(self, written: WrittenInboundRule) -> InboundRule:
        patterns = written.require or written.refuse or {}
        return InboundRule(
            written.refuse is not None,
            {InboundField(field): str(pattern) for field, pattern in patterns.items()},
            written.refusal,
            written.at,
            plain(written.id),
        )
