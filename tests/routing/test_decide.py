"""The worked examples of R9, in both orders, and the outcomes that only the whole policy shows."""

import random

import pytest

from routing.decision import Refuse, ToPeers
from routing.health import Down
from routing.model import SortKey, WeightMode
from routing.weights import shares
from tests.routing import makers
from tests.routing.makers import C5_ORDER, DEFAULT_ORDER, PREMIUM, REGULAR, group, names, route, rule, server


def worked_example(order, *, vie_stopper=False, at_stopper=False, default_enabled=True, **routing):
    """R9's groups: premium, at, vie, def."""
    halved = [server("a1", weight=50), server("a2", weight=50)]
    return makers.table(
        groups=[
            group("premium", 1, rules=[rule(caller=r"@premium\.example$")], servers=["p"]),
            group(
                "at",
                2,
                rules=[rule("43", stopper=at_stopper)],
                servers=halved,
            ),
            group("vie", 3, rules=[rule("431", stopper=vie_stopper)], servers=["v"]),
            group("def", 4, rules=[rule("", enabled=default_enabled)], servers=["d"]),
        ],
        order=order,
        **routing,
    )


@pytest.mark.parametrize(
    ("caller", "callee", "changes", "priority_first", "prefix_first"),
    [
        (REGULAR, "431999", {}, ["a1 a2", "v", "d"], ["v", "a1 a2", "d"]),
        (PREMIUM, "431999", {}, ["p", "a1 a2", "v", "d"], ["v", "a1 a2", "p", "d"]),
        (PREMIUM, "4930123", {}, ["p", "d"], ["p", "d"]),
        (REGULAR, "431999", {"vie_stopper": True}, ["a1 a2", "v"], ["v"]),
        (REGULAR, "43662", {"at_stopper": True}, ["a1 a2"], ["a1 a2"]),
    ],
    ids=["regular", "premium", "premium abroad", "vie stops", "at stops"],
)
def test_r9_pools_of_the_worked_example(caller, callee, changes, priority_first, prefix_first):
    for order, expected in ((DEFAULT_ORDER, priority_first), (C5_ORDER, prefix_first)):
        decision = route(worked_example(order, **changes), callee, caller)
        assert [" ".join(pool) for pool in names(decision.pools)] == expected


@pytest.mark.parametrize("order", [DEFAULT_ORDER, C5_ORDER])
def test_r9_r6_6_nobody_for_a_number_is_404(order):
    decision = route(worked_example(order, default_enabled=False), "4930")
    assert isinstance(decision, Refuse)
    assert (decision.status, decision.reason) == (404, "No route to destination")


@pytest.mark.parametrize("order", [DEFAULT_ORDER, C5_ORDER])
def test_r9_r7_1_a_server_at_its_limit_and_one_that_is_down_are_skipped(order):
    class FullAndDown:
        def unusable(self, server):
            return {"v": "at its limit", "a1": "down"}.get(server.name)

    notes = []
    decision = route(worked_example(order), "431999", health=FullAndDown(), notes=notes)
    assert makers.order(decision) == ["a2", "d"]
    skips = {note.object: note.because for note in notes if note.verdict.value == "skip"}
    assert skips == {"vie/v": "at its limit", "at/a1": "down"}
    assert {note.step for note in notes if note.verdict.value == "skip"} == {"R7"}


@pytest.mark.parametrize("order", [DEFAULT_ORDER, C5_ORDER])
@pytest.mark.parametrize(("mode", "chance"), [(WeightMode.PROPORTIONAL, 0.9), (WeightMode.C5, 0.944)])
def test_r9_r6_3_groups_of_one_priority_and_prefix_share_a_pool_by_weight(order, mode, chance):
    table = makers.table(
        groups=[
            group("at", 2, rules=[rule("43")], servers=[server("at", weight=10)]),
            group("vie", 2, rules=[rule("43")], servers=[server("vie", weight=90)]),
        ],
        order=order,
        weight_mode=mode,
    )
    uniform = random.Random(9).random
    decisions = [route(table, "43662", uniform=uniform) for _ in range(20_000)]
    assert names(decisions[0].pools) == [["at", "vie"]]
    assert shares((10, 90), mode)[1] == pytest.approx(chance, abs=0.0005)
    first = sum(makers.order(decision)[0] == "vie" for decision in decisions) / len(decisions)
    assert first == pytest.approx(chance, abs=0.01)


def test_r6_7_the_same_seed_gives_the_same_order():
    table = worked_example(DEFAULT_ORDER)
    orders = [[makers.order(route(table, uniform=random.Random(seed).random)) for seed in range(20)] for _ in range(2)]
    assert orders[0] == orders[1]
    assert ["a2", "a1", "v", "d"] in orders[0]
    assert ["a1", "a2", "v", "d"] in orders[0]


def test_r5_lists_are_tried_in_the_order_routing_domain_customer_subscriber():
    table = makers.table(
        groups=[group("def", rules=[rule()])],
        bar=[makers.bar("1", status=481)],
        domains=[makers.domain(bar=(makers.bar("1", status=482), makers.bar("2", status=482)))],
        customers=[makers.customer(bar=(makers.bar("2", status=483), makers.bar("3", status=483)))],
        subscribers=[makers.subscriber(bar=(makers.bar("3", status=484), makers.bar(pattern="^4.*9$", status=484)))],
    )
    assert [route(table, number).status for number in ("19", "29", "39", "49")] == [481, 482, 483, 484]
    assert makers.order(route(table, "48")) == ["def"]


def test_r5_the_normalised_number_is_barred_not_the_dialled_one():
    table = makers.table(
        groups=[group("def", rules=[rule()])],
        bar=[makers.bar("43900", reason="Destination barred")],
        domains=[makers.domain(rewrite="at")],
        subscribers=[makers.subscriber()],
        rewrites=[makers.rewrite("at", callee_in=[("^0", "43")])],
    )
    assert route(table, "0900123").reason == "Destination barred"
    assert makers.order(route(table, "900123")) == ["def"]


def test_r4_4_a_relayed_call_is_asked_for_a_route_at_once():
    """R5 stands under R4.3: a subscriber's call."""
    groups = [group("alpha", relay=True), group("beta", rules=[rule()])]
    table = makers.table(groups=groups, bar=[makers.bar("43")])
    assert makers.order(route(table, f"431@{makers.HOME}", "1@far.example", peer="alpha/alpha")) == ["beta"]


def test_r7_4_a_call_for_which_all_servers_are_skipped_is_503_and_still_shows_them():
    decision = route(worked_example(DEFAULT_ORDER), "4930", health=Down({"def/d"}))
    assert isinstance(decision, Refuse)
    assert (decision.status, names(decision.pools)) == (503, [["d"]])


@pytest.mark.parametrize("explained", [False, True])
def test_an_explained_call_is_decided_like_a_live_one(explained):
    table = worked_example(DEFAULT_ORDER, vie_stopper=True)
    decision = route(table, notes=[] if explained else None, uniform=random.Random(3).random)
    assert isinstance(decision, ToPeers)
    assert makers.order(decision) == makers.order(route(table, uniform=random.Random(3).random))


def test_r6_2_without_weight_among_the_keys_the_file_orders_a_pool():
    table = worked_example((SortKey.PRIORITY,))
    assert makers.order(route(table, uniform=lambda: 0.99)) == ["a1", "a2", "v", "d"]
