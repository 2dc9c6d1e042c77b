"""The line of a file that a problem is about, with every secret hidden (CONFIG.md, "Loading").

Works on the text alone, because the file may be too broken to be understood. Where it cannot be sure that a line holds
no secret, all of it is hidden; or there is no line, and the message stands alone.
Not here: what is wrong (load) and how it is printed (report).
"""

import difflib
import re
from dataclasses import dataclass
from typing import Final

from routing.problems import Position

HIDDEN: Final = "***"
WIDTH: Final = 120
"""Longest excerpt in characters; a longer line is cut around the problem."""

_KEY: Final = re.compile(r"""(?:^|[\s{,])(["']?)([\w.-]{1,64})\1\s*:(?:\s+|$)""")
_SECRET_WORDS: Final = ("pass", "pwd", "secret", "ha1", "md5", "sha256", "token")
_LIKE_SECRETS: Final = ("password", "ha1_md5", "ha1_sha256")
_OF_SECRETS: Final = ("auth", "credentials")
"""Keys of mappings; whoever writes something else there writes a secret."""
_QUOTED: Final = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_DIGEST: Final = re.compile(r"[0-9A-Fa-f]{8,}(?=\s*(?:[,}]|$))")
_BLOCK_KEY: Final = re.compile(r"""[ -]*(["']?)[\w.-]{1,64}\1\s*:(?:\s+(?!["'])|$)""")
_ENTRY: Final = re.compile(r"""[ -]*\{?(["']?)[\w.@+-]{1,256}\1\s*:(?:\s|$)""")
_MAPPING: Final = re.compile(r"\{|#|$")
OPEN_COLUMNS: Final = ("user", "domain", "customer", "numbers")
"""Columns of a subscriber table that hold no secrets."""
_REFERENCE: Final = re.compile(r"""(["']?)\$\{[^{}]*\}\1(?=\s*(?:[,}]|$))""")


@dataclass(slots=True, frozen=True)
class Excerpt:
    """A line as it may be shown, and where the caret belongs, counted from 0."""

    text: str
    caret: int


class Excerpts:
    """Lines of files, each file read once."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    def at(self, position: Position) -> Excerpt | None:
        """The line at a position; None when there is none that may be shown."""
        lines = self._lines_of(position.file)
        if not 0 < position.line <= len(lines) or not lines[position.line - 1].strip():
            return None
        if position.file.lower().endswith(".csv"):
            if "prefix" not in lines[0].split(","):
                return _subscriber_row(lines, position)
            return _cut(lines[position.line - 1], position.column - 1)
        if _continues_secret(lines, position.line - 1):
            indent = lines[position.line - 1][: _indent(lines[position.line - 1])]
            return _cut(indent + HIDDEN, len(indent))
        return _cut(*_hide(lines[position.line - 1], position.column - 1))

    def _lines_of(self, file: str) -> list[str]:
        if file not in self._lines:
            try:
                with open(file, encoding="utf-8", errors="replace", newline="\n") as text:
                    self._lines[file] = text.read().split("\n")
            except OSError:
                self._lines[file] = []
        return self._lines[file]


def is_secret(key: str) -> bool:
    """Whether a key holds a secret, or could be meant to."""
    lowered = key.lower()
    return any(word in lowered for word in _SECRET_WORDS) or bool(
        difflib.get_close_matches(lowered, _LIKE_SECRETS, n=1, cutoff=0.7)
    )


def _subscriber_row(lines: list[str], position: Position) -> Excerpt | None:
    """A row of a table of subscribers with every cell hidden that may hold a secret; None when cells may have moved."""
    header = lines[0].removesuffix("\r").split(",")
    cells = lines[position.line - 1].removesuffix("\r").split(",")
    if position.line == 1 or len(cells) != len(header) or "user" not in header or '"' in lines[position.line - 1]:
        return None
    shown = [cell if name in OPEN_COLUMNS or not cell else HIDDEN for name, cell in zip(header, cells, strict=True)]
    before = lines[position.line - 1].count(",", 0, position.column - 1)
    return _cut(",".join(shown), len("".join(shown[:before])) + before)


def _hide(line: str, column: int) -> tuple[str, int]:
    """The line with the values of secret keys hidden, and the caret moved along."""
    parts: list[str] = []
    caret = column
    done = 0
    for match in _KEY.finditer(line):
        if match.end() < done or not _hides_value(line, match):
            continue
        start, end = match.end(), _end_of_value(line, match.end(), match[2])
        if start == end:
            continue
        shown = sum(map(len, parts)) + start - done
        if column >= end:
            caret += len(HIDDEN) - (end - start)
        elif column >= start:
            caret = shown
        parts += [line[done:start], HIDDEN]
        done = end
    return "".join([*parts, line[done:]]), caret


def _hides_value(line: str, key: re.Match[str]) -> bool:
    return is_secret(key[2]) or (_is_of_secrets(key[2]) and _MAPPING.match(line, key.end()) is None)


def _is_of_secrets(key: str) -> bool:
    return bool(difflib.get_close_matches(key.lower(), _OF_SECRETS, n=1, cutoff=0.8))


def _end_of_value(line: str, start: int, key: str) -> int:
    """Where a secret ends; the end of the line unless it surely ends before."""
    if reference := _REFERENCE.match(line, start):
        return start if reference[0] else len(line)
    quoted = _QUOTED.match(line, start)
    if quoted is not None:
        return quoted.end()
    digest = _DIGEST.match(line, start) if "pass" not in key.lower() else None
    return digest.end() if digest is not None else len(line)


def _continues_secret(lines: list[str], index: int) -> bool:
    """Whether the line goes on with a secret that began above it."""
    own = _indent(lines[index])
    above = [number for number in range(index - 1, max(index - 200, -1), -1) if lines[number].strip()]
    parent = next((number for number in above if _indent(lines[number]) < own), None)
    if above and _is_outside(lines[above[0]], lines[index]):
        above = []
    return any(_opens_secret(lines[number], lines[index]) for number in (*above[:1], parent) if number is not None)


def _is_outside(line: str, following: str) -> bool:
    """Whether a value of the key that starts a line must have ended: another entry starts, and not further right.

    A quoted value is not sure to have ended.
    """
    if _BLOCK_KEY.match(line) is None or _ENTRY.match(following) is None:
        return False
    column = len(following) - len(following.lstrip(" "))
    return column < _indent(line) or (column == _indent(line) and following[column] != "-")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" -"))


def _opens_secret(line: str, following: str) -> bool:
    """Whether the last key of a line is a secret one, whose value may go on in the next."""
    *_, last = _KEY.finditer(line) if _KEY.search(line) else (None,)
    if last is None:
        return False
    if _is_of_secrets(last[2]):
        return _KEY.search(following) is None
    if not is_secret(last[2]):
        return False
    return _QUOTED.match(line, last.end()) is None and _DIGEST.match(line, last.end()) is None


def _cut(line: str, caret: int) -> Excerpt:
    """At most ``WIDTH`` characters of the line, the caret among them; nothing that moves a terminal."""
    first = 0 if len(line) <= WIDTH else max(0, min(caret - WIDTH // 2, len(line) - WIDTH))
    shown = "".join(char if char.isprintable() else " " for char in line[first : first + WIDTH])
    return Excerpt(shown.rstrip(), min(max(caret - first, 0), WIDTH))
