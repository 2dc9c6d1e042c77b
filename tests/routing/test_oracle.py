"""decide() against a slow, obvious implementation of the same rules (R3 to R7.1)."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.attempt import Attempt, Caller, IdentifiedBy, peer_caller, subscriber_caller
from routing.compile import compile_table
from routing.decide import decide
from routing.decision import Decision, Pools, Refuse, ToPeers, ToSubscriber
from routing.model import Configuration, SortKey, WeightMode
from routing.peering import Candidate, Server
from routing.table import Table
from tests.routing import makers, oracle

PREFIXES = ["", "4", "43", "431", "4319", "49", "+", "a"]
CALLEE_PATTERNS = [None, "^sip:43", "9@", r"^sip:[0-9]+@sip\.example$", ""]
CALLER_PATTERNS = [None, r"@premium\.example$", "^sip:4", "office", ""]
NUMBERS = ["431999", "0431999", "43", "4", "", "49301", "alice", "office", "43720100", "77", "+4319", "a9"]
MOMENTS = [None, 100.0, 200.0]


@st.composite
def rules(draw: st.DrawFn, number: int):
    if draw(st.booleans()):
        return makers.rule(
            draw(st.sampled_from(PREFIXES)),
            id=f"r{number}",
            callee=draw(st.sampled_from(CALLEE_PATTERNS)),
            caller=draw(st.sampled_from(CALLER_PATTERNS)),
            enabled=draw(st.integers(0, 5)) > 0,
            stopper=draw(st.integers(0, 5)) == 0,
        )
    rows = [
        makers.deck_row(
            draw(st.sampled_from(PREFIXES)),
            line,
            callee_pattern=draw(st.sampled_from(CALLEE_PATTERNS)),
            caller_pattern=draw(st.sampled_from(CALLER_PATTERNS)),
            rate=draw(st.sampled_from([None, 0.1, 0.2])),
            valid_from=draw(st.sampled_from(MOMENTS)),
            valid_to=draw(st.sampled_from(MOMENTS)),
            enabled=draw(st.integers(0, 5)) > 0,
            stopper=draw(st.sampled_from([None, None, None, True, False])),
        )
        for line in range(2, 2 + draw(st.integers(0, 12)))
    ]
    return makers.deck_rule(rows, id=f"r{number}", stopper=draw(st.integers(0, 7)) == 0)


@st.composite
def groups(draw: st.DrawFn, number: int):
    servers = [
        makers.server(
            f"s{number}{place}",
            host=draw(st.sampled_from(["192.0.2.1", "192.0.2.1", "192.0.2.0/28"])),
            weight=draw(st.sampled_from([0, 1, 1, 3, 10])),
            enabled=draw(st.integers(0, 5)) > 0,
        )
        for place in range(draw(st.integers(0, 3)))
    ]
    return makers.group(
        f"g{number}",
        draw(st.integers(1, 3)),
        rules=[draw(rules(place)) for place in range(draw(st.integers(0, 3)))],
        servers=servers,
        enabled=draw(st.integers(0, 5)) > 0,
        relay=draw(st.booleans()),
        rewrite=draw(st.sampled_from([None, "zero"])),
    )


@st.composite
def bars(draw: st.DrawFn):
    entries = [
        makers.bar(
            draw(st.sampled_from([None, "49", "431999", "a"])), draw(st.sampled_from([None, "9$", "^7"])), status
        )
        for status in (481, 482)
    ]
    return tuple(entries) if draw(st.integers(0, 3)) == 0 else ()


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    keys = draw(st.permutations(list(SortKey)))
    return makers.configuration(
        groups=[draw(groups(number)) for number in range(draw(st.integers(0, 4)))],
        domains=[
            makers.domain(rewrite=draw(st.sampled_from([None, "zero"])), bar=draw(bars())),
            makers.domain("premium.example", allow_foreign_domains=draw(st.booleans())),
        ],
        customers=[makers.customer("acme", bar=draw(bars())), makers.customer("jansen")],
        subscribers=[
            makers.subscriber(numbers=draw(st.sampled_from([(), ("4319", "49301")])), bar=draw(bars())),
            makers.subscriber(makers.PREMIUM, rewrite=draw(st.sampled_from([None, "zero"]))),
            makers.subscriber("b@sip.example", draw(st.sampled_from(["acme", "jansen"])), extension="77"),
        ],
        rewrites=[makers.rewrite("zero", callee_in=[("^0", ""), ("^a", "43")], caller_in=[("^0", "4")])],
        order=tuple(keys[: draw(st.integers(1, len(keys)))]),
        weight_mode=draw(st.sampled_from(list(WeightMode))),
        bar=draw(bars()),
    )


def _caller(data: st.DataObject, configuration: Configuration, table: Table):
    """A subscriber, or a server when there is one: for us, for the oracle, and the From address."""
    choices = [*configuration.subscribers, *(server.id for server in table.servers)]
    chosen = data.draw(st.sampled_from(choices), "caller")
    if chosen in configuration.subscribers:
        model = configuration.subscribers[chosen]
        known = table.subscriber(model.user, model.domain)
        assert known is not None
        return subscriber_caller(known, IdentifiedBy.DIGEST), model, (model.user, model.domain)
    group, _, name = chosen.partition("/")
    peering = configuration.peering[group]
    server = next(server for server in peering.servers if server.name == name)
    return makers.server_of(table, chosen), (peering, server), ("04319", "carrier.example")


class _Health:
    def __init__(self, down: set[str], drained: set[str]) -> None:
        self.down, self.drained = down, drained

    def unusable(self, server: Server) -> str | None:
        if server.name in self.drained:
            return "drained"
        return "down" if server.name in self.down else None


def _name(candidate: Candidate, number: str) -> tuple[str, str, str, str]:
    server = candidate.server
    return server.group.name, server.name, candidate.rule.id, number[: candidate.prefix_length]


def _as_verdict(decision: Decision) -> oracle.Verdict:
    number = decision.form.number

    def shown(pools: Pools) -> tuple[frozenset[tuple[str, str, str, str]], ...]:
        return tuple(frozenset(_name(candidate, number) for candidate in pool) for pool in pools)

    match decision:
        case ToSubscriber():
            return oracle.Verdict("local", subscriber=decision.subscriber.id)
        case Refuse():
            return oracle.Verdict("refuse", decision.status, pools=shown(decision.pools))
        case ToPeers():
            order = tuple(_name(candidate, number) for candidate in decision.order)
            return oracle.Verdict("peer", pools=shown(decision.pools), order=order)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(configurations(), st.data())
def test_r3_to_r7_decide_agrees_with_the_slow_and_obvious_implementation(
    configuration: Configuration, data: st.DataObject
) -> None:
    table = compile_table(configuration)
    caller, model, from_address = _caller(data, configuration, table)
    host = data.draw(st.sampled_from(["sip.example", "premium.example", "192.0.2.250", "far.example"]), "host")
    to_address = (data.draw(st.sampled_from(NUMBERS), "number"), host)
    servers = st.sets(st.sampled_from([f"s{group}{place}" for group in range(4) for place in range(3)]), max_size=4)
    down, drained = data.draw(servers, "down"), data.draw(servers, "drained")
    now, seed = data.draw(st.sampled_from([50.0, 100.0, 150.0, 200.0]), "now"), data.draw(st.integers(0, 99), "seed")
    arrival = makers.arrival("@".join(from_address), "@".join(to_address))
    known = caller if isinstance(caller, Caller) else peer_caller(caller, arrival)
    notes = [] if data.draw(st.booleans(), "explained") else None
    health = _Health(down, drained)
    decision = decide(Attempt(known, arrival), table, health, now, random.Random(seed).random, notes)
    expected = oracle.decide(
        configuration, model, from_address, to_address, now, down, drained, random.Random(seed).random
    )
    assert _as_verdict(decision) == expected
