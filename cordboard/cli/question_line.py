"""One line of simulate's input: JSON text to a question (CONFIG.md, "explain --json, and one line of simulate").

Strict: a key that nobody reads would be an answer to another question than the one that was meant.
Not here: whether the addresses in it can be read (cordboard/question).
"""

from json import JSONDecodeError, JSONDecoder
from typing import Final

from config.findings import nearest
from cordboard.question import Question, QuestionError, wrong

KEYS: Final = ("id", "from", "to", "source", "transport", "pai", "at", "down")


def _no_constant(text: str) -> object:
    raise QuestionError(f"{text} is not JSON")


_DECODER: Final = JSONDecoder(parse_constant=_no_constant)


def read_object(line: bytes) -> dict[str, object]:
    """The object that a line holds. Raises QuestionError."""
    try:
        value = _DECODER.decode(line.decode())
    except UnicodeDecodeError as error:
        raise QuestionError(f"the byte 0x{line[error.start]:02x} is not UTF-8") from None
    except JSONDecodeError as error:
        column = min(error.pos, len(error.doc.rstrip("\r\n"))) + 1
        raise QuestionError(f"not JSON: {error.msg} at column {column}") from None
    except (RecursionError, ValueError) as error:
        if isinstance(error, QuestionError):
            raise
        raise QuestionError("not JSON that can be read: nested too deep, or a number too long") from None
    if not isinstance(value, dict):
        raise QuestionError('no question; expected an object such as {"from": "USER@DOMAIN", "to": "NUMBER"}')
    return value


def read_question(fields: dict[str, object]) -> Question:
    """The question that an object asks. Raises QuestionError."""
    for key in fields:
        if key not in KEYS:
            raise wrong(key, "an unknown key", f"one of {', '.join(KEYS)}", nearest(key, KEYS))
    return Question(
        caller=_needed(fields, "from"),
        callee=_needed(fields, "to"),
        source=_text(fields, "source"),
        transport=_text(fields, "transport"),
        pai=_text(fields, "pai"),
        moment=_text(fields, "at"),
        down=_texts(fields, "down"),
    )


def _needed(fields: dict[str, object], key: str) -> str:
    value = _text(fields, key)
    if value is None:
        raise wrong(key, "is missing", '"USER@DOMAIN"' if key == "from" else '"USER@DOMAIN" or "NUMBER"')
    return value


def _text(fields: dict[str, object], key: str) -> str | None:
    """Null is as good as nothing."""
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise wrong(key, "is no text", "a JSON string, in quotes")
    return value


def _texts(fields: dict[str, object], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise wrong(key, "is no list of texts", 'a JSON list such as ["SERVER"]')
    return tuple(value)
