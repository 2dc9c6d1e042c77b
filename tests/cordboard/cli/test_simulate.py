"""``cordboard simulate``: one answer for each line, whatever the line is."""

import json

import pytest

from tests.cordboard.cli.conftest import OPERATOR
from tests.cordboard.operator_file import ROOT, SMALL, written

HOUSEHOLD = "431900100@sip.nordtel.example"
OFFICE = "office@premium.nordtel.example"


@pytest.fixture
def simulate(cordboard):
    """Status and answers to some questions by the example."""

    def ask(*questions, options=()):
        lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in questions]
        result = cordboard("simulate", "-c", OPERATOR, "--calls", "-", *options, given=b"\n".join(lines) + b"\n")
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]

    return ask


def test_the_examples_own_tests_come_out_as_expected(simulate):
    status, answers = simulate(
        {"id": 1, "from": OFFICE, "to": "00436641234567"},
        {"id": 2, "from": HOUSEHOLD, "to": "06641234567"},
        {"id": 3, "from": HOUSEHOLD, "to": "0900123456"},
        {"id": 4, "from": HOUSEHOLD, "to": "+431700"},
    )
    groups = [list(dict.fromkeys(server.partition("/")[0] for server in answer["order"])) for answer in answers]
    assert status == 0
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4]
    assert groups == [
        ["premium", "alpha-mobile", "beta-europe", "beta-world"],
        ["alpha-mobile", "beta-europe", "beta-world"],
        [],
        [],
    ]
    assert [answer["status"] for answer in answers] == [None, None, 403, None]
    assert answers[3]["local"] == {"subscriber": OFFICE}


@pytest.mark.parametrize("identity", [None, 0, "x", 1.5, True, [1, {"a": None}], {"call": "büro \ud800"}])
def test_any_id_comes_back(simulate, identity):
    status, [answer] = simulate({"id": identity, "from": HOUSEHOLD, "to": "1"})
    assert status == 0
    assert answer["id"] == identity


def test_every_field_is_asked(simulate):
    status, [answer] = simulate(
        {
            "id": None,
            "from": "sip:anonymous@anonymous.invalid",
            "to": "sip:06641234567@127.0.0.1",
            "source": "127.0.0.5:5080",
            "transport": "udp",
            "pai": "sip:43720555@x.example",
            "at": "2026-01-31T12:00:00Z",
            "down": ["a1", "alpha-mobile/a2"],
        }
    )
    assert status == 0
    assert (answer["caller"]["id"], answer["caller"]["by"]) == ("pbx@sip.nordtel.example", "trusted")
    assert answer["order"] == ["beta-europe/b1", "beta-world/w1"]


def test_null_is_as_good_as_nothing(simulate):
    nothing = dict.fromkeys(["source", "transport", "pai", "at", "down"])
    assert simulate({"from": HOUSEHOLD, "to": "1", **nothing})[0] == 0


def test_notes_only_when_asked_for(simulate):
    question = {"from": HOUSEHOLD, "to": "06641234567"}
    assert "notes" not in simulate(question)[1][0]
    assert [note["step"] for note in simulate(question, options=["--notes"])[1][0]["notes"]][:2] == ["R1", "R3"]


def test_one_stream_of_chance_for_all_lines(simulate):
    """R6.7: the same seed gives the same orders, and the lines are drawn one by one."""
    question = {"from": HOUSEHOLD, "to": "06641234567"}
    once = simulate(*[question] * 400, options=["--seed", "7"])[1]
    first = [answer["order"][0] for answer in once]
    assert once == simulate(*[question] * 400, options=["--seed", "7"])[1]
    assert 200 < first.count("alpha-mobile/a1") < 280  # 60 %: 240, give or take four standard deviations


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"x", "not JSON: Expecting value at column 1"),
        (b"{", "not JSON: Expecting property name enclosed in double quotes at column 2"),
        (b"[1]", 'no question; expected an object such as {"from": "USER@DOMAIN", "to": "NUMBER"}'),
        (b"\xff{}", "the byte 0xff is not UTF-8"),
        (b'{"id": NaN}', "NaN is not JSON"),
        (b"[" * 100_000, "not JSON that can be read: nested too deep, or a number too long"),
        (b'{"id": ' + b"9" * 5_000 + b"}", "not JSON that can be read: nested too deep, or a number too long"),
    ],
)
def test_a_line_that_is_no_question_has_its_number_in_the_answer(simulate, line, said):
    good = {"id": 1, "from": HOUSEHOLD, "to": "+431700"}
    status, answers = simulate(good, line, good)
    assert status == 1
    assert answers[1] == {"id": None, "error": f"line 2: {said}"}
    assert [answer.get("outcome") for answer in answers] == ["local", None, "local"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, 'from: is missing; expected "USER@DOMAIN"'),
        ({"from": HOUSEHOLD}, 'to: is missing; expected "USER@DOMAIN" or "NUMBER"'),
        ({"from": HOUSEHOLD, "to": 43}, "to: is no text; expected a JSON string, in quotes"),
        (
            {"from": HOUSEHOLD, "to": "1", "down": "a1"},
            'down: is no list of texts; expected a JSON list such as ["SERVER"]',
        ),
        (
            {"from": HOUSEHOLD, "to": "1", "down": [1]},
            'down: is no list of texts; expected a JSON list such as ["SERVER"]',
        ),
        (
            {"from": HOUSEHOLD, "to": "1", "sorce": "x"},
            "sorce: an unknown key; expected one of id, from, to, source, transport, pai, at, down; "
            "did you mean source?",
        ),
        ({"from": "x", "to": "1"}, 'from: "x" has no domain; expected USER@DOMAIN'),
    ],
)
def test_a_question_that_cannot_be_asked_keeps_its_id(simulate, fields, said):
    status, [answer] = simulate({"id": "seven", **fields})
    assert status == 1
    assert answer == {"id": "seven", "error": f"line 1: {said}"}


@pytest.mark.parametrize("blank", [b"", b" \t", b"\r"])
def test_a_blank_line_is_skipped_and_counted(simulate, blank):
    status, answers = simulate(blank, {"id": 1, "from": HOUSEHOLD, "to": "+431700"}, blank, b"x")
    assert status == 1
    assert [answer["id"] for answer in answers] == [1, None]
    assert answers[1]["error"].startswith("line 4: ")


def test_no_line_is_no_answer(cordboard):
    result = cordboard("simulate", "-c", OPERATOR, "--calls", "-", given=b"")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_last_line_without_an_end_is_answered(cordboard, tmp_path):
    calls = tmp_path / "calls.jsonl"
    calls.write_text(json.dumps({"from": HOUSEHOLD, "to": "1"}))
    assert cordboard("simulate", "-c", OPERATOR, "--calls", calls).stdout.count("\n") == 1


def test_a_broken_file_answers_nothing(cordboard, tmp_path):
    path = written(tmp_path, text=SMALL.replace("priority: 9", "prioritty: 9"))
    result = cordboard("simulate", "-c", path, "--calls", "-", given=b"{}\n")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error unknown-key" in result.stderr


@pytest.mark.parametrize("calls", ["none.jsonl", "."])
def test_questions_that_are_not_there_could_not_run(cordboard, calls):
    assert cordboard("simulate", "-c", OPERATOR, "--calls", calls).exit_code == 2


def test_answers_are_written_while_questions_still_come(process):
    running = process("simulate", "-c", ROOT / OPERATOR, "--calls", "-")
    for identity in range(3):
        running.stdin.write(json.dumps({"id": identity, "from": HOUSEHOLD, "to": "1"}).encode() + b"\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["id"] == identity
    running.stdin.close()
    assert running.wait(timeout=30) == 0
