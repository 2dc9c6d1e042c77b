"""The JSON Schema of a configuration file, made of the models (CONFIG.md, "Loading").

For completion in editors, so it is kinder than the loader: it cannot follow names, and a value that an editor takes
for a number may be one.
"""

import json
from typing import Any, Final

from config.models.document import Document

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema; the same models make the same schema, byte for byte."""
    schema = _simplified(Document.model_json_schema())
    assert isinstance(schema, dict)
    return {"$schema": DIALECT, **schema, "title": "Cordboard configuration"}


def to_text() -> str:
    """The schema as a JSON document."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _simplified(node: object) -> object:
    """Without titles that repeat the key, and without null: an option is left out, never written as nothing."""
    if isinstance(node, list):
        return [_simplified(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _simplified(value) for key, value in node.items() if not _is_noise(key, value)}
    choices = kept.get("anyOf")
    if isinstance(choices, list):
        choices = [choice for choice in choices if choice != {"type": "null"}]
        kept["anyOf"] = choices
        if len(choices) == 1:
            del kept["anyOf"]
            kept = {**choices[0], **kept}
    return kept


def _is_noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)
