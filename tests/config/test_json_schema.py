"""config/json_schema: what editors complete, made of the models."""

import datetime
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.json_schema import json_schema, to_text
from tests.config import cases

ROOT = Path(__file__).parents[2]
NOTES = {"title", "description", "default", "examples", "format", "x-unit", "$schema", "$defs"}
KEYWORDS = {"$ref", "anyOf", "enum", "type", "pattern", "minimum", "maximum", "items", "minItems", "maxItems"}
KEYWORDS |= {"properties", "required", "additionalProperties", "propertyNames"}
TYPES = {
    str: {"string"},
    bool: {"boolean"},
    int: {"integer", "number"},
    float: {"number"},
    type(None): {"null"},
    list: {"array"},
    dict: {"object"},
}


def properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield name, value
        for value in node.values():
            yield from properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from properties(value)


def every_mapping(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from every_mapping(part)


def complaints(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """What an editor would mark red, by the keywords of JSON Schema that our schema uses."""
    unknown = schema.keys() - KEYWORDS - NOTES
    assert not unknown, f"keywords that this checker does not know: {unknown}"
    if "$ref" in schema:
        return complaints(value, json_schema()["$defs"][schema["$ref"].rpartition("/")[2]], path)
    found = []
    if "anyOf" in schema:
        ways = [complaints(value, way, path) for way in schema["anyOf"]]
        found += [] if [] in ways else [f"{path}: {value!r} is none of those: {ways}"]
    if "enum" in schema and not any(value == one and type(value) is type(one) for one in schema["enum"]):
        found.append(f"{path}: {value!r} is none of {schema['enum']}")
    kinds = schema.get("type")
    if kinds is not None and TYPES[type(value)].isdisjoint([kinds] if isinstance(kinds, str) else kinds):
        return [*found, f"{path}: {value!r} is no {kinds}"]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{path}: {value!r} is not like {schema['pattern']}")
    if type(value) in (int, float) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{path}: {value!r} is out of range")
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{path}: {len(value)} entries")
        for index, item in enumerate(value):
            found += complaints(item, schema.get("items", {}), f"{path}[{index}]")
    if isinstance(value, dict):
        found += [f"{path}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        for name, entry in value.items():
            found += entry_complaints(str(name), entry, schema, f"{path}.{name}")
    return found


def entry_complaints(name: str, entry: Any, schema: dict[str, Any], path: str) -> list[str]:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", {})
    names = [] if name in known else complaints(name, schema.get("propertyNames", {}), f"{path} as a name")
    if name not in known and others is False:
        return [f"{path}: an unknown key"]
    return names + complaints(entry, known.get(name, others), path)


def accepted() -> Iterator[tuple[str, str]]:
    """Files that load: the examples, and every golden case that tells no error."""
    for path in sorted((ROOT / "examples").glob("*.yaml")):
        yield path.name, path.read_text()
    for path in sorted(cases.DIRECTORY.glob("*.txt")):
        case = cases.read_case(path)
        main = next(file for file in case.files if file.name == "main.yaml")
        if not main.flags and not any(": error " in line for line in case.expected):
            yield path.stem, "\n".join(main.lines)


@pytest.mark.parametrize(("name", "text"), [pytest.param(*one, id=one[0]) for one in accepted()])
def test_a_file_that_loads_is_never_marked_red(name: str, text: str):
    """An editor types what is not quoted, as this loader does: 43900 is a number, no is false."""
    typed = yaml.safe_load(text)  # noqa: TID251 -- typed scalars, as editors have them, are the point here
    assert complaints(as_json(typed), json_schema()) == []


def as_json(value: Any) -> Any:
    """Of what YAML 1.1 has and JSON has not: dates, and names that are no text."""
    if isinstance(value, dict):
        return {str(name): as_json(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return str(value) if isinstance(value, datetime.date) else value


BASE = {"listen": ["udp://127.0.0.1"]}
CONTACTS = {**BASE, "contacts": {"c": {"email": "noc@op.example"}}}


@pytest.mark.parametrize(
    "document",
    [
        {**BASE, "version": 1},
        {**BASE, "version": "1"},
        {"listen": "192.0.2.1", "include": "peers/*.yaml"},
        {**BASE, "contacts": {"7": {"email": "noc@op.example", "external_id": 1001, "company": 1.5}}},
        {**BASE, "contracts": {"c": {"contact": 7, "billing_profile": 3}}},
        {**BASE, "rewrite": {"w": {"callee_in": [[0, 43], ["^00", True]]}}},
        {**BASE, "domains": {"d.example": {"reseller": 1, "attributes": {"cc": 43, "on": False}}}},
        {**BASE, "domains": {"d.example": {"reseller": "r", "accept_unknown_callers": "true"}}},
        {**BASE, "subscribers": {"u@d.example": {"customer": 9, "numbers": [431], "auth": {"password": 12345}}}},
        {**BASE, "subscribers": {"u@d.example": {"customer": 9, "auth": {"ha1_md5": int("1" * 32)}}}},
        {
            **BASE,
            "peering": {"p": {"contract": 1, "priority": "2", "rules": [{"id": 1, "prefix": 43, "enabled": "No"}]}},
        },
        {**BASE, "routing": {"bar": [{"id": 1, "prefix": 43900, "pattern": 900, "with": "403 No"}]}},
        {**BASE, "timers": {"total": 60, "no_response": "4s"}, "routing": {"failover_on": [408, "5xx"]}},
        {
            **BASE,
            "tests": [{"from": 431, "to": 43900, "expect": [1]}, {"from": "a@b.example", "to": "1", "expect": 403}],
        },
        {**BASE, "tests": None, "peering": None},
    ],
)
def test_text_that_an_editor_takes_for_something_else_is_not_marked(document: dict[str, Any]):
    assert complaints(document, json_schema()) == []


@pytest.mark.parametrize(
    "document",
    [
        {},
        {**BASE, "version": 2},
        {**BASE, "lisen": []},
        {"listen": ["sctp://127.0.0.1"]},
        {**BASE, "contacts": {"c": {}}},
        {**BASE, "contacts": {"c": {"email": {}}}},
        {**BASE, "timers": {"total": "soon"}},
        {**BASE, "timers": None},
        {**BASE, "routing": {"max_attempts": 0}},
        {**BASE, "rewrite": {"w": {"callee_in": [["^0"]]}}},
        {**BASE, "domains": {"d.example": {"reseller": "r", "allow_foreign_domains": "perhaps"}}},
    ],
)
def test_what_cannot_load_is_marked(document: dict[str, Any]):
    assert complaints(document, json_schema()) != []


def test_every_option_has_a_description():
    found = list(properties(json_schema()))
    assert len(found) > 100
    assert [name for name, value in found if not value.get("description")] == []


def test_null_is_offered_only_where_a_section_or_a_list_may_be_left_empty():
    with_null = [node["type"] for node in every_mapping(json_schema()) if "null" in str(node.get("type"))]
    assert {tuple(kinds) for kinds in with_null} == {("array", "null"), ("object", "null")}


def test_unknown_keys_are_refused_everywhere():
    schema = json_schema()
    objects = [schema, *schema["$defs"].values()]
    assert [one for one in objects if one.get("additionalProperties") is not False] == []


def test_keys_are_those_that_operators_write():
    schema = json_schema()
    assert {"listen", "peering", "subscribers_from", "tests"} <= schema["properties"].keys()
    assert "with" in schema["$defs"]["WrittenBar"]["properties"]
    assert "from" in schema["$defs"]["WrittenTrustedSource"]["properties"]
    assert schema["required"] == ["listen"]


def test_units_are_told():
    timers = json_schema()["$defs"]["WrittenTimers"]["properties"]
    assert {value["x-unit"] for value in timers.values()} == {"seconds"}


def test_another_process_makes_the_same_schema():
    """Sets and hashes must not show."""
    code = "import sys; from config.json_schema import to_text; sys.stdout.write(to_text())"
    command = [sys.executable, "-c", code]
    outputs = {
        subprocess.run(
            command, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {to_text()}
    assert json.loads(to_text())["title"] == "Cordboard configuration"
