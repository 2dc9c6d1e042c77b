"""config/nodes: text, tables and lists that know where they were written."""

import pytest

from config.nodes import Items, Table, Text, beside, kind, text
from routing.problems import Position


def test_text_is_the_written_text_and_its_place():
    written = text("0043", "a.yaml", 3, 7)
    assert written == "0043"
    assert written.at == Position("a.yaml", 3, 7)
    assert type(str(written)) is str


def test_a_table_finds_the_key_as_it_was_written():
    table = Table("a.yaml", 1, 1)
    table[text("one", "a.yaml", 2, 3)] = text("1", "a.yaml", 2, 8)
    assert table.key("one").at == Position("a.yaml", 2, 3)
    assert table.at == Position("a.yaml", 1, 1)
    with pytest.raises(KeyError):
        table.key("two")


@pytest.mark.parametrize(
    ("file", "path", "expected"),
    [
        ("op.yaml", "decks/x.csv", "decks/x.csv"),
        ("etc/op.yaml", "decks/x.csv", "etc/decks/x.csv"),
        ("/etc/op.yaml", "/var/x.csv", "/var/x.csv"),
    ],
)
def test_a_path_is_relative_to_the_file_that_names_it(file: str, path: str, expected: str):
    assert beside(text(path, file, 1, 1)) == expected


def test_a_kind_never_tells_the_content():
    assert kind(Table("a", 1, 1)) == "a mapping of keys to values"
    assert kind(Items("a", 1, 1, [Text("secret")])) == "a list"
    assert kind(text("secret", "a", 1, 1)) == "a single value"
    assert kind(text("", "a", 1, 1, blank=True)) == "nothing is written here"
