"""config/json_schema: what editors complete, made of the models."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.json_schema import json_schema, to_text

ROOT = Path(__file__).parents[2]


def properties(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield name, value
        for value in node.values():
            yield from properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from properties(value)


def test_every_option_has_a_description():
    found = list(properties(json_schema()))
    assert len(found) > 100
    assert [name for name, value in found if not value.get("description")] == []


def test_null_is_never_offered():
    assert '"null"' not in to_text()


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
