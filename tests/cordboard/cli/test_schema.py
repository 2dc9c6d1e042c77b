"""``cordboard schema``: what editors complete from."""

import json

import pytest


@pytest.mark.parametrize("option", [(), ("--json",)])
def test_it_is_a_json_schema_of_the_whole_file(cordboard, option):
    result = cordboard("schema", *option)
    schema = json.loads(result.stdout)
    assert result.exit_code == 0
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert {"listen", "peering", "subscribers", "tests"} <= set(schema["properties"])
