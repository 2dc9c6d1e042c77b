"""What is said about outbound rules (R6)."""

from routing.problems import Position
from routing.rule_notes import MOST_LISTED
from tests.routing import makers
from tests.routing.makers import deck_row, deck_rule, group, route, rule


def said(table, *args, **fields):
    notes = []
    route(table, *args, notes=notes, **fields)
    return [(note.object, note.verdict.value, note.because) for note in notes if note.step == "R6"]


def test_r6_each_rule_is_listed_in_file_order_with_its_reason():
    table = makers.table(
        groups=[
            group("a", rules=[rule("49"), rule("43", id="off", enabled=False), rule("43"), rule("", id="late")]),
            group("b", 2, rules=[rule(callee="^sip:49", id="callee"), rule(caller="premium", id="caller")]),
        ]
    )
    assert said(table) == [
        ("a/to-49", "no", "prefix 49 is not the start of 431999"),
        ("a/off", "no", "the rule is disabled"),
        ("a/to-43", "yes", "prefix 43, priority 1: pool 1"),
        ("a/late", "no", "any number, but its servers stand at a better place by a/to-43"),
        ("b/callee", "no", "callee_pattern not found in sip:431999@sip.example"),
        ("b/caller", "no", "caller_pattern not found in sip:43720100@sip.example"),
    ]


def test_r6_of_a_deck_the_row_that_matched_is_listed_and_the_others_are_counted():
    rows = [deck_row(str(prefix), line) for line, prefix in enumerate(range(1000, 2000), 2)]
    rows += [deck_row("431", 1002), deck_row("43", 1003, valid_to=-1.0)]
    notes = []
    route(makers.table(groups=[group("a", rules=[deck_rule(rows)])]), notes=notes)
    listed = [(note.because, note.at) for note in notes if note.step == "R6"]
    assert listed == [
        ("prefix 431, priority 1: pool 1", Position("deck.csv", 1002)),
        ("1001 rows of deck.csv do not match", makers.AT),
    ]


def test_r4_4_rules_of_the_group_a_call_came_from_are_said_to_be_left_out():
    table = makers.table(groups=[group("a", rules=[rule()], relay=True), group("b", rules=[rule()])])
    found = said(table, f"431@{makers.HOME}", "1@far.example", peer="a/a")
    assert found[0] == ("a/to-any", "no", "the call came from this group")


def test_many_rules_that_do_not_match_are_counted():
    rules = [rule(str(1000 + number)) for number in range(MOST_LISTED + 50)]
    found = said(makers.table(groups=[group("a", rules=rules)]))
    assert len(found) == MOST_LISTED + 2  # the last says that no candidate is left
    assert found[-2] == ("peering", "no", "50 more rules do not match")


def test_r6_5_the_stopper_is_said_to_have_stopped():
    table = makers.table(groups=[group("a", rules=[rule(stopper=True)]), group("b", 2, rules=[rule()])])
    assert said(table)[-1] == ("a/to-any", "yes", "stopper: nothing after this group is tried")


def test_r6_6_that_no_candidate_is_left_is_said_last():
    because = "no candidate, no rule leads to a server that may be tried: 404 No route to destination"
    assert said(makers.table(groups=[group("a", rules=[rule("49")])]))[-1] == ("sip:431999@sip.example", "no", because)


def test_r6_6_without_any_group_there_is_still_a_note():
    because = "no candidate, there is no peering group: 404 No route to destination"
    assert said(makers.table()) == [("sip:431999@sip.example", "no", because)]
