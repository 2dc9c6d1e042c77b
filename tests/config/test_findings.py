"""config/findings: problems in file order, quoted so that nothing strange gets out."""

import pytest

from config.findings import BadValue, Findings, nearest, quote
from routing.problems import Position, Severity


def test_problems_come_in_the_order_of_files_then_lines():
    findings = Findings()
    findings.begin("main.yaml")
    findings.begin("a.yaml")
    findings.error(Position("a.yaml", 1), "unknown-key", "third")
    findings.warning(Position("main.yaml", 9, 2), "unused-object", "second")
    findings.note(Position("main.yaml", 9, 1), "unused-object", "first")
    findings.error(Position("elsewhere.csv", 1), "csv-cells", "last")
    assert [problem.found for problem in findings.problems] == ["first", "second", "third", "last"]


def test_only_an_error_is_an_error():
    findings = Findings()
    findings.warning(Position("a", 1), "unused-object", "x")
    assert not findings.has_errors
    findings.bad_value(Position("a", 1), BadValue("bad-switch", "y"))
    assert findings.has_errors


def test_what_an_alias_repeats_is_said_once():
    findings = Findings()
    for _ in range(2):
        findings.error(Position("a", 1), "unknown-key", "x")
    assert len(findings.problems) == 1


def test_a_bad_part_stands_at_the_part():
    findings = Findings()
    findings.bad_value(Position("a", 1), BadValue("bad-pattern", "x", at=Position("a", 2)))
    findings.remark(Position("a", 5), BadValue("unescaped-dot", "x"))
    assert [(problem.at.line, problem.severity) for problem in findings.problems] == [
        (2, Severity.ERROR),
        (5, Severity.WARNING),
    ]


def test_an_unknown_code_is_our_own_mistake():
    with pytest.raises(AssertionError):
        Findings().error(Position("a", 1), "no-such-code", "x")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("a b", '"a b"'), ("\x1b[2J", r'"\x1b[2J"'), ("x" * 100, '"' + "x" * 59 + '…"'), ("a\nb", r'"a\nb"')],
)
def test_quoted_text_stays_on_its_line(written: str, shown: str):
    assert quote(written) == shown


@pytest.mark.parametrize(
    ("word", "expected"), [("premum", "premium"), ("PREMIUM", "premium"), ("beta", None), ("", None)]
)
def test_the_nearest_word_is_near(word: str, expected: str | None):
    assert nearest(word, ["premium", "alpha"]) == expected
