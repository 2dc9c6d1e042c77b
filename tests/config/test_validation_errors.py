"""config/validation_errors: pydantic's errors become problems with places."""

from pydantic import ValidationError

from config.findings import Findings
from config.nodes import Items, Node, Table, Text, text
from config.options import ListOf, Name, Written, option
from config.reading import Reading
from config.validation_errors import note_errors


class Thing(Written):
    names: ListOf[Name] = option("Names.")
    other: Name | None = option("A name.", None, alias="also")


def noted(node: Node) -> list[str]:
    findings = Findings()
    try:
        Thing.model_validate(node, context=Reading(findings))
    except ValidationError as error:
        note_errors(error, findings)
    return [f"{problem.at} {problem.code}: {problem.found}" for problem in findings.problems]


def table(**entries: Node) -> Table:
    made = Table("a.yaml", 2, 3)
    made.update({Text(key): value for key, value in entries.items()})
    return made


def test_a_missing_key_is_missed_where_the_mapping_starts():
    assert noted(table()) == ['a.yaml:2:3 missing-key: the key "names" is missing']


def test_a_wrong_shape_is_told_without_its_content():
    assert noted(table(names=text("secret", "a.yaml", 3, 4))) == ["a.yaml:3:4 wrong-shape: a single value"]
    assert noted(text("", "a.yaml", 1, 9, blank=True)) == ["a.yaml:1:9 empty-value: nothing is written here"]


def test_a_bad_value_keeps_its_own_words():
    assert noted(table(names=Items("a.yaml", 1, 1), also=text("a b", "a.yaml", 5, 6))) == ['a.yaml:5:6 bad-name: "a b"']
