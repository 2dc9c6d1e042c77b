"""The compiled configuration: everything a call needs, ready and immutable. A reload makes a new one.

Not here: making it (compile).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.barring import BarList
from routing.directory import Directory, Domain, Subscriber
from routing.model import RoutingSettings, Security, Timers, TrustedSource, WeightMode
from routing.outbound_index import OutboundIndex
from routing.pattern_set import Pattern
from routing.peering import Group, Server
from routing.problems import Position, Problem
from routing.sources import Sources


@dataclass(slots=True, frozen=True, eq=False)
class Trust:
    """R1.2: requests from this source are the subscriber's."""

    subscriber: Subscriber
    source: TrustedSource
    from_pattern: Pattern | None

    @property
    def at(self) -> Position:
        return self.source.at


@dataclass(slots=True, frozen=True, eq=False)
class Table:
    directory: Directory
    listener_hosts: frozenset[str]
    """Addresses and names by which our listeners are called; in lower case, IPv6 without brackets."""
    groups: Sequence[Group]
    """All, in file order."""
    servers: Sequence[Server]
    """The enabled ones of enabled groups, in file order."""
    peer_sources: Sources[Server]
    trusted_sources: Sources[Trust]
    outbound: OutboundIndex
    bar: BarList
    """``routing.bar``."""
    routing: RoutingSettings
    timers: Timers
    security: Security
    draw: WeightMode | None
    """How pools are drawn; None when ``weight`` is no key of the order, then file order decides."""
    problems: Sequence[Problem]
    """Warnings found while compiling."""

    def domain(self, host: str) -> Domain | None:
        """The domain of ours with this name, in lower case."""
        return self.directory.domains.get(host)

    def subscriber(self, user: str, domain: str) -> Subscriber | None:
        return self.directory.subscriber(user, domain)

    def is_ours(self, host: str) -> bool:
        """R4.1: one of our domains, or the address of one of our listeners."""
        return host in self.directory.domains or host in self.listener_hosts
