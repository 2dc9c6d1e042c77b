"""Answers as they are shown, JSON by CONFIG.md."""

import json

from hypothesis import given
from hypothesis import strategies as st

from routing.explain import _escaped_user, to_json
from routing.health import Down
from routing.question import Question, ask
from sip.uri import escape_user
from tests.routing import makers
from tests.routing.makers import group, rewrite, rule, server

FIELDS = ["id", "outcome", "status", "reason", "caller", "callee", "pools", "order", "notes"]


def operator():
    """The operator of CONFIG.md's example."""
    return makers.table(
        groups=[
            group(
                "alpha-mobile",
                2,
                rewrite="plus",
                rules=[rule("436", id="at-mobile", line=80)],
                servers=[server("a2", host="198.51.100.12", weight=40), server("a1", host="198.51.100.11", weight=60)],
            ),
            group("premium", 1, rules=[rule(id="premium-all", caller=r"@premium\.example$", line=71)]),
            group(
                "world", 5, rules=[rule()], servers=[server("w", host="carrier.example", port=5080, transport="tcp")]
            ),
        ],
        domains=[makers.domain(rewrite="at"), makers.domain("premium.example")],
        subscribers=[
            makers.subscriber("431900100@sip.example", numbers=("431900100",)),
            makers.subscriber(makers.PREMIUM),
        ],
        rewrites=[rewrite("at", callee_in=[("^0", "43")]), rewrite("plus", callee_out=[("^", "+")])],
        bar=[makers.bar("43900", reason="Destination barred")],
    )


def shown(caller="431900100@sip.example", callee="06641234567", *, explained=True, down=(), **fields):
    notes = [] if explained else None
    question = Question(caller, callee, **fields)
    return to_json(1, ask(question, operator(), Down(down), 0.0, lambda: 0.9, notes), notes)


def test_a_call_to_peers_is_shown_as_config_md_has_it():
    found = shown()
    assert list(found) == FIELDS
    notes = found.pop("notes")
    entry = {"group": "alpha-mobile", "rule": "at-mobile", "prefix": "436", "priority": 2}
    assert json.loads(json.dumps(found)) == {
        "id": 1,
        "outcome": "peer",
        "status": None,
        "reason": None,
        "caller": {
            "kind": "subscriber",
            "id": "431900100@sip.example",
            "uri": "sip:431900100@sip.example",
            "by": "digest",
        },
        "callee": {"dialled": "06641234567", "number": "436641234567", "uri": "sip:436641234567@sip.example"},
        "pools": [
            [
                entry | {"server": "a1", "weight": 60, "share": 0.6, "uri": "sip:+436641234567@198.51.100.11"},
                entry | {"server": "a2", "weight": 40, "share": 0.4, "uri": "sip:+436641234567@198.51.100.12"},
            ],
            [
                {
                    "group": "world",
                    "server": "w",
                    "rule": "to-any",
                    "prefix": "",
                    "priority": 5,
                    "weight": 1,
                    "share": 1.0,
                    "uri": "sip:436641234567@carrier.example:5080;transport=tcp",
                }
            ],
        ],
        "order": ["alpha-mobile/a1", "alpha-mobile/a2", "world/w"],
    }
    assert {
        "step": "R6",
        "object": "premium/premium-all",
        "verdict": "no",
        "because": "caller_pattern not found in sip:431900100@sip.example",
        "at": "routing.yaml:71:9",
    } in notes


def test_fields_of_a_pool_entry_stand_in_the_order_of_config_md():
    entry = shown()["pools"][0][0]
    assert list(entry) == ["group", "server", "rule", "prefix", "priority", "weight", "share", "uri"]


def test_notes_that_were_not_taken_are_left_out():
    assert list(shown(explained=False)) == FIELDS[:-1]


def test_notes_follow_the_steps():
    steps = [note["step"] for note in shown(down=["a1"])["notes"]]
    assert steps == sorted(steps)
    assert set(steps) == {"R1", "R3", "R4", "R5", "R6", "R7"}


def test_a_local_call_names_the_subscriber():
    found = shown(makers.PREMIUM, "431900100")
    assert (found["outcome"], found["local"]) == ("local", {"subscriber": "431900100@sip.example"})
    assert (found["pools"], found["order"], found["status"]) == ([], [], None)


def test_a_refused_call_has_status_and_reason():
    found = shown(callee="0900123")
    assert (found["outcome"], found["status"], found["reason"]) == ("refuse", 403, "Destination barred")
    assert found["callee"]["number"] == "43900123"


def test_a_server_that_is_down_stays_in_its_pool_and_leaves_the_order():
    found = shown(down=["alpha-mobile/a1"])
    assert [entry["server"] for entry in found["pools"][0]] == ["a1", "a2"]
    assert found["order"] == ["alpha-mobile/a2", "world/w"]
    skip = {"step": "R7", "object": "alpha-mobile/a1", "verdict": "skip", "because": "down", "at": "routing.yaml:1:1"}
    assert skip in found["notes"]


def test_when_all_are_down_the_call_is_refused_and_the_pools_are_shown():
    found = shown(down=["a1", "a2", "w"])
    assert (found["outcome"], found["status"], found["order"]) == ("refuse", 503, [])
    assert len(found["pools"]) == 2


def test_a_challenge_is_407_and_its_caller_unknown():
    found = shown("nobody@sip.example")
    assert [found[name] for name in FIELDS[1:4]] == ["challenge", 407, "Proxy Authentication Required"]
    assert found["caller"] == {"kind": "unknown", "id": None, "uri": "sip:nobody@sip.example", "by": None}
    assert found["callee"] == {"dialled": "06641234567", "number": None, "uri": None}


def test_a_peer_is_known_by_its_source():
    found = shown("49301@far.example", "431900100", source="198.51.100.11")
    assert found["caller"] == {
        "kind": "peer",
        "id": "alpha-mobile/a1",
        "uri": "sip:49301@far.example",
        "by": "source",
    }
    assert found["callee"]["uri"] == "sip:431900100@192.0.2.250"


def test_text_of_messages_is_shown_readably():
    found = shown(callee="b\u00fcro")
    assert found["callee"]["number"] == "b\u00fcro"


def test_the_uri_of_a_candidate_is_what_goes_on_the_wire():
    found = shown(callee="*31#b\u00fc ro")
    assert found["pools"][0][0]["uri"] == "sip:*31%23b%C3%BC%20ro@carrier.example:5080;transport=tcp"
    assert found["callee"]["number"] == "*31#b\u00fc ro"


@given(st.text(st.characters(max_codepoint=255)))
def test_users_are_escaped_as_the_engine_does(user):
    """routing knows nothing of sip, so the rule is written twice."""
    assert _escaped_user(user) == escape_user(user)


def test_r3_4_what_becomes_of_numbers_on_the_way_out_is_noted():
    noted = [(note["object"], note["because"]) for note in shown()["notes"] if note["step"] == "R3"]
    assert noted[-1] == ("plus/callee_out", "436641234567 becomes +436641234567 by ^")


def test_r2_5_a_refused_peer_is_shown_as_the_peer_it_is():
    table = makers.table(groups=[group("alpha", servers=[server("a1", host="192.0.2.9")], accepts_calls=False)])
    notes = []
    asked = ask(Question("1@far.example", "2", source="192.0.2.9"), table, Down(()), 0.0, lambda: 0.9, notes)
    found = to_json(1, asked, notes)
    assert found["caller"] == {"kind": "peer", "id": "alpha/a1", "uri": "sip:1@far.example", "by": "source"}
    assert [note["step"] for note in found["notes"]] == ["R1", "R2"]
