"""config/report: problems as text and as data."""

from pathlib import Path

from config import report
from routing.problems import Position, Problem, Severity


def problem(line: int, severity: Severity = Severity.ERROR, expected: str | None = None) -> Problem:
    return Problem(Position("a.yaml", line, 3), severity, "unknown-key", "the key", expected, expected)


def test_a_problem_with_its_line_and_a_caret(standing_here: Path):
    (standing_here / "a.yaml").write_text("one:\n  wto: 2\n")
    found = Problem(Position("a.yaml", 2, 3), Severity.ERROR, "unknown-key", 'the key "wto"', "one of two", "two")
    assert report.to_text([found]) == (
        'a.yaml:2:3: error unknown-key: the key "wto"; expected one of two; did you mean two?\n'
        "      wto: 2\n"
        "      ^\n"
        "1 error\n"
    )


def test_nothing_is_said_when_nothing_is_wrong():
    assert report.to_text([]) == ""
    assert report.to_text([problem(1, Severity.NOTE)]) == ""


def test_notes_are_told_when_asked_for():
    assert report.to_text([problem(1, Severity.NOTE)], with_notes=True) == (
        "a.yaml:1:3: note unknown-key: the key\n1 note\n"
    )


def test_notes_that_are_left_out_are_counted():
    """Whoever compares the text with --json finds the same numbers."""
    text = report.to_text([problem(1), problem(2, Severity.NOTE), problem(3, Severity.NOTE)])
    assert text.endswith("1 error, and 2 notes that --json shows\n")


def test_fifty_at_most_then_a_count():
    text = report.to_text([problem(line) for line in range(1, 121)]).splitlines()
    assert len(text) == 52
    assert text[49].startswith("a.yaml:50:3")
    assert text[50:] == ["and 70 problems more", "120 errors"]


def test_a_summary_counts_each_kind():
    assert report.summary([]) == "no problems"
    assert report.summary([problem(1), problem(2), problem(3, Severity.WARNING)]) == "2 errors, 1 warning"


def test_data_holds_everything():
    data = report.to_json([problem(1, expected="x"), problem(2, Severity.NOTE), problem(3, Severity.WARNING)])
    assert (data["errors"], data["warnings"], data["notes"]) == (1, 1, 1)
    assert data["problems"][0] == {
        "file": "a.yaml",
        "line": 1,
        "column": 3,
        "severity": "error",
        "code": "unknown-key",
        "found": "the key",
        "expected": "x",
        "suggestion": "x",
    }
