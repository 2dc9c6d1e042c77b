"""Loading one step short of serving: what is refused, and that every problem is told in file order."""

import pytest

from cordboard.check import check
from routing.problems import Severity
from tests.cordboard.operator_file import ROOT, SMALL, written


def codes(result):
    return [(problem.at.line, problem.severity.value, problem.code) for problem in result.problems]


@pytest.mark.parametrize("name", ["operator.yaml", "first.yaml"])
def test_an_example_loads_and_passes_its_own_tests(name):
    result = check(ROOT / "examples" / name)
    assert result.table is not None
    assert [problem for problem in result.problems if problem.severity is not Severity.NOTE] == []


def test_a_good_file_gives_configuration_and_table(tmp_path):
    result = check(written(tmp_path))
    assert result.configuration is not None
    assert [group.name for group in result.table.groups] == ["one", "two", "last"]
    assert result.problems == []


def test_an_error_in_the_file_leaves_neither(tmp_path):
    result = check(written(tmp_path, text=SMALL.replace("reseller: us, contact", "resseler: us, contact")))
    assert result.configuration is None
    assert result.table is None
    assert "unknown-key" in [problem.code for problem in result.problems]


def test_a_pattern_is_checked_by_the_engine_that_will_run_it(tmp_path):
    """RE2 knows no look-ahead, which Python's own patterns have."""
    result = check(written(tmp_path, text=SMALL.replace("'^anonymous$'", "'^(?=anonymous)'")))
    assert [problem.code for problem in result.problems] == ["bad-pattern"]
    assert result.table is None


def test_a_replacement_is_checked_against_its_pattern(tmp_path):
    result = check(written(tmp_path, text=SMALL.replace(r"'\1'", r"'\2'")))
    assert [problem.code for problem in result.problems] == ["bad-replacement"]


def test_what_compiling_finds_stands_at_its_place_in_the_file(tmp_path):
    """R1: an address that is both a peer's and trusted; loading warns of the wide source in line 2 below."""
    text = SMALL.replace("source: 198.51.100.5", "source: 192.0.2.11").replace(
        ", transport: udp, from: '^sip:4312\\d*@'", ""
    )
    text += "  unused: {callee_in: [['^1$', '2']]}\n"
    result = check(written(tmp_path, text=text))
    assert codes(result) == [
        (17, "warning", "trusted-udp-without-from"),
        (17, "warning", "trusted-overlaps-peer"),
        (44, "warning", "unused-object"),
    ]
    assert result.table is not None


def test_a_failing_test_refuses_the_load(tmp_path):
    result = check(written(tmp_path, tests="  - {from: alice@home.example, to: '9001', expect: [one]}"))
    assert result.configuration is not None
    assert result.table is None
    assert codes(result) == [(45, "error", "test-failed")]


def test_without_its_tests_the_same_file_loads(tmp_path):
    path = written(tmp_path, tests="  - {from: alice@home.example, to: '9001', expect: [one]}")
    assert check(path, tests=False).table is not None


def test_a_server_that_is_a_name_owns_the_addresses_that_were_looked_up(tmp_path):
    """R1.1."""
    text = SMALL.replace("sip:192.0.2.21", "sip:two.example")
    path = written(tmp_path, text=text)
    assert check(path).table.peer_sources.owners("192.0.2.99") == []
    result = check(path, addresses=lambda configuration: {"two.example": ["192.0.2.99"]})
    assert [[server.id for server in owners] for owners in result.table.peer_sources.owners("192.0.2.99")] == [
        ["two/a"]
    ]


def test_a_wildcard_listener_is_called_by_loopback_and_by_what_the_machine_has(tmp_path):
    """R4.1."""
    text = SMALL.replace("udp://192.0.2.1:5060", "udp://0.0.0.0:5060, 'udp://[::]:5060'")
    result = check(written(tmp_path, text=text), listener_hosts=lambda configuration: ["192.0.2.77"])
    assert result.table.listener_hosts == {"127.0.0.1", "::1", "192.0.2.77"}


def test_a_file_that_is_not_there_is_a_problem_not_an_exception(tmp_path):
    assert [problem.code for problem in check(tmp_path / "none.yaml").problems] == ["file-not-found"]
