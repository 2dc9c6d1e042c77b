"""config/pattern_lint: what can hardly be meant about a pattern, and nothing else."""

import pytest

from config.findings import Findings
from config.nodes import text
from config.pattern_lint import Subject, lint_pattern, lint_prefix, remarks


def remarked(pattern: str, subject: Subject) -> list[str]:
    return [remark.code for remark in remarks(pattern, subject)]


@pytest.mark.parametrize(
    "pattern",
    [
        r"^sip:\+?43720555\d{0,3}@",
        r"@premium\.nordtel\.example$",
        r"^sip:436(50|6\d|7\d|8\d|99)\d{5,}@",
        r"^sip:[1-9]\d{6,14}@",
        r"(?i)^sip:office@",
        r"sip:43",
        r".*",
        r"^(?:sip:43|sip:44)",
        r"",
        r"^.*@vip",
        r"^sip:4.*@a\.b",
        r"^[^@]*@x",
    ],
)
def test_patterns_on_uris_that_are_fine(pattern: str):
    assert remarked(pattern, Subject.URI) == []


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("4366", "unanchored-pattern"),
        (r"\d{5}", "unanchored-pattern"),
        ("[@.]vip", "unanchored-pattern"),
        ("^sip:43|44", "unanchored-pattern"),
        ("^43", "pattern-never-found"),
        (r"^\+43", "pattern-never-found"),
        ("^(43|44)", "pattern-never-found"),
        ("^sips:", "pattern-never-found"),
        ("@op.example$", "unescaped-dot"),
        ("^sip:[0-9]+@1a.b", "unescaped-dot"),
    ],
)
def test_patterns_on_uris_that_are_remarked_on(pattern: str, code: str):
    assert remarked(pattern, Subject.URI) == [code]


@pytest.mark.parametrize("pattern", [r"^\+?43(1900|1700|720)", "^anonymous$", "^$", r"op\.example$", "^0|^1", r"\bx"])
def test_patterns_on_parts_that_are_fine(pattern: str):
    assert remarked(pattern, Subject.PART) == []


@pytest.mark.parametrize("pattern", ["anonymous", "00", "^0|1", "[0-9]"])
def test_patterns_on_parts_that_are_found_anywhere(pattern: str):
    assert remarked(pattern, Subject.PART) == ["unanchored-pattern"]


def test_what_was_meant_keeps_flags_and_everything_else():
    (remark,) = remarks(r"(?i)@op.example\.x$", Subject.URI)
    assert remark.suggestion == r"(?i)@op\.example\.x$"


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("43", []),
        ("", []),
        ("0900", []),
        ("0043", ["prefix-not-normal"]),
        ("+43", ["prefix-not-normal"]),
        ("^43", ["prefix-looks-like-pattern"]),
        (r"43\d", ["prefix-looks-like-pattern"]),
        ("43[12]", ["prefix-looks-like-pattern"]),
        ("*21#", []),
        ("sales.team", []),
    ],
)
def test_prefixes(prefix: str, codes: list[str]):
    findings = Findings()
    lint_prefix(text(prefix, "a.yaml", 2, 3), findings)
    lint_prefix(None, findings)
    assert [problem.code for problem in findings.problems] == codes


def test_a_remark_stands_at_its_pattern():
    findings = Findings()
    lint_pattern(text("43", "a.yaml", 2, 3), Subject.URI, findings)
    lint_pattern(None, Subject.URI, findings)
    assert [str(problem.at) for problem in findings.problems] == ["a.yaml:2:3"]
