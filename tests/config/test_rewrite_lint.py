r"""config/rewrite_lint: entries that are never reached, or leave no number (R3.1)."""

import pytest

from config.rewrite_lint import TAKES_EVERYTHING
from tests.config.conftest import OPERATOR, Loader, codes


def listed(load_text: Loader, pairs: str) -> list[str]:
    text = OPERATOR.replace("op.example: {", "op.example: {rewrite: w, ") + f"rewrite: {{w: {{callee_in: {pairs}}}}}\n"
    return [code for code in codes(load_text(text)) if code != "unused-object"]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (r"[['^00(.*)$', '\1'], ['^0(.*)$', '43\1']]", []),
        (r"[['^0(.*)$', '43\1'], ['^0(.*)$', '\1']]", ["rewrite-never-reached"]),
        (r"[['.*', '1'], ['^0', '1'], ['^1', '2']]", ["rewrite-never-reached"] * 2),
        (r"[['^0(.*)$', '']]", ["rewrite-leaves-nothing"]),
        (r"[['^0$', '']]", ["rewrite-leaves-nothing"]),
        (r"[['^00', '']]", []),
        (r"[['^0(.*)$', '${caller_cc}']]", ["unknown-attribute"]),
        (r"[['^\$', '']]", []),
        (r"[['(', '']]", ["bad-pattern"]),
    ],
)
def test_r3_1_the_first_pattern_found_ends_the_list(load_text: Loader, pairs: str, expected: list[str]):
    assert listed(load_text, pairs) == expected


@pytest.mark.parametrize("pattern", ["", ".*", "^.*$", "(.*)", "^(.*)$", "^(.+)$", "^", "$", "."])
def test_patterns_that_take_everything(pattern: str):
    assert TAKES_EVERYTHING.fullmatch(pattern)


@pytest.mark.parametrize("pattern", ["^0", "^0.*$", "^.{5}$", ".*@"])
def test_patterns_that_do_not(pattern: str):
    assert TAKES_EVERYTHING.fullmatch(pattern) is None
