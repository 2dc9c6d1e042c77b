"""config/source: YAML as untyped nodes with positions."""

from pathlib import Path

import pytest

from config.findings import Findings
from config.nodes import Items, Table, Text
from config.source import read_yaml
from routing.problems import Position

NAMED = Position("x", 1)


def read(tmp_path: Path, text: str) -> tuple[Table | None, list[str]]:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    findings = Findings()
    root = read_yaml(str(path), NAMED, findings)
    return root, [f"{problem.at.line}:{problem.at.column} {problem.code}" for problem in findings.problems]


@pytest.mark.parametrize("written", ["0043", "+43", "no", "1e5", "~", "null", "2026-01-31", "0x1F", "1_000", ".inf"])
def test_no_scalar_gets_a_type(tmp_path: Path, written: str):
    root, problems = read(tmp_path, f"a: {written}\n")
    assert root == {"a": written}
    assert problems == []


def test_each_node_knows_its_place(tmp_path: Path):
    root, _ = read(tmp_path, "one:\n  - {two: three}\nfour:\n  five: six\n")
    assert root is not None
    one, four = root[Text("one")], root[Text("four")]
    assert isinstance(one, Items)
    assert isinstance(one[0], Table)
    assert isinstance(four, Table)
    assert (one.line, one.column) == (2, 3)
    assert (one[0].line, one[0].column) == (2, 5)
    assert (four.line, four.column) == (4, 3)
    assert (root.key("four").line, root.key("four").column) == (3, 1)


def test_columns_count_characters_not_bytes(tmp_path: Path):
    root, _ = read(tmp_path, "a: {é: x, b: y}\n")
    assert root is not None
    table = root[Text("a")]
    assert isinstance(table, Table)
    assert table.key("b").column == 11


def test_only_what_is_not_written_is_blank(tmp_path: Path):
    root, _ = read(tmp_path, "a:\nb: ''\nc: \"\"\nd: x\n")
    assert root is not None
    assert [value.blank for value in root.values() if isinstance(value, Text)] == [True, False, False, False]


def test_a_quoted_merge_key_is_a_key(tmp_path: Path):
    root, problems = read(tmp_path, "'<<': x\n")
    assert (root, problems) == ({"<<": "x"}, [])


def test_a_merge_keeps_what_is_written_and_the_first_of_several(tmp_path: Path):
    root, _ = read(tmp_path, "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], x: 3}\n")
    assert root is not None
    assert root[Text("c")] == {"x": "3", "y": "1", "z": "2"}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "- ? "])
def test_depth_that_would_end_the_process_is_a_problem(tmp_path: Path, opening: str):
    """PyYAML's C composer recurses without a bound: 200,000 brackets are a crash."""
    _, problems = read(tmp_path, "a:\n " + opening * 200_000 + "\n")
    assert [problem.split()[1] for problem in problems] == ["too-deep"]


def test_many_brackets_that_are_not_deep_are_fine(tmp_path: Path):
    """Patterns hold brackets that never close."""
    root, problems = read(tmp_path, "".join(f"a{n}: '\\[{{'\n" for n in range(3000)))
    assert problems == []
    assert root is not None
    assert len(root) == 3000


def test_every_duplicate_is_told_in_one_reading(tmp_path: Path):
    _, problems = read(tmp_path, "a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert problems == ["2:1 duplicate-key", "3:11 duplicate-key"]
