"""The tests mirror the tree: each module that does something has its test file."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("sip", "routing", "config", "cordboard")

TESTED_ELSEWHERE = {
    "routing/model.py": "data; what config writes into it and compile reads from it is tested there",
    "routing/problems.py": "data; positions are tested with each problem in tests/config",
}
"""Modules without a test file of their own, and the reason."""


def modules() -> list[str]:
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def does_something(module: str) -> bool:
    """Whether a function in it has a body: pure data and Protocols have none."""
    tree = ast.parse((ROOT / module).read_text())
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(not _is_empty(statement) for function in functions for statement in function.body)


def _is_empty(statement: ast.stmt) -> bool:
    """A docstring or an ellipsis."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def mirror(module: str) -> Path:
    path = Path(module)
    return ROOT / "tests" / path.parent / f"test_{path.stem.removeprefix('__').removesuffix('__')}.py"


@pytest.mark.parametrize("module", [each for each in modules() if each not in TESTED_ELSEWHERE])
def test_each_module_that_does_something_has_its_test_file(module):
    if does_something(module):
        assert mirror(module).is_file(), f"{module} has no {mirror(module).relative_to(ROOT)}"


@pytest.mark.parametrize("module", sorted(TESTED_ELSEWHERE))
def test_no_exception_outlives_its_reason(module):
    assert (ROOT / module).is_file(), f"{module} is gone"
    assert not mirror(module).is_file(), f"{module} has its test file now"
