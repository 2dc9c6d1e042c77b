"""Each rule of docs/routing.md that is built has a test that names it (R4.3 in its docstring, r4_3 in its name)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

RULES = (
    *("R1.1", "R1.2", "R1.3", "R1.4"),
    *("R2.1", "R2.2", "R2.3", "R2.4", "R2.5"),
    *("R3.1", "R3.2", "R3.3", "R3.4"),
    *("R4.1", "R4.2", "R4.3", "R4.4", "R4.5"),
    "R5",
    *("R6.1", "R6.2", "R6.3", "R6.4", "R6.5", "R6.6", "R6.7"),
    *("R7.1", "R7.2", "R7.3", "R7.4"),
    "R9",
)
NOT_BUILT_YET = ("R7.5", "R8")


def numbers_in_document() -> set[str]:
    """R1.1 for a numbered line under a heading R1; the heading's own number where no line is numbered."""
    numbers: set[str] = set()
    for section in re.split(r"^## ", (ROOT / "docs/routing.md").read_text(), flags=re.MULTILINE)[1:]:
        rule = section.split()[0]
        steps = re.findall(r"^([0-9]+)\. ", section, flags=re.MULTILINE)
        numbers |= {f"{rule}.{step}" for step in steps} or {rule}
    return numbers


@pytest.fixture(scope="module")
def tests() -> str:
    here = Path(__file__).parent
    return "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py") if path.parent != here)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_named_by_a_test(rule, tests):
    spelt = re.escape(rule).replace(r"\.", "[._]")
    assert re.search(rf"(?<![0-9a-z]){spelt}(?![0-9])", tests, re.IGNORECASE), f"no test names {rule}"


def test_the_list_of_rules_is_that_of_the_document():
    assert numbers_in_document() == {*RULES, *NOT_BUILT_YET}
