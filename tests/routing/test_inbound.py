"""Which group takes a call from a peer (R2)."""

from routing.inbound import NotAccepted, accepting_server
from routing.model import Refusal
from tests.routing import makers
from tests.routing.makers import group, inbound

NOT_OURS = Refusal(404, "Not our number")


def accepted(*groups, callee="431@sip.example", notes=None):
    table = makers.table(groups=groups)
    found = accepting_server(table.servers, makers.arrival("49301@far.example", callee), notes)
    return found.refusal if isinstance(found, NotAccepted) else found.id


def test_r2_1_groups_are_tried_by_priority_then_in_file_order():
    assert accepted(group("a", 2), group("b", 1), group("c", 1)) == "b/b"


def test_r2_1_rules_run_in_file_order():
    rules = [inbound("require", NOT_OURS, ruri_user="^49"), inbound("refuse", Refusal(433, "No"), from_user="^49")]
    assert accepted(group("a", inbound=rules)) == NOT_OURS
    assert accepted(group("a", inbound=rules[::-1])) == Refusal(433, "No")


def test_r2_3_a_rule_without_an_answer_passes_on_to_the_next_group():
    assert accepted(group("a", inbound=[inbound("require", ruri_user="^49")]), group("b", 2)) == "b/b"


def test_r2_3_a_refusal_is_not_sent_when_another_group_accepts():
    assert accepted(group("a", inbound=[inbound("require", NOT_OURS, ruri_user="^49")]), group("b", 2)) == "b/b"


def test_r2_4_a_group_may_never_send_us_calls():
    assert accepted(group("a", accepts_calls=False), group("b", 2)) == "b/b"


def test_r2_4_a_group_without_inbound_rules_accepts_all():
    assert accepted(group("a")) == "a/a"


def test_r2_5_the_first_refusal_found_else_403():
    fails = inbound("require", ruri_user="^49")
    refuses = inbound("require", NOT_OURS, ruri_user="^49")
    late = inbound("require", Refusal(480, "Later"), ruri_user="^49")
    assert accepted(group("a", inbound=[fails]), group("b", inbound=[refuses]), group("c", inbound=[late])) == NOT_OURS
    assert accepted(group("a", inbound=[fails]), group("b", accepts_calls=False)) == Refusal(403, "Forbidden")


def test_r2_notes_say_which_rule_decided():
    notes = []
    accepted(
        group("a", inbound=[inbound("require", ruri_user="^49")]),
        group("b", 2, accepts_calls=False),
        group("c", 3),
        notes=notes,
    )
    assert [(note.object, note.verdict.value, note.because) for note in notes] == [
        ("a/inbound-1", "no", "ruri_user ^49 not found in 431"),
        ("b", "no", "accepts_calls: no"),
        ("c", "yes", "the group accepts the call"),
    ]


def test_r2_5_whose_refusal_it_is():
    """Known when the address is one group's, or when a group answers; else it may be any of them."""
    passes, answers = inbound("require", ruri_user="^49"), inbound("require", NOT_OURS, ruri_user="^49")

    def refusing(*groups):
        table = makers.table(groups=groups)
        found = accepting_server(table.servers, makers.arrival("49301@far.example", "431@sip.example"))
        return found.server.id if found.server is not None else None

    assert refusing(group("a", inbound=[passes])) == "a/a"
    assert refusing(group("a", inbound=[passes]), group("b", inbound=[answers])) == "b/b"
    assert refusing(group("a", inbound=[passes]), group("b", accepts_calls=False)) is None
