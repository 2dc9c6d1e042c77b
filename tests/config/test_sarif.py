"""config/sarif: problems as SARIF 2.1.0."""

from config.sarif import to_sarif
from routing.problems import Position, Problem, Severity

PROBLEMS = [
    Problem(Position("conf d/a.yaml", 2, 3), Severity.ERROR, "unknown-key", "the key x", "one of y", "y"),
    Problem(Position("conf d/a.yaml", 5), Severity.NOTE, "unused-object", "nothing uses it"),
    Problem(Position("conf d/a.yaml", 6), Severity.WARNING, "failing-test", "of another room"),
]


def test_each_result_names_its_rule_its_place_and_its_level():
    (run,) = to_sarif(PROBLEMS, "1.2.3")["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["failing-test", "unknown-key", "unused-object"]
    assert run["tool"]["driver"]["version"] == "1.2.3"
    assert [result["level"] for result in run["results"]] == ["error", "note", "warning"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    first = run["results"][0]
    assert first["message"]["text"] == "the key x; expected one of y; did you mean y?"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "conf%20d/a.yaml"
    assert place["region"] == {"startLine": 2, "startColumn": 3}


def test_rules_say_what_they_are_about():
    rules = to_sarif(PROBLEMS, "0")["runs"][0]["tool"]["driver"]["rules"]
    assert rules[1]["shortDescription"]["text"] == "a key that nobody reads."
    assert rules[0] == {"id": "failing-test"}


def test_nothing_wrong_is_a_run_without_results():
    document = to_sarif([], "0")
    assert document["version"] == "2.1.0"
    assert document["runs"][0]["results"] == []
