"""From pydantic's errors to problems with places.

Inputs are nodes, so an error knows where it stands without a path through the file.
Not here: unknown keys and dropped entries (options).
"""

from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.findings import BadValue, Findings, quote
from config.nodes import Items, Table, Text, kind

_EXPECTED: Final = {
    "dict_type": "a mapping of names to mappings",
    "model_type": "a mapping of keys to values",
    "tuple_type": "a list",
}


def note_errors(error: ValidationError, findings: Findings, *, missing: bool = True) -> None:
    """Turn every error into a problem at the place of its input; those of missing keys only if asked to."""
    for detail in error.errors(include_url=False):
        if missing or detail["type"] != "missing":
            _note(detail, findings)


def _note(detail: ErrorDetails, findings: Findings) -> None:
    node = detail["input"]
    assert isinstance(node, Text | Table | Items), detail["type"]
    bad = detail.get("ctx", {}).get("error")
    if isinstance(bad, BadValue):
        findings.bad_value(node.at, bad)
    elif detail["type"] == "missing":
        findings.error(node.at, "missing-key", f"the key {quote(str(detail['loc'][-1]))} is missing")
    else:
        expected = _EXPECTED[detail["type"]]
        code = "empty-value" if isinstance(node, Text) and node.blank else "wrong-shape"
        findings.error(node.at, code, kind(node), expected)
