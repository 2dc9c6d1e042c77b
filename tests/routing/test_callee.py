"""Is the callee ours? (R4)"""

import pytest

from routing.decision import Refuse, ToSubscriber
from tests.routing import makers
from tests.routing.makers import route

ANYWHERE = [makers.group("alpha", rules=[makers.rule()])]


def callee(decision):
    return decision.subscriber.id if isinstance(decision, ToSubscriber) else decision


def test_r4_1_a_user_name_counts_in_the_dialled_domain():
    table = makers.table(groups=ANYWHERE)
    assert callee(route(table, "office@premium.example")) == makers.PREMIUM
    assert makers.order(route(table, f"office@{makers.HOME}")) == ["alpha"]


def test_r4_1_a_number_counts_in_any_domain_primary_and_alias():
    table = makers.table(
        groups=ANYWHERE, subscribers=[makers.subscriber(), makers.subscriber(makers.PREMIUM, numbers=("431", "432"))]
    )
    assert [callee(route(table, number)) for number in ("431", "432")] == [makers.PREMIUM, makers.PREMIUM]


def test_r4_1_a_user_name_goes_before_another_subscribers_number():
    table = makers.table(
        subscribers=[makers.subscriber(makers.PREMIUM, numbers=("43720100",)), makers.subscriber()],
    )
    assert callee(route(table, "43720100")) == makers.REGULAR


def test_r4_1_an_extension_counts_inside_the_same_customer_only():
    table = makers.table(
        groups=ANYWHERE,
        subscribers=[
            makers.subscriber(),
            makers.subscriber("b@sip.example", extension="77"),
            makers.subscriber("c@sip.example", "jansen"),
        ],
    )
    assert callee(route(table, "77")) == "b@sip.example"
    assert makers.order(route(table, "77", "c@sip.example")) == ["alpha"]


def test_r4_1_a_call_dialled_at_our_address_is_meant_for_the_callers_domain():
    table = makers.table(groups=ANYWHERE, subscribers=[makers.subscriber(), makers.subscriber("b@sip.example")])
    assert callee(route(table, "b@192.0.2.250")) == "b@sip.example"
    assert route(table, "431@192.0.2.250").form.callee_uri == f"sip:431@{makers.HOME}"


def test_r4_1_a_peers_call_to_our_address_keeps_that_address_in_the_callee_uri():
    table = makers.table(
        groups=ANYWHERE, subscribers=[makers.subscriber(numbers=("431",)), makers.subscriber("b@sip.example")]
    )
    decision = route(table, "431@192.0.2.250", "49301@far.example", peer="alpha/alpha")
    assert callee(decision) == makers.REGULAR
    assert decision.form.callee_uri == "sip:431@192.0.2.250"


def test_r4_2_a_call_to_one_of_ours_is_not_barred():
    table = makers.table(groups=ANYWHERE, bar=[makers.bar("43")])
    assert callee(route(table, "43720100")) == makers.REGULAR


def test_r4_3_a_subscribers_call_to_nobody_of_ours_goes_to_peers():
    assert makers.order(route(makers.table(groups=ANYWHERE), "431")) == ["alpha"]


def test_r4_4_a_peers_call_to_nobody_of_ours_is_not_relayed():
    decision = route(makers.table(groups=ANYWHERE), f"431@{makers.HOME}", "49301@far.example", peer="alpha/alpha")
    assert isinstance(decision, Refuse)
    assert decision.status == 404


def test_r4_4_a_relaying_groups_call_goes_to_other_groups_never_back():
    groups = [
        makers.group("alpha", rules=[makers.rule()], relay=True),
        makers.group("beta", 2, rules=[makers.rule()]),
    ]
    both, alone = makers.table(groups=groups), makers.table(groups=groups[:1])
    call = {"callee": f"431@{makers.HOME}", "caller": "49301@far.example", "peer": "alpha/alpha"}
    assert makers.order(route(both, **call)) == ["beta"]
    assert route(alone, **call).status == 404


@pytest.mark.parametrize(("allowed", "outcome"), [(False, 403), (True, ["alpha"])])
def test_r4_5_a_foreign_domain_needs_the_leave_of_the_callers_domain(allowed, outcome):
    table = makers.table(
        groups=ANYWHERE, domains=[makers.domain(allow_foreign_domains=allowed)], subscribers=[makers.subscriber()]
    )
    decision = route(table, "bob@far.example")
    assert (decision.status if isinstance(decision, Refuse) else makers.order(decision)) == outcome


def test_r4_5_a_peer_reaches_no_foreign_domain():
    table = makers.table(groups=[makers.group("alpha", relay=True), makers.group("beta", rules=[makers.rule()])])
    assert route(table, "bob@far.example", "49301@far.example", peer="alpha/alpha").status == 403


def test_r4_notes_say_why_a_call_may_not_leave():
    table = makers.table(groups=ANYWHERE)
    notes = []
    route(table, f"431@{makers.HOME}", "49301@far.example", peer="alpha/alpha", notes=notes)
    assert [(note.step, note.object, note.verdict.value, note.because) for note in notes] == [
        ("R4", f"sip:431@{makers.HOME}", "no", "no subscriber has user name, number or extension 431"),
        ("R4", "alpha", "no", "relay: no, and the callee is not ours"),
    ]
