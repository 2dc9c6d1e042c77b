"""Problems as SARIF 2.1.0, for editors and CI (OASIS Static Analysis Results Interchange Format, 3.27)."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from config.codes import CODES
from routing.problems import Problem, Severity

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def to_sarif(problems: Sequence[Problem], version: str) -> dict[str, Any]:
    """One run of the tool ``cordboard`` in this version. Lines are not quoted, they could hold secrets."""
    codes = sorted({problem.code for problem in problems})
    places = {code: index for index, code in enumerate(codes)}
    driver = {"name": "cordboard", "version": version, "rules": [_rule(code) for code in codes]}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(problem, places[problem.code]) for problem in problems],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    meaning = CODES.get(code)
    return {"id": code} if meaning is None else {"id": code, "shortDescription": {"text": f"{meaning}."}}


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    region = {"startLine": problem.at.line, "startColumn": problem.at.column}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": _message(problem)},
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": quote(problem.at.file)}, "region": region}},
        ],
    }


def _message(problem: Problem) -> str:
    message = problem.found
    if problem.expected is not None:
        message += f"; expected {problem.expected}"
    if problem.suggestion is not None:
        message += f"; did you mean {problem.suggestion}?"
    return message
