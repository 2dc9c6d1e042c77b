"""config/include: several files, one tree. What goes wrong has golden cases."""

from pathlib import Path

from config.findings import Findings
from config.include import read_tree


def test_sections_merge_and_lists_join_in_the_order_of_reading(standing_here: Path):
    (standing_here / "main.yaml").write_text("include: [b.yaml, a.yaml]\nlist: [1]\nmap: {x: 1}\n")
    (standing_here / "a.yaml").write_text("list: [3]\nmap: {z: 3}\n")
    (standing_here / "b.yaml").write_text("list: [2]\nmap: {y: 2}\n")
    tree = read_tree("main.yaml", Findings())
    assert tree.root == {"list": ["1", "2", "3"], "map": {"x": "1", "y": "2", "z": "3"}}
    assert tree.files == ["main.yaml", "b.yaml", "a.yaml"]
    assert tree.complete


def test_a_merged_section_does_not_change_what_an_alias_shares(standing_here: Path):
    (standing_here / "main.yaml").write_text("include: [a.yaml]\none: &x {a: 1}\ntwo: *x\n")
    (standing_here / "a.yaml").write_text("one: {b: 2}\n")
    tree = read_tree("main.yaml", Findings())
    assert tree.root == {"one": {"a": "1", "b": "2"}, "two": {"a": "1"}}


def test_a_pattern_takes_files_by_name_and_leaves_hidden_ones(standing_here: Path):
    (standing_here / "main.yaml").write_text("include: ['conf/**/*.yaml']\n")
    for name in ("conf/b.yaml", "conf/a.yaml", "conf/deep/c.yaml", "conf/.hidden.yaml"):
        path = standing_here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{path.stem}: 1\n")
    assert read_tree("main.yaml", Findings()).files == ["main.yaml", "conf/a.yaml", "conf/b.yaml", "conf/deep/c.yaml"]


def test_an_included_file_includes_relative_to_itself(standing_here: Path):
    (standing_here / "main.yaml").write_text("include: [peers/all.yaml]\n")
    (standing_here / "peers").mkdir()
    (standing_here / "peers/all.yaml").write_text("include: [alpha.yaml]\n")
    (standing_here / "peers/alpha.yaml").write_text("alpha: 1\n")
    assert read_tree("main.yaml", Findings()).root == {"alpha": "1"}


def test_a_broken_file_leaves_the_tree_incomplete(standing_here: Path):
    (standing_here / "main.yaml").write_text("include: [a.yaml]\none: 1\n")
    (standing_here / "a.yaml").write_text("[\n")
    tree = read_tree("main.yaml", Findings())
    assert tree.root == {"one": "1"}
    assert not tree.complete
