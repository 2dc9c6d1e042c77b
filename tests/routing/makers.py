"""Small configurations for tests and benchmarks: only what a test is about is said, the rest is plausible."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from routing.arrival import Arrival
from routing.attempt import Attempt, Caller, IdentifiedBy, peer_caller, subscriber_caller
from routing.compile import compile_table
from routing.decide import decide
from routing.decision import Decision, Pools, ToPeers
from routing.health import AllWell, Health
from routing.model import (
    BarEntry,
    Configuration,
    Contact,
    Contract,
    Customer,
    Deck,
    DeckRow,
    Domain,
    InboundField,
    InboundRule,
    Listen,
    OutboundRule,
    PeeringGroup,
    PeeringServer,
    Refusal,
    Reseller,
    RewriteRule,
    RewriteSet,
    RoutingSettings,
    Security,
    SortKey,
    Subscriber,
    Timers,
    TrustedSource,
)
from routing.notes import Notes
from routing.peering import Server
from routing.problems import Position
from routing.table import Table

AT = Position("routing.yaml", 1)
C5_ORDER = (SortKey.LONGEST_PREFIX, SortKey.PRIORITY, SortKey.WEIGHT)
DEFAULT_ORDER = (SortKey.PRIORITY, SortKey.LONGEST_PREFIX, SortKey.WEIGHT)
HOME = "sip.example"
REGULAR = f"43720100@{HOME}"
PREMIUM = "office@premium.example"


def at(line: int) -> Position:
    return Position("routing.yaml", line, 9)


def rule(
    prefix: str = "",
    *,
    id: str | None = None,
    callee: str | None = None,
    caller: str | None = None,
    enabled: bool = True,
    stopper: bool = False,
    line: int = 1,
) -> OutboundRule:
    return OutboundRule(id or f"to-{prefix or 'any'}", prefix, callee, caller, enabled, stopper, at(line))


def deck_row(prefix: str, line: int = 2, **fields: Any) -> DeckRow:
    """``fields``: callee_pattern, caller_pattern, rate, valid_from, valid_to, enabled, stopper."""
    plain: dict[str, Any] = {
        "callee_pattern": None,
        "caller_pattern": None,
        "rate": None,
        "valid_from": None,
        "valid_to": None,
        "enabled": True,
        "stopper": None,
    }
    return DeckRow(prefix=prefix, line=line, **(plain | fields))


def deck_rule(rows: Sequence[DeckRow], *, id: str = "deck", stopper: bool = False) -> OutboundRule:
    return OutboundRule(id, "", None, None, True, stopper, AT, Deck("deck.csv", rows))


def server(name: str, uri: str | None = None, host: str = "192.0.2.1", **fields: Any) -> PeeringServer:
    """``fields``: those of PeeringServer, for example weight, port, transport."""
    return PeeringServer(
        name, uri or f"sip:{host}", host, fields.pop("port", None), fields.pop("transport", None), AT, **fields
    )


def group(name: str, priority: int = 1, *, rules: Sequence[OutboundRule] = (), **fields: Any) -> PeeringGroup:
    """``servers`` may be server names. ``fields``: those of PeeringGroup."""
    servers = tuple(server(entry) if isinstance(entry, str) else entry for entry in fields.pop("servers", (name,)))
    return PeeringGroup(name, "house", fields.pop("at", AT), priority, servers=servers, rules=tuple(rules), **fields)


def inbound(kind: str, refusal: Refusal | None = None, **patterns: str) -> InboundRule:
    """``kind``: require or refuse; ``patterns`` by field, for example ``ruri_user="^43"``."""
    return InboundRule(
        kind == "refuse", {InboundField(name): pattern for name, pattern in patterns.items()}, refusal, AT
    )


def bar(prefix: str | None = None, pattern: str | None = None, status: int = 403, reason: str = "Barred") -> BarEntry:
    return BarEntry(None, prefix, pattern, Refusal(status, reason), AT)


def rewrite(name: str = "set", **lists: Sequence[tuple[str, str]]) -> RewriteSet:
    """``lists``: caller_in, callee_in, caller_out, callee_out as pairs of pattern and replacement."""
    names = ("caller_in", "callee_in", "caller_out", "callee_out")
    made = [tuple(RewriteRule(*pair, AT) for pair in lists.get(list_name, ())) for list_name in names]
    return RewriteSet(name, *made, AT)


def domain(name: str = HOME, **fields: Any) -> Domain:
    return Domain(name, "house", AT, **fields)


def customer(name: str = "acme", **fields: Any) -> Customer:
    return Customer(name, "house", "house", AT, **fields)


def subscriber(address: str = REGULAR, customer: str = "acme", **fields: Any) -> Subscriber:
    user, _, home = address.rpartition("@")
    return Subscriber(user, home, customer, AT, **fields)


def trusted(network: str, from_pattern: str | None = None, transport: str | None = None) -> TrustedSource:
    return TrustedSource(network, transport, from_pattern, AT)


def configuration(
    *,
    groups: Sequence[PeeringGroup] = (),
    domains: Sequence[Domain] | None = None,
    customers: Sequence[Customer] | None = None,
    subscribers: Sequence[Subscriber] | None = None,
    rewrites: Sequence[RewriteSet] = (),
    listen: Sequence[str] = ("192.0.2.250",),
    advertise: str | None = None,
    **routing: Any,
) -> Configuration:
    """``routing``: fields of RoutingSettings. A regular and a premium caller are there unless others are given."""
    domains = (domain(), domain("premium.example")) if domains is None else domains
    customers = (customer(), customer("jansen")) if customers is None else customers
    subscribers = (subscriber(), subscriber(PREMIUM)) if subscribers is None else subscribers
    return Configuration(
        file="routing.yaml",
        listen=tuple(Listen("udp", host, 5060, AT) for host in listen),
        advertise=advertise,
        routing=RoutingSettings(**routing),
        timers=Timers(),
        security=Security(),
        contacts={"house": Contact("house", "noc@sip.example", AT)},
        contracts={"house": Contract("house", "house", AT)},
        resellers={"house": Reseller("house", "house", AT)},
        domains={entry.name: entry for entry in domains},
        customers={entry.name: entry for entry in customers},
        subscribers={entry.id: entry for entry in subscribers},
        peering={entry.name: entry for entry in groups},
        rewrite={entry.name: entry for entry in rewrites},
        tests=(),
        storage_path="cordboard.sqlite",
        admin_socket="cordboard.sock",
    )


def table(addresses: Mapping[str, Sequence[str]] | None = None, **fields: Any) -> Table:
    """``fields``: those of ``configuration``."""
    return compile_table(configuration(**fields), addresses or {})


def arrival(caller: str = REGULAR, callee: str = "431999", source: str = "203.0.113.9", **fields: Any) -> Arrival:
    """A request from ``caller`` to ``callee``, in the caller's domain unless it has its own."""
    from_user, _, from_domain = caller.rpartition("@")
    to_user, separator, to_domain = callee.rpartition("@")
    if not separator:
        to_user, to_domain = callee, from_domain
    facts: dict[str, Any] = {
        "port": 5060,
        "transport": "udp",
        "to_user": to_user,
        "to_domain": to_domain,
        "ruri_user": to_user,
        "ruri_domain": to_domain,
    }
    return Arrival(source=source, from_user=from_user, from_domain=from_domain, **(facts | fields))


def caller_of(arrived: Arrival, asked: Table, by: IdentifiedBy = IdentifiedBy.DIGEST) -> Caller:
    """The subscriber whose address is in From."""
    found = asked.subscriber(arrived.from_user, arrived.from_domain)
    assert found is not None
    return subscriber_caller(found, by)


def server_of(asked: Table, name: str) -> Server:
    """The peering server ``GROUP/SERVER``."""
    return next(found for found in asked.servers if found.id == name)


def halves() -> float:
    """Chance that is none: draws leave the heavier first, equals in file order."""
    return 0.5


def route(
    asked: Table,
    callee: str = "431999",
    caller: str = REGULAR,
    *,
    peer: str | None = None,
    health: Health | None = None,
    now: float = 0.0,
    uniform: Callable[[], float] = halves,
    notes: Notes | None = None,
) -> Decision:
    """Decides for the subscriber ``caller``, or for a call from the peering server ``peer``."""
    arrived = arrival(caller, callee)
    known = peer_caller(server_of(asked, peer), arrived) if peer is not None else caller_of(arrived, asked)
    return decide(Attempt(known, arrived), asked, health or AllWell(), now, uniform, notes)


def names(pools: Pools) -> list[list[str]]:
    """The servers' names in each pool."""
    return [[candidate.server.name for candidate in pool] for pool in pools]


def order(decision: Decision) -> list[str]:
    """The servers' names in the order in which they are tried."""
    assert isinstance(decision, ToPeers), decision
    return [candidate.server.name for candidate in decision.order]
