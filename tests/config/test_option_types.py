"""config/option_types: the kinds of options convert text, refer to names, and tell editors what fits."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from config import option_types
from config.findings import Findings
from config.nodes import text
from config.reading import Reading

READING = Reading(
    Findings(),
    check_pattern=lambda pattern: "no" if pattern == "(" else None,
    names={"domains": ["op.example"], "contacts": ["house"]},
)


def read(kind: Any, written: str) -> object:
    return TypeAdapter(kind).validate_python(text(written, "main.yaml", 1, 1), context=READING)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (option_types.Switch, "yes", True),
        (option_types.CallCount, "30", 30),
        (option_types.Email, "a@b.example", "a@b.example"),
        (option_types.Pattern, "^sip:", "^sip:"),
        (option_types.Prefix, "0043", "0043"),
        (option_types.DigestMd5, "AB" * 16, "ab" * 16),
        (option_types.SubscriberId, "u@OP.example", "u@OP.example"),
    ],
)
def test_a_value_that_fits(kind: Any, written: str, value: object):
    assert read(kind, written) == value


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (option_types.Pattern, "("),
        (option_types.SubscriberId, "u@elsewhere.example"),
        (option_types.DigestSha256, "ab"),
        (option_types.Listener, "udp://x"),
        (option_types.CsvPath, "a.txt"),
    ],
)
def test_a_value_that_does_not(kind: Any, written: str):
    with pytest.raises(ValidationError):
        read(kind, written)


def test_secrets_never_show_in_a_model():
    assert "hunter2" not in repr(read(option_types.SecretText, "hunter2"))


def test_editors_may_take_any_text_for_what_it_looks_like():
    assert TypeAdapter(option_types.Prefix).json_schema()["type"] == ["string", "integer", "number", "boolean"]
    assert TypeAdapter(option_types.TelephoneNumber).json_schema()["type"] == ["string", "integer"]
