"""Peering groups, their servers, and the candidates that outbound rules make of them (R6.1).

Not here: which rule matches (selection), which group takes an incoming call (inbound).
"""

from dataclasses import dataclass, field

from routing.inbound_rule import InboundRule
from routing.model import Credentials, FailoverOn, Limits
from routing.problems import Position
from routing.rewriting import RewriteSet


@dataclass(slots=True, frozen=True, eq=False)
class Server:
    """A peering server with its destination ready. ``host`` is an address (no brackets), a network or a name."""

    name: str
    group: "Group"
    scheme: str
    host: str
    port: int | None
    """None: as RFC 3263 finds it, 5060 (5061 for TLS) at an address."""
    transport: str | None
    """None: as RFC 3263 finds it, UDP at an address."""
    uri_tail: str
    """What follows the user in a URI towards this server: ``@198.51.100.7:5080;transport=tcp``."""
    weight: int
    match_port: bool
    rewrite: RewriteSet | None
    """The server's own set, else the group's (R3.2, R3.4)."""
    limits: Limits
    probe: float | None
    probe_fail: int
    probe_ok: int
    credentials: Credentials | None
    at: Position

    @property
    def id(self) -> str:
        return f"{self.group.name}/{self.name}"

    @property
    def port_or_default(self) -> int:
        return self.port or (5061 if self.transport in ("tls", "wss") else 5060)

    def uri_for(self, user: str) -> str:
        """The Request-URI of a call to ``user`` through this server."""
        return f"{self.scheme}:{user}{self.uri_tail}" if user else f"{self.scheme}:{self.uri_tail[1:]}"

    def __repr__(self) -> str:
        return f"Server({self.id})"


@dataclass(slots=True, frozen=True, eq=False)
class Group:
    """A peering group. ``place`` is its place in the file."""

    name: str
    place: int
    contract: str
    """Whose it is: one carrier's groups share it."""
    priority: int
    enabled: bool
    accepts_calls: bool
    relay: bool
    inbound: tuple[InboundRule, ...]
    limits: Limits
    failover_on: FailoverOn
    """The group's own, else routing's (R7.2)."""
    failover_after_ringing: bool
    """The group's own, else routing's (R7.3)."""
    follow_redirects: bool
    at: Position
    servers: list[Server] = field(default_factory=list)
    """The enabled ones, in file order; complete once the table is built."""
    outbound: list[Server] = field(default_factory=list)
    """Those of ``servers`` that can be sent to: a network only receives."""

    def __repr__(self) -> str:
        return f"Group({self.name})"


@dataclass(slots=True, frozen=True, eq=False)
class Rule:
    """An outbound rule as explanations name it; ``rows`` are the places of its rows among all rows."""

    id: str
    group: Group
    prefix: str
    """Empty when the rule stands for a deck."""
    deck: str | None
    """The file of its ``prefixes_from``."""
    lost: str | None
    """Why it takes part in no decision: it, its group, or all servers are off."""
    rows: range
    at: Position

    @property
    def name(self) -> str:
        return f"{self.group.name}/{self.id}"


@dataclass(slots=True, frozen=True, eq=False)
class Candidate:
    """R6.1: a server and why it is one. Made at load, shared by all calls; the prefix's text is the call's own."""

    server: Server
    rule: Rule
    prefix_length: int
    stopper: bool
    weight: int
    """The server's: read in every draw."""

    def __repr__(self) -> str:
        return f"Candidate({self.server.id} by {self.rule.id})"
