"""Who is who: domains, customers, subscribers and their numbers, ready to be asked for (R4.1).

Not here: which address belongs to whom (sources) and the peers (peering).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address

from routing.barring import BarList
from routing.model import Limits, SubscriberType
from routing.problems import Position
from routing.rewriting import RewriteSet


@dataclass(slots=True, frozen=True, eq=False)
class Reseller:
    name: str
    limits: Limits
    at: Position


@dataclass(slots=True, frozen=True, eq=False)
class Domain:
    """A domain that is ours; its name is the digest realm. ``subscribers`` is by user name."""

    name: str
    reseller: Reseller | None
    rewrite: RewriteSet | None
    bar: BarList
    accept_unknown_callers: bool
    allow_foreign_domains: bool
    attributes: Mapping[str, str]
    at: Position
    subscribers: dict[str, "Subscriber"] = field(default_factory=dict, repr=False)


@dataclass(slots=True, frozen=True, eq=False)
class Customer:
    """Has subscribers; ``extensions`` are their short numbers, known only among themselves (R4.1)."""

    name: str
    reseller: Reseller | None
    limits: Limits
    bar: BarList
    at: Position
    extensions: dict[str, "Subscriber"] = field(default_factory=dict, repr=False)


@dataclass(slots=True, frozen=True, eq=False)
class Subscriber:
    id: str
    """``user@domain``."""
    uri: str
    """``sip:user@domain``: who the subscriber is as a caller (R6.1)."""
    user: str
    domain: Domain
    customer: Customer
    type: SubscriberType
    numbers: tuple[str, ...]
    extension: str | None
    ha1_md5: str | None = field(repr=False)
    ha1_sha256: str | None = field(repr=False)
    allowed: tuple[IPv4Network | IPv6Network, ...]
    rewrite: RewriteSet | None
    """The subscriber's own set, else the domain's (R3.2, R3.4)."""
    attributes: Mapping[str, str]
    """The subscriber's own, without the domain's."""
    limits: Limits
    bar: BarList
    pattern_hits: Sequence[int]
    """Places of the caller patterns found in ``uri`` (R6.1), which no call can change."""
    at: Position

    def attribute(self, name: str) -> str:
        """R3.1: what ``${caller_NAME}`` becomes: own attribute, the domain's, or user, domain, number, extension."""
        value = self.attributes.get(name) or self.domain.attributes.get(name)
        if value is not None:
            return value
        known = {
            "user": self.user,
            "domain": self.domain.name,
            "number": self.numbers[0] if self.numbers else "",
            "extension": self.extension or "",
        }
        return known.get(name, "")

    def allows(self, address: str) -> bool:
        """R1: may this subscriber authenticate from here? Anywhere, when nothing is said."""
        if not self.allowed:
            return True
        source = ip_address(address)
        source = getattr(source, "ipv4_mapped", None) or source
        return any(source in network for network in self.allowed)


@dataclass(slots=True, frozen=True, eq=False)
class Directory:
    domains: Mapping[str, Domain]
    customers: Mapping[str, Customer]
    resellers: Mapping[str, Reseller]
    numbers: dict[str, Subscriber]
    """Whose a normalised number is, in any domain."""

    def subscriber(self, user: str, domain: str) -> Subscriber | None:
        """The subscriber ``user@domain``; the domain in lower case."""
        home = self.domains.get(domain)
        return home.subscribers.get(user) if home is not None else None
