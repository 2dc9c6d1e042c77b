"""Every problem is collected, with its place."""

from routing.findings import CompileError, Findings
from routing.problems import Severity
from tests.routing.makers import at


def test_a_bad_pattern_and_a_bad_replacement_are_errors_where_they_are_written():
    findings = Findings()
    assert findings.pattern_is_good("^43", at(1))
    assert not findings.pattern_is_good("(", at(2))
    assert findings.replacement_is_good("^(4)", r"\1", at(3))
    assert not findings.replacement_is_good("^(4)", r"\2", at(4))
    found = [(problem.at.line, problem.code, problem.severity) for problem in findings.problems]
    assert found == [(2, "bad-pattern", Severity.ERROR), (4, "bad-replacement", Severity.ERROR)]


def test_warnings_alone_do_not_refuse_a_configuration():
    findings = Findings()
    findings.warning(at(1), "odd", "found something odd")
    assert not findings.fatal
    findings.error(at(2), "bad", "found something bad")
    assert findings.fatal
    assert str(CompileError(findings.problems)) == (
        "routing.yaml:1:9: found something odd; routing.yaml:2:9: found something bad"
    )
