"""Messages are read with explicit ASCII sets (docs/decisions/0007): Python's own methods accept more than SIP does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

KNOW_OTHER_SCRIPTS = {"isdigit", "isdecimal", "isnumeric", "isalnum", "isalpha", "isspace", "isidentifier", "casefold"}
KNOW_OTHER_WHITE_SPACE = {"strip", "lstrip", "rstrip", "split", "rsplit"}


def lenient_calls(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = node.func.attr
            bare = not node.args and not node.keywords
            if method in KNOW_OTHER_SCRIPTS or method == "splitlines" or (bare and method in KNOW_OTHER_WHITE_SPACE):
                yield f"line {node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("path", sorted((ROOT / "sip").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_method_that_accepts_more_than_sip_reads_a_message(path):
    found = [call for call in lenient_calls(path.read_text()) if not call.endswith("'.split()")]
    assert found == []


@pytest.mark.parametrize("call", ["text.isdigit()", "text.strip()", "text.split()", "text.splitlines()"])
def test_such_a_call_is_found(call):
    assert list(lenient_calls(call)) == [f"line 1: {call}"]


@pytest.mark.parametrize("call", ['text.strip(" \\t")', 'text.split(",")', "'one two'.upper()"])
def test_explicit_sets_are_fine(call):
    assert list(lenient_calls(call)) == []
