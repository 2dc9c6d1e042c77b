"""``cordboard check``: what it prints and with which status it ends."""

import json

import pytest

from tests.cordboard.cli.conftest import OPERATOR
from tests.cordboard.operator_file import SMALL, written

WARNING = SMALL.replace(", transport: udp, from: '^sip:4312\\d*@'", "")
FAILING = "  - {from: alice@home.example, to: '9001', expect: [one]}"


def test_the_example_is_fine(cordboard):
    result = cordboard("check", OPERATOR)
    assert result.exit_code == 0
    summary = "3 subscribers, 4 groups, 7 rules, 11 prefixes, 4 tests passed"
    assert result.stdout == f"examples/operator.yaml is fine: {summary}\n"


def test_one_is_not_many(cordboard, tmp_path):
    path = written(tmp_path, tests="  - {from: alice@home.example, to: '9001', expect: 403}")
    result = cordboard("check", path)
    assert result.stdout == f"{path} is fine: 3 subscribers, 3 groups, 3 rules, 3 prefixes, 1 test passed\n"


def test_an_error_has_its_place_its_line_and_a_caret(cordboard, tmp_path):
    path = written(tmp_path, text=SMALL.replace("priority: 9", "prioritty: 9"))
    result = cordboard("check", path)
    assert result.exit_code == 1
    first, line, caret, *rest = result.stdout.splitlines()
    assert first.startswith(f'{path}:37:5: error unknown-key: the key "prioritty"; expected ')
    assert first.endswith("; did you mean priority?")
    assert (line.strip(), caret.strip()) == ("prioritty: 9", "^")
    assert rest == ["1 error", f"{path} is refused"]


def test_a_failing_test_is_an_error(cordboard, tmp_path):
    path = written(tmp_path, tests=FAILING)
    result = cordboard("check", path)
    assert result.exit_code == 1
    assert (
        f"{path}:45:5: error test-failed: alice@home.example to 9001 comes out as 403 Barred; expected [one]"
        in result.stdout
    )
    assert f"cordboard explain alice@home.example 9001 -c {path}" in result.stdout


def test_warnings_alone_are_told_and_load(cordboard, tmp_path):
    path = written(tmp_path, text=WARNING)
    result = cordboard("check", path)
    assert result.exit_code == 0
    assert "warning trusted-udp-without-from" in result.stdout
    assert result.stdout.splitlines()[-1].startswith(f"{path} is fine but for the warnings above: 3 subscribers")


def test_strict_refuses_warnings_and_nothing_else(cordboard, tmp_path):
    assert cordboard("check", "--strict", written(tmp_path, text=WARNING)).exit_code == 1
    assert cordboard("check", "--strict", OPERATOR).exit_code == 0


def test_json_of_a_file_that_is_fine(cordboard, tmp_path):
    result = cordboard("check", "--json", written(tmp_path))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "problems": [],
        "errors": 0,
        "warnings": 0,
        "notes": 0,
        "loaded": {"subscribers": 3, "groups": 3, "rules": 3, "prefixes": 3, "tests": 0},
    }


def test_json_of_a_file_that_is_refused(cordboard, tmp_path):
    path = written(tmp_path, tests=FAILING)
    result = cordboard("check", "--json", path)
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["errors"], told["loaded"]) == (1, None)
    [problem] = told["problems"]
    assert (problem["file"], problem["line"], problem["column"]) == (str(path), 45, 5)
    assert (problem["severity"], problem["code"]) == ("error", "test-failed")


def test_sarif(cordboard, tmp_path):
    result = cordboard("check", "--sarif", written(tmp_path, tests=FAILING))
    [run] = json.loads(result.stdout)["runs"]
    assert result.exit_code == 1
    assert [each["ruleId"] for each in run["results"]] == ["test-failed"]


def test_json_and_sarif_exclude_each_other(cordboard):
    assert cordboard("check", "--json", "--sarif", OPERATOR).exit_code == 2


@pytest.mark.parametrize("option", [(), ("--json",), ("--sarif",)])
def test_no_secret_is_shown(cordboard, tmp_path, option):
    text = SMALL.replace("ha1_md5: 5e5d6c64a2e0a6d54d2b3b3a6d0f1c11", "pasword: hunter2-is-secret")
    result = cordboard("check", *option, written(tmp_path, text=text))
    assert result.exit_code == 1
    assert "hunter2" not in result.output
