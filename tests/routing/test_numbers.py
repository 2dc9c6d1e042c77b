"""Numbers in and out (R3)."""

from routing.attempt import Attempt, peer_caller
from routing.numbers import normal_form, note_outbound, outbound
from tests.routing import makers
from tests.routing.makers import group, rewrite, route, server

E164 = rewrite("e164", callee_in=[(r"^\+", ""), ("^00", ""), ("^0", "43")], caller_in=[("^0", "43")])
PLUS = rewrite("plus", callee_out=[("^([1-9])", r"+\1")], caller_out=[("^", "+")])
NATIONAL = rewrite("national", callee_out=[("^43", "0")])


def table(**fields):
    plain = {"domains": [makers.domain(rewrite="e164")], "rewrites": [E164, PLUS, NATIONAL]}
    return makers.table(**({"subscribers": [makers.subscriber()]} | plain | fields))


def form_of(asked, caller, callee):
    arrived = makers.arrival(caller, callee)
    return normal_form(Attempt(makers.caller_of(arrived, asked), arrived), asked)


def test_r3_2_a_subscribers_numbers_are_rewritten_by_its_set_else_its_domains():
    assert form_of(table(), makers.REGULAR, "06641").number == "436641"
    own = table(subscribers=[makers.subscriber(rewrite="none")], rewrites=[E164, rewrite("none")])
    assert form_of(own, makers.REGULAR, "06641").number == "06641"


def test_r3_2_a_subscribers_caller_uri_is_its_own_not_what_its_device_claims():
    asked = table()
    arrived = makers.arrival("0720@sip.example", "0664")
    caller = makers.caller_of(makers.arrival(), asked)
    form = normal_form(Attempt(caller, arrived), asked)
    assert (form.caller_user, form.caller_uri) == ("43720", f"sip:{makers.REGULAR}")


def test_r3_2_a_peers_numbers_are_rewritten_by_its_servers_set_else_its_groups():
    asked = table(groups=[group("alpha", rewrite="e164", servers=["a1", server("a2", rewrite="plus")])])
    for name, expected in (("alpha/a1", "sip:4330@far.example"), ("alpha/a2", "sip:030@far.example")):
        arrived = makers.arrival("030@far.example", f"0664@{makers.HOME}")
        form = normal_form(Attempt(peer_caller(makers.server_of(asked, name), arrived), arrived), asked)
        assert form.caller_uri == expected


def test_r3_3_a_name_or_an_extension_passes_as_it_is():
    assert [form_of(table(), makers.REGULAR, callee).number for callee in ("alice", "77")] == ["alice", "77"]


def test_r3_4_each_attempt_is_rewritten_afresh_from_the_normal_form():
    asked = table(
        groups=[
            group("a", 1, rules=[makers.rule()], rewrite="plus"),
            group("b", 2, rules=[makers.rule()], servers=[server("b1", rewrite="national")]),
            group("c", 3, rules=[makers.rule()]),
        ]
    )
    decision = route(asked, "06641")
    sent = [outbound(candidate.server, decision.form) for candidate in decision.order]
    assert sent == [("+43720100", "+436641"), ("43720100", "06641"), ("43720100", "436641")]


def test_r3_4_a_subscriber_is_called_as_its_own_set_has_it():
    asked = table(
        subscribers=[makers.subscriber(), makers.subscriber("b@sip.example", rewrite="plus", numbers=("431",))]
    )
    decision = route(asked, "+431")
    assert outbound(decision.subscriber, decision.form) == ("+43720100", "+431")


def test_r3_notes_say_what_became_of_a_number():
    notes = []
    route(table(), "06641", notes=notes)
    assert [(note.object, note.verdict.value, note.because) for note in notes[:2]] == [
        ("e164/caller_in", "no", "no pattern found in 43720100"),
        ("e164/callee_in", "yes", "06641 becomes 436641 by ^0"),
    ]


def test_r3_4_a_note_for_each_list_that_changes_what_goes_out_and_one_for_a_shared_set():
    asked = table(
        groups=[
            group("a", 1, rules=[makers.rule()], rewrite="plus", servers=["a1", "a2"]),
            group("b", 2, rules=[makers.rule()], servers=[server("b1", rewrite="national"), "b2"]),
        ]
    )
    decision, notes = route(asked, "06641"), []
    note_outbound([candidate.server for candidate in decision.order], decision.form, notes)
    assert [(note.step, note.object, note.verdict.value, note.because) for note in notes] == [
        ("R3", "plus/caller_out", "yes", "43720100 becomes +43720100 by ^"),
        ("R3", "plus/callee_out", "yes", "436641 becomes +436641 by ^([1-9])"),
        ("R3", "national/callee_out", "yes", "436641 becomes 06641 by ^43"),
    ]
