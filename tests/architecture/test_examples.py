"""A person can start from each file in examples/: it loads, lints clean and passes its own tests."""

from pathlib import Path

import pytest

from cordboard.check import check

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


def test_there_are_examples():
    assert {path.name for path in EXAMPLES} >= {"first.yaml", "operator.yaml"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_each_example_loads_without_a_problem(path):
    assert check(path).problems == []
