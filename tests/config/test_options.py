"""config/options: models that keep places, note unknown keys and leave out what is wrong."""

from typing import Annotated

import pytest
from pydantic import ValidationError

from config import values
from config.findings import BadValue, Findings
from config.nodes import Items, Node, Table, Text, text
from config.options import (
    ListOf,
    Name,
    NamedSection,
    Settings,
    Written,
    converted_by,
    default_settings,
    keys_of,
    option,
    text_of,
)
from config.reading import Reading


class Server(Written):
    weight: Annotated[int, converted_by(lambda written: values.integer(written, 0, 9), {})] = option("Its weight.", 1)
    kind: Name | None = option("What it is.", None, alias="type")


class Group(Written):
    servers: ListOf[Server] = option("Its servers.", ())
    by_name: NamedSection[Name, Server] = option("Its servers by name.", {})
    first: Settings[Server] = option("One of them.", default_settings(Server), written={})


def written(value: str) -> Text:
    return text(value, "a.yaml", 1, 1)


def table(line: int, **entries: Node) -> Table:
    made = Table("a.yaml", line, 1)
    for column, (key, value) in enumerate(entries.items(), 1):
        made[text(key, "a.yaml", line, column)] = value
    return made


def read(node: Node) -> tuple[Group, list[str]]:
    findings = Findings()
    group = Group.model_validate(node, context=Reading(findings))
    return group, [f"{problem.at.line}:{problem.at.column} {problem.code}" for problem in findings.problems]


def test_a_model_knows_where_it_was_written():
    group, _ = read(table(3, servers=Items("a.yaml", 3, 9, [table(4, weight=written("5"))])))
    assert (group.at.line, group.servers[0].at.line, group.servers[0].weight) == (3, 4, 5)


def test_a_wrong_entry_is_noted_and_left_out_of_its_list():
    group, problems = read(
        table(1, servers=Items("a.yaml", 1, 1, [table(2, weight=text("x", "a.yaml", 2, 5)), table(3)]))
    )
    assert [server.at.line for server in group.servers] == [3]
    assert problems == ["2:5 bad-number"]


def test_a_wrong_entry_is_noted_and_left_out_of_its_section():
    group, problems = read(table(1, by_name=table(2, a=table(3, weight=text("x", "a.yaml", 3, 5)), b=table(4))))
    assert list(group.by_name) == ["b"]
    assert problems == ["3:5 bad-number"]


def test_wrong_settings_fall_back_to_defaults_after_noting_why():
    group, problems = read(table(1, first=table(2, weight=text("x", "a.yaml", 2, 5))))
    assert group.first.weight == 1
    assert problems == ["2:5 bad-number"]


def test_an_unknown_key_hides_nothing():
    group, problems = read(table(1, first=table(2, wieght=written("5"), kind=written("6"), type=written("t"))))
    assert problems == ["2:1 unknown-key", "2:2 unknown-key"]
    assert group.first.kind == "t"


def test_an_empty_section_is_empty():
    group, problems = read(table(1, servers=text("", "a.yaml", 1, 9, blank=True)))
    assert (group.servers, problems) == ((), [])


def test_keys_are_what_operators_write():
    assert keys_of(Server) == {"weight", "type"}


def test_a_model_cannot_be_changed():
    group, _ = read(table(1))
    with pytest.raises(ValidationError):
        group.servers = ()  # type: ignore[misc]


@pytest.mark.parametrize(
    ("node", "code"),
    [
        (Items("a", 1, 1), "wrong-shape"),
        (Table("a", 1, 1), "wrong-shape"),
        (text("", "a", 1, 1, blank=True), "empty-value"),
    ],
)
def test_only_text_is_text(node: Node, code: str):
    with pytest.raises(BadValue, match=code):
        text_of(node)


def test_quoted_nothing_is_text():
    assert text_of(text("", "a", 1, 1)) == ""
