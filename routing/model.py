"""What the operator configured: names resolved, values typed, nothing compiled yet (CONFIG.md, "Sections").

config writes it, routing/compile reads it. Everything is immutable and knows where it was written (``at``).
Not here: indexes, compiled patterns (routing/table) and files (config).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from routing.problems import Position


@dataclass(slots=True, frozen=True)
class Refusal:
    """An answer that ends a call: status 400-699 and its reason phrase."""

    status: int
    reason: str


@dataclass(slots=True, frozen=True)
class Limits:
    """R8: most calls at once and most new calls a second; None is no limit, 0 is never."""

    max_calls: int | None = None
    max_calls_in: int | None = None
    max_calls_out: int | None = None
    max_cps: int | None = None


NO_LIMITS = Limits()
"""The one object that stands for no limit at all, so that the hot path can ask by identity."""


@dataclass(slots=True, frozen=True)
class BarEntry:
    """R5: a normalised number with this prefix and in which this pattern is found is refused."""

    id: str | None
    prefix: str | None
    pattern: str | None
    refusal: Refusal
    at: Position


@dataclass(slots=True, frozen=True)
class RewriteRule:
    """R3.1: where ``pattern`` is found, the matched text becomes ``replacement``."""

    pattern: str
    replacement: str
    at: Position


@dataclass(slots=True, frozen=True)
class RewriteSet:
    """A named set of the four rewrite lists (R3.2, R3.4)."""

    name: str
    caller_in: tuple[RewriteRule, ...]
    callee_in: tuple[RewriteRule, ...]
    caller_out: tuple[RewriteRule, ...]
    callee_out: tuple[RewriteRule, ...]
    at: Position


@dataclass(slots=True, frozen=True)
class Contact:
    """A person or organisation."""

    name: str
    email: str
    at: Position
    company: str | None = None
    external_id: str | None = None


@dataclass(slots=True, frozen=True)
class Contract:
    """Ties a contact to a billing profile, for resellers and peering partners."""

    name: str
    contact: str
    at: Position
    billing_profile: str | None = None


@dataclass(slots=True, frozen=True)
class Reseller:
    name: str
    contract: str
    at: Position
    limits: Limits = NO_LIMITS


@dataclass(slots=True, frozen=True)
class Domain:
    """A SIP domain that is ours; its name is the digest realm."""

    name: str
    reseller: str
    at: Position
    rewrite: str | None = None
    bar: tuple[BarEntry, ...] = ()
    accept_unknown_callers: bool = False
    """R1.4: callers whom nobody knows may call this domain's own subscribers."""
    allow_foreign_domains: bool = False
    """R4.5: this domain's callers may call any domain."""
    attributes: Mapping[str, str] | None = None
    """R3.1: for its subscribers that lack them."""


@dataclass(slots=True, frozen=True)
class Customer:
    name: str
    reseller: str
    contact: str
    at: Position
    limits: Limits = NO_LIMITS
    bar: tuple[BarEntry, ...] = ()


class SubscriberType(Enum):
    REGULAR = "regular"
    PILOT = "pilot"
    EXTENSION = "extension"
    GROUP = "group"
    TRUNK = "trunk"


@dataclass(slots=True, frozen=True)
class TrustedSource:
    """R1.2: requests from this address or network are this subscriber's, without a digest."""

    network: str
    """An address or a CIDR network, as written."""
    transport: str | None
    """``udp``, ``tcp``, ``tls``, ``ws``, ``wss``; None is any."""
    from_pattern: str | None
    at: Position


@dataclass(slots=True, frozen=True)
class Subscriber:
    user: str
    domain: str
    customer: str
    at: Position
    type: SubscriberType = SubscriberType.REGULAR
    numbers: tuple[str, ...] = ()
    """Normalised (E.164 without +); the first is primary, the others aliases."""
    extension: str | None = None
    """Short number inside the customer's PBX (R4.1)."""
    ha1_md5: str | None = field(default=None, repr=False)
    ha1_sha256: str | None = field(default=None, repr=False)
    """Lower-case hexadecimal. Secrets: never printed."""
    trusted: tuple[TrustedSource, ...] = ()
    allowed_ips: tuple[str, ...] = ()
    """R1: addresses or networks a digest may come from; empty is anywhere."""
    rewrite: str | None = None
    limits: Limits = NO_LIMITS
    bar: tuple[BarEntry, ...] = ()
    attributes: Mapping[str, str] | None = None
    """R3.1: what replacements name as ``${caller_NAME}``, for example ``cc`` and ``ac``."""

    @property
    def id(self) -> str:
        return f"{self.user}@{self.domain}"


class DeckRow(NamedTuple):
    """One row of a ``prefixes_from`` file."""

    prefix: str
    callee_pattern: str | None
    caller_pattern: str | None
    rate: float | None
    valid_from: float | None
    valid_to: float | None
    """Seconds since 1970, UTC; None is unbounded."""
    enabled: bool
    stopper: bool | None
    """None: what the rule says."""
    line: int


@dataclass(slots=True, frozen=True)
class Deck:
    """A prefix table read from CSV."""

    file: str
    rows: Sequence[DeckRow]


@dataclass(slots=True, frozen=True)
class OutboundRule:
    """R6.1: why a group may be a candidate."""

    id: str
    prefix: str
    callee_pattern: str | None
    caller_pattern: str | None
    enabled: bool
    stopper: bool
    at: Position
    deck: Deck | None = None
    """When set, the rule stands for one rule per row and ``prefix`` is empty."""


class InboundField(Enum):
    """R2.2: what an inbound rule looks at."""

    FROM_USER = "from_user"
    FROM_DOMAIN = "from_domain"
    FROM_URI = "from_uri"
    TO_USER = "to_user"
    TO_DOMAIN = "to_domain"
    TO_URI = "to_uri"
    RURI_USER = "ruri_user"
    RURI_DOMAIN = "ruri_domain"
    RURI_URI = "ruri_uri"
    PAI_USER = "pai_user"
    PAI_DOMAIN = "pai_domain"
    PAI_URI = "pai_uri"


@dataclass(slots=True, frozen=True)
class InboundRule:
    """R2.2: ``refuse`` false is ``require`` (all patterns must be found), true is ``refuse`` (not all may be found)."""

    refuse: bool
    patterns: Mapping[InboundField, str]
    refusal: Refusal | None
    at: Position
    id: str | None = None


@dataclass(slots=True, frozen=True)
class Credentials:
    """How we answer a peer's challenge (R7.2). ``password`` is a secret: never printed."""

    user: str
    password: str = field(repr=False)
    realm: str | None
    at: Position


@dataclass(slots=True, frozen=True)
class PeeringServer:
    name: str
    uri: str
    """As written, for example ``sip:198.51.100.7:5060;transport=tcp``."""
    host: str
    """Lower case; an address (IPv6 without brackets), a CIDR network (receives only) or a name."""
    port: int | None
    transport: str | None
    at: Position
    weight: int = 1
    enabled: bool = True
    match_port: bool = False
    rewrite: str | None = None
    limits: Limits = NO_LIMITS
    probe: float | None = None
    """Seconds between OPTIONS; None is no probing."""
    probe_fail: int = 2
    probe_ok: int = 1
    credentials: Credentials | None = None


@dataclass(slots=True, frozen=True)
class FailoverOn:
    """R7.2: the final answers after which the next candidate is tried."""

    statuses: frozenset[int]
    timeout: bool = True


DEFAULT_FAILOVER = FailoverOn(frozenset({408, *range(500, 600)} - {501, 505, 513}))


@dataclass(slots=True, frozen=True)
class PeeringGroup:
    name: str
    contract: str
    at: Position
    priority: int = 1
    enabled: bool = True
    servers: tuple[PeeringServer, ...] = ()
    rules: tuple[OutboundRule, ...] = ()
    inbound: tuple[InboundRule, ...] = ()
    accepts_calls: bool = True
    """R2.4: it may send us calls."""
    relay: bool = False
    """R4.4: its calls may leave to other groups."""
    rewrite: str | None = None
    limits: Limits = NO_LIMITS
    failover_on: FailoverOn | None = None
    failover_after_ringing: bool | None = None
    follow_redirects: bool = False


class SortKey(Enum):
    """R6.2."""

    PRIORITY = "priority"
    LONGEST_PREFIX = "longest-prefix"
    COST = "cost"
    WEIGHT = "weight"


class WeightMode(Enum):
    """R6.3."""

    PROPORTIONAL = "proportional"
    C5 = "c5"


@dataclass(slots=True, frozen=True)
class RoutingSettings:
    order: tuple[SortKey, ...] = (SortKey.PRIORITY, SortKey.LONGEST_PREFIX, SortKey.WEIGHT)
    weight_mode: WeightMode = WeightMode.PROPORTIONAL
    no_route: Refusal = Refusal(404, "No route to destination")
    failover_on: FailoverOn = DEFAULT_FAILOVER
    failover_after_ringing: bool = True
    max_attempts: int = 8
    bar: tuple[BarEntry, ...] = ()


@dataclass(slots=True, frozen=True)
class Timers:
    """Seconds (R7.2, R7.3, R8)."""

    no_response: float = 4.0
    total: float = 180.0
    dialog_max: float = 4 * 3600.0


class DigestUri(Enum):
    """R1.3: what the digest's ``uri`` must be."""

    HOST = "host"
    EXACT = "exact"
    ANY = "any"


@dataclass(slots=True, frozen=True)
class Security:
    digest_uri: DigestUri = DigestUri.HOST
    nonce_lifetime: float = 300.0
    min_expires: int = 60
    default_expires: int = 3600
    max_expires: int = 43200
    max_contacts: int = 10
    """Contacts of one address of record."""
    max_transactions: int = 100_000


@dataclass(slots=True, frozen=True)
class Listen:
    """Where we listen. ``host`` is an address, ``0.0.0.0``, ``::`` or ``interface:NAME``."""

    transport: str
    host: str
    port: int
    at: Position


@dataclass(slots=True, frozen=True)
class RouteTest:
    """One entry of ``tests:``: a question and what must come out."""

    caller: str
    callee: str
    expect: tuple[str, ...] | int | str
    """Groups in order of first appearance, a status, or ``local SUBSCRIBER``."""
    at: Position
    source: str | None = None
    transport: str | None = None
    pai: str | None = None
    moment: str | None = None
    down: tuple[str, ...] = ()


@dataclass(slots=True, frozen=True)
class Configuration:
    """One loaded configuration, whole and consistent. Mappings keep file order."""

    file: str
    listen: tuple[Listen, ...]
    advertise: str | None
    routing: RoutingSettings
    timers: Timers
    security: Security
    contacts: Mapping[str, Contact]
    contracts: Mapping[str, Contract]
    resellers: Mapping[str, Reseller]
    domains: Mapping[str, Domain]
    customers: Mapping[str, Customer]
    subscribers: Mapping[str, Subscriber]
    """By ``user@domain``."""
    peering: Mapping[str, PeeringGroup]
    rewrite: Mapping[str, RewriteSet]
    tests: tuple[RouteTest, ...]
    storage_path: str
    admin_socket: str
