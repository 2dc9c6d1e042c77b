"""Untyped values with the place where they were written (CONFIG.md, "Loading").

What a YAML file holds, before anybody decides what it means: ``Text`` (every scalar), ``Table`` (a mapping) and
``Items`` (a list). They are a str, a dict and a list, so pydantic reads them as they are.
Not here: reading files (source) and giving values a type (values, options).
"""

from collections.abc import Iterable
from pathlib import PurePath

from routing.problems import Position


class Text(str):
    """A scalar as written. ``blank`` says that nothing at all was written, not even quotes."""

    __slots__ = ("blank", "column", "file", "line")

    file: str
    line: int
    column: int
    blank: bool

    @property
    def at(self) -> Position:
        return Position(self.file, self.line, self.column)


class Table(dict[Text, "Node"]):
    """A mapping in file order. Starts at its ``{``, or at its first key."""

    __slots__ = ("column", "file", "line")

    def __init__(self, file: str, line: int, column: int) -> None:
        super().__init__()
        self.file = file
        self.line = line
        self.column = column

    @property
    def at(self) -> Position:
        return Position(self.file, self.line, self.column)

    def key(self, name: str) -> Text:
        """The key of that name with its own position. Raises KeyError."""
        for key in self:
            if key == name:
                return key
        raise KeyError(name)


class Items(list["Node"]):
    """A list. Starts at its ``[``, or at its first dash."""

    __slots__ = ("column", "file", "line")

    def __init__(self, file: str, line: int, column: int, nodes: Iterable["Node"] = ()) -> None:
        super().__init__(nodes)
        self.file = file
        self.line = line
        self.column = column

    @property
    def at(self) -> Position:
        return Position(self.file, self.line, self.column)


Node = Text | Table | Items


def text(value: str, file: str, line: int, column: int, *, blank: bool = False) -> Text:
    """A ``Text`` with its position."""
    written = Text(value)
    written.file = file
    written.line = line
    written.column = column
    written.blank = blank
    return written


def beside(path: Text) -> str:
    """The path of a file named in another file: relative to the one that names it (CONFIG.md, "Files")."""
    return str(PurePath(path.file).parent / path)


def kind(node: object) -> str:
    """What a node is, in words and without its content: it may be a secret."""
    if isinstance(node, Table):
        return "a mapping of keys to values"
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Text) and node.blank:
        return "nothing is written here"
    return "a single value"
