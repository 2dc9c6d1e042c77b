"""From a path to text, with everything that can be wrong with a file before its content matters.

Strict on purpose: a byte order mark, a stray control character or another encoding is refused where it stands,
because each of them shows up elsewhere as a number that never matches.
Not here: YAML (source) and CSV (tables).
"""

import re
from enum import Enum
from typing import Final

from config.findings import Findings
from routing.problems import Position

# Line ends other than LF would shift every position; direction marks let a line read other than it works.
UNWANTED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
BYTE_ORDER_MARKS: Final = {
    b"\xef\xbb\xbf": "a UTF-8 byte order mark",
    b"\xff\xfe": "a UTF-16 byte order mark",
    b"\xfe\xff": "a UTF-16 byte order mark",
}
MEBIBYTE: Final = 1 << 20


class Kind(Enum):
    """What may be read, and the most of it in bytes."""

    YAML = 32 * MEBIBYTE  # about 250,000 subscribers; larger tables live in CSV
    CSV = 512 * MEBIBYTE  # about 10 M rows


def read_text(path: str, kind: Kind, named_at: Position, findings: Findings) -> str | None:
    """The text of a file, or None when a problem was noted: at ``named_at`` if there is no file, else inside it."""
    findings.begin(path)
    data = _read(path, kind, named_at, findings)
    if data is None:
        return None
    text = _decode(path, data, findings)
    if text is None:
        return None
    if kind is Kind.CSV:
        text = text.replace("\r\n", "\n")  # RFC 4180 2: the line end of CSV
    if unwanted := UNWANTED.search(text):
        _refuse_character(path, text, unwanted.start(), findings)
        return None
    if not text.strip():
        findings.error(Position(path, 1), "empty-file", "the file is empty", _contents(kind))
        return None
    return text


def _contents(kind: Kind) -> str:
    return "a header line and rows" if kind is Kind.CSV else "sections such as listen and peering"


def _read(path: str, kind: Kind, named_at: Position, findings: Findings) -> bytes | None:
    try:
        with open(path, "rb") as file:
            data = file.read(kind.value + 1)
    except FileNotFoundError:
        findings.error(named_at, "file-not-found", f"{path} does not exist", "a file")
        return None
    except IsADirectoryError:
        findings.error(named_at, "is-a-directory", f"{path} is a directory", "a file")
        return None
    except OSError as error:
        findings.error(named_at, "cannot-read", f"{path} cannot be read: {error.strerror}", "a readable file")
        return None
    if len(data) > kind.value:
        most = f"at most {kind.value // MEBIBYTE} MiB"
        hint = most if kind is Kind.CSV else f"{most}; big tables live in CSV (prefixes_from, subscribers_from)"
        findings.error(Position(path, 1), "too-large", "the file is too large", hint)
        return None
    return data


def _decode(path: str, data: bytes, findings: Findings) -> str | None:
    for mark, name in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            expected = "UTF-8 without a byte order mark; save it with the encoding UTF-8, not UTF-8 with BOM or UTF-16"
            findings.error(Position(path, 1), "byte-order-mark", f"the file starts with {name}", expected)
            return None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        found = f"the byte 0x{data[error.start]:02x}, which is not UTF-8"
        findings.error(place(path, before, len(before)), "not-utf-8", found, "a file saved as UTF-8")
        return None


def _refuse_character(path: str, text: str, offset: int, findings: Findings) -> None:
    at = place(path, text, offset)
    if text.startswith("\r\n", offset):
        findings.error(at, "crlf-line-end", "a Windows line end (CR LF)", "line ends of LF only")
    else:
        findings.error(at, "control-character", f"the character U+{ord(text[offset]):04X}", "text")


def place(path: str, text: str, offset: int) -> Position:
    """Line and column of a character of a text."""
    return Position(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
