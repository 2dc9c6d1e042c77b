"""The text of an explanation, whole: it must read well at three in the morning."""

import shlex
from pathlib import Path

import pytest

from tests.cordboard.cli.conftest import OPERATOR
from tests.cordboard.operator_file import SMALL, written

CASES = sorted((Path(__file__).parent / "explanations").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_whole_text(cordboard, case):
    """The command, a line of dashes, and what it prints for the example."""
    command, _, text = case.read_text().partition("\n-----\n")
    _, *arguments = shlex.split(command)
    assert cordboard(*arguments, "-c", OPERATOR).stdout.splitlines() == text.splitlines()


def test_what_is_never_tried_is_left_out(cordboard, tmp_path):
    """R7.3: max_attempts bounds a call."""
    path = written(tmp_path, text=SMALL.replace("routing:\n", "routing:\n  max_attempts: 3\n"))
    told = cordboard("explain", "alice@home.example", "4399", "-c", path).stdout
    [result] = [line for line in told.splitlines() if line.startswith("result")]
    assert result.count("/") == 3
    assert "last/z" not in result
    assert "gives up after these 3 (routing.max_attempts)" in told


def test_no_draw_is_mentioned_where_nothing_was_drawn(cordboard, tmp_path):
    told = cordboard("explain", "office@premium.nordtel.example", "+44123456789", "-c", OPERATOR).stdout
    assert "result   tries premium/p1, then beta-world/w1" in told
    assert "draw" not in told
