"""A person can start from each file in examples/: it loads, lints clean and passes its own tests."""

from pathlib import Path

import pytest

from cordboard.check import check
from routing.problems import Severity

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


def test_there_are_examples():
    assert {path.name for path in EXAMPLES} >= {"first.yaml", "operator.yaml"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_each_example_loads_lints_clean_and_passes_its_own_tests(path):
    """Notes may stand: an address book may hold more than is used."""
    result = check(path)
    assert [problem for problem in result.problems if problem.severity is not Severity.NOTE] == []
    assert result.table is not None
