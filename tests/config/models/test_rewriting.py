r"""config/models/rewriting: [pattern, replacement], each part with its place (R3.1)."""

import pytest

from tests.config.conftest import LISTEN, Loader, lines


def test_entries_keep_their_order_and_place(load_text: Loader):
    loaded = load_text(LISTEN + r"rewrite: {w: {callee_in: [['^00', ''], ['^0(.*)$', '43\1']]}}" + "\n")
    assert loaded.configuration is not None
    rules = loaded.configuration.rewrite["w"].callee_in
    assert [(rule.pattern, rule.replacement, rule.at.column) for rule in rules] == [
        ("^00", "", 27),
        ("^0(.*)$", r"43\1", 40),
    ]


@pytest.mark.parametrize(
    ("pair", "place"),
    [("['^(', 'x']", "2:28"), (r"['^0', '\1']", "2:34"), ("[['^0'], 'x']", "2:28"), ("['^0']", "2:27")],
)
def test_a_problem_stands_at_the_part_that_is_wrong(load_text: Loader, pair: str, place: str):
    (line,) = lines(load_text(LISTEN + f"rewrite: {{w: {{callee_in: [{pair}]}}}}\n"))
    assert line.startswith(f"main.yaml:{place}: error ")
