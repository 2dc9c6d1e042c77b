"""``tests:`` in a configuration: what passes, what fails, and what a failure says."""

import shlex

import pytest

from cordboard.check import check
from cordboard.route_tests import explain_command
from routing.model import RouteTest
from routing.problems import Position
from tests.cordboard.operator_file import SMALL, written


def problems(tmp_path, test):
    return check(written(tmp_path, tests=f"  - {{{test}}}")).problems


@pytest.mark.parametrize(
    "test",
    [
        "from: alice@home.example, to: '4399', expect: [one, two, last]",
        "from: alice@home.example, to: '4399', expect: [two, one, last]",  # they share a pool: the draw decides
        "from: alice@home.example, to: '4399', down: [one/a, one/b], expect: [two, last]",
        "from: alice@home.example, to: '4399', down: [a, b, z], expect: 503",
        "from: alice@home.example, to: '900123', expect: 403",
        "from: alice@home.example, to: '+4311', expect: local alice@home.example",
        "from: alice@home.example, to: '+4311', expect: local alice@HOME.example",
        "from: nobody@home.example, to: '4399', expect: 407",
        "from: x@carrier.example, source: 192.0.2.21, to: '4311', expect: local alice@home.example",
        "from: x@carrier.example, source: 192.0.2.21, to: '4399', expect: 404",
        "from: x@carrier.example, to: '4311', expect: 403",
    ],
)
def test_a_call_that_comes_out_as_expected_is_no_problem(tmp_path, test):
    told = problems(tmp_path, test)
    assert [problem.code for problem in told if problem.code != "dangling-name"] == []


def test_r7_1_r8_a_limit_of_zero_counts(tmp_path):
    def codes(text, test):
        return [problem.code for problem in check(written(tmp_path, tests=test, text=text)).problems]

    text = SMALL.replace("  two:\n", "  two:\n    max_calls: 0\n").replace("weight: 3}", "weight: 3, max_cps: 0}")
    test = "  - {from: alice@home.example, to: '4399', expect: [one, last]}"
    assert codes(text, test) == []
    assert codes(SMALL, test) == ["test-failed"]
    never = text.replace("customers: {house: {", "customers: {house: {max_calls_out: 0, ")
    assert codes(never, test.replace("[one, last]", "403")) == []


@pytest.mark.parametrize(
    ("test", "found", "expected"),
    [
        ("to: '4399', expect: [last, one, two]", "[one, two, last]", "[last, one, two]"),
        ("to: '4399', expect: [one, two]", "[one, two, last]", "[one, two]"),
        ("to: '4399', expect: 404", "[one, two, last]", "404"),
        ("to: '900123', expect: [one]", "403 Barred", "[one]"),
        ("to: '900123', expect: 404", "403 Barred", "404"),
        ("to: '+4311', expect: local pbx@home.example", "local alice@home.example", "local pbx@home.example"),
    ],
)
def test_a_failure_says_what_came_out_what_was_expected_and_how_to_see_why(tmp_path, test, found, expected):
    [problem] = problems(tmp_path, f"from: alice@home.example, {test}")
    assert problem.code == "test-failed"
    assert problem.found.startswith("alice@home.example to ")
    assert problem.found.endswith(f" comes out as {found}")
    assert problem.expected.startswith(f"{expected}; to see why: cordboard explain alice@home.example ")
    assert problem.expected.endswith(f" -c {tmp_path}/routing.yaml")
    assert (problem.at.line, problem.at.column) == (45, 5)


def test_each_failing_test_is_told(tmp_path):
    line = "  - {from: alice@home.example, to: '900', expect: 404}\n"
    told = check(written(tmp_path, tests=line * 3)).problems
    assert [(problem.at.line, problem.code) for problem in told] == [
        (45, "test-failed"),
        (46, "test-failed"),
        (47, "test-failed"),
    ]


@pytest.mark.parametrize("test", ["from: alice, to: '1'", "from: a@home.example, to: '1', source: 192.0.2"])
def test_a_call_that_cannot_be_made_is_another_problem(tmp_path, test):
    [problem] = problems(tmp_path, f"{test}, expect: 404")
    assert problem.code == "bad-test"
    assert "; expected " in problem.found


def test_the_command_in_a_failure_asks_the_same_question():
    test = RouteTest(
        "o'brien@home.example",
        "*31#",
        404,
        Position("f.yaml", 1),
        "192.0.2.1:5060",
        "tcp",
        "tel:+1",
        "2026-01-31",
        ("a", "b"),
    )
    program, name, *arguments = shlex.split(explain_command(test, "my files/f.yaml"))
    assert (program, name) == ("cordboard", "explain")
    assert arguments[:2] == ["o'brien@home.example", "*31#"]
    assert arguments[2:4] == ["-c", "my files/f.yaml"]
    assert (
        arguments[4:]
        == "--source 192.0.2.1:5060 --transport tcp --pai tel:+1 --at 2026-01-31 --down a --down b".split()
    )
