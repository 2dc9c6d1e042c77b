"""A YAML file as untyped nodes with positions (CONFIG.md, "Loading"; docs/decisions: YAML untyped with positions).

PyYAML's C parser composes the nodes; nothing resolves a type, so ``0043`` and ``no`` stay what was written.
Anchors, aliases and merges (``<<``) work inside the file. One problem ends the reading of a file when the YAML
itself is broken; duplicate keys, tags and odd keys are all reported.
Not here: includes (include) and what keys mean (models).
"""

import re
from typing import Final

import yaml

from config.files import UNWANTED, Kind, read_text
from config.findings import Findings, quote
from config.nodes import Items, Node, Table, Text, text
from routing.problems import Position

MAX_DEPTH: Final = 32  # the deepest option lies at 8
STACK_DEPTH: Final = 1000  # the C composer recurses; the stack bears about 50 times this
UNFOLDING: Final = 20  # times the nodes of the file that aliases may stand for
UNFOLDING_FREE: Final = 100_000  # nodes; below it nobody counts

_MAP: Final = "tag:yaml.org,2002:map"
_SEQ: Final = "tag:yaml.org,2002:seq"
_STR: Final = "tag:yaml.org,2002:str"
_BRACKET: Final = re.compile(r"[\[\]{}]")
_COMPACT: Final = re.compile(rf"(?:[-?][ \t]+){{{STACK_DEPTH}}}")


def read_yaml(path: str, named_at: Position, findings: Findings) -> Table | None:
    """The root mapping of a file, or None when it cannot be read. Problems go to ``findings``."""
    written = read_text(path, Kind.YAML, named_at, findings)
    if written is None:
        return None
    try:
        if _may_be_deep(written):
            _measure_depth(path, written)
        root = yaml.compose(written, Loader=yaml.CBaseLoader)
        if root is None:
            findings.error(Position(path, 1), "empty-file", "the file holds only comments", "sections such as listen")
            return None
        node = _Reader(path, findings).read(root)
    except yaml.MarkedYAMLError as error:
        _report_syntax(path, written, error, findings)
        return None
    except _Unreadable as error:
        findings.error(error.at, error.code, error.found, error.expected)
        return None
    if not isinstance(node, Table):
        findings.error(node.at, "wrong-shape", "the file is no mapping of keys to values", "sections such as listen")
        return None
    return node


class _Unreadable(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, at: Position, code: str, found: str, expected: str) -> None:
        super().__init__(code)
        self.at = at
        self.code = code
        self.found = found
        self.expected = expected


class _Reader:
    """Turns composed YAML nodes into ours. A node that is aliased is turned once and shared."""

    def __init__(self, path: str, findings: Findings) -> None:
        self._path = path
        self._findings = findings
        self._done: dict[int, tuple[Node, int]] = {}
        self._open: set[int] = set()
        self._made = 0

    def read(self, root: yaml.Node) -> Node:
        """Raises _Unreadable when aliases or depth make the file impossible."""
        node, size = self._node(root, 0)
        if size > UNFOLDING_FREE and size > UNFOLDING * self._made:
            found = f"aliases unfold {self._made} values to {size}"
            raise _Unreadable(Position(self._path, 1), "alias-bomb", found, "aliases for a few shared values")
        return node

    def _node(self, node: yaml.Node, depth: int) -> tuple[Node, int]:
        """Our node, and how many nodes it stands for with every alias unfolded."""
        if type(node) is yaml.ScalarNode:
            return self._text(node), 1
        known = self._done.get(id(node))
        if known is not None:
            return known
        if depth > MAX_DEPTH:
            raise _too_deep(self._position(node))
        if id(node) in self._open:
            found = "an alias inside the very value it stands for"
            raise _Unreadable(self._position(node), "recursive-alias", found, "an alias of something else")
        self._open.add(id(node))
        made = self._table(node, depth) if isinstance(node, yaml.MappingNode) else self._items(node, depth)
        self._open.discard(id(node))
        self._done[id(node)] = made
        return made

    def _text(self, node: yaml.ScalarNode) -> Text:
        self._made += 1
        value, mark = node.value, node.start_mark
        made = text(value, self._path, mark.line + 1, mark.column + 1, blank=not value and not node.style)
        if node.tag != _STR:
            self._refuse_tag(node)
        if not value.isprintable() and (unwanted := UNWANTED.search(value) or re.search(r"[\n\t]", value)):
            character = f"the character U+{ord(unwanted.group()):04X} in a value"
            self._findings.error(made.at, "control-character", character, "text on one line")
        return made

    def _items(self, node: yaml.Node, depth: int) -> tuple[Items, int]:
        self._made += 1
        if node.tag != _SEQ:
            self._refuse_tag(node)
        mark = node.start_mark
        made = Items(self._path, mark.line + 1, mark.column + 1)
        total = 1
        for child in node.value:
            item, size = self._node(child, depth + 1)
            made.append(item)
            total += size
        return made, total

    def _table(self, node: yaml.MappingNode, depth: int) -> tuple[Table, int]:
        self._made += 1
        if node.tag != _MAP:
            self._refuse_tag(node)
        mark = node.start_mark
        made = Table(self._path, mark.line + 1, mark.column + 1)
        merges: list[yaml.Node] = []
        total = 1
        for key_node, value_node in node.value:
            if type(key_node) is not yaml.ScalarNode:
                self._findings.error(self._position(key_node), "yaml-key", "a key that is no text", "a word")
                continue
            if key_node.value == "<<" and not key_node.style:
                merges.append(value_node)
                continue
            key = self._text(key_node)
            value, size = self._node(value_node, depth + 1)
            total += size
            if key in made:
                self._refuse_duplicate(key, made.key(key))
            else:
                made[key] = value
        for merged in merges:
            total += self._merge(made, merged, depth)
        return made, total

    def _merge(self, into: Table, source: yaml.Node, depth: int) -> int:
        """YAML 1.1 merge: what is written wins, then the first of several. Returns the nodes taken over."""
        sources = source.value if isinstance(source, yaml.SequenceNode) else [source]
        total = 0
        for part in sources:
            node, size = self._node(part, depth + 1)
            if not isinstance(node, Table):
                found = "a merge (<<) of something that is no mapping"
                self._findings.error(self._position(part), "yaml-merge", found, "an alias of a mapping, such as *base")
                continue
            total += size
            for key, value in node.items():
                into.setdefault(key, value)
        return total

    def _refuse_duplicate(self, key: Text, first: Text) -> None:
        self._findings.error(key.at, "duplicate-key", f"{quote(key)} again, it is also in {first.at}", "each key once")

    def _refuse_tag(self, node: yaml.Node) -> None:
        tag = node.tag.removeprefix("tag:yaml.org,2002:")
        self._findings.error(self._position(node), "yaml-tag", f"the tag {quote(tag)}", "a plain value without a tag")

    def _position(self, node: yaml.Node) -> Position:
        return Position(self._path, node.start_mark.line + 1, node.start_mark.column + 1)


def _too_deep(at: Position) -> _Unreadable:
    return _Unreadable(at, "too-deep", f"a value nested more than {MAX_DEPTH} levels deep", "a shallow file")


def _may_be_deep(written: str) -> bool:
    """Whether composing could need more stack than there is. Cheap, and wrong only on the safe side.

    Nesting by indentation alone needs more bytes than a file may have.
    """
    if _COMPACT.search(written):
        return True
    if written.count("[") + written.count("{") < STACK_DEPTH:
        return False
    depth = 0
    for bracket in _BRACKET.findall(written):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        if depth >= STACK_DEPTH:
            return True
    return False


def _measure_depth(path: str, written: str) -> None:
    """Reads the file as events, which needs no stack. Raises _Unreadable for the first value that is too deep."""
    depth = 0
    for event in yaml.parse(written, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                assert mark is not None  # every event of a file has one
                raise _too_deep(Position(path, mark.line + 1, mark.column + 1))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _report_syntax(path: str, written: str, error: yaml.MarkedYAMLError, findings: Findings) -> None:
    mark = error.problem_mark
    assert mark is not None  # libyaml and PyYAML's composer always say where
    at = Position(path, mark.line + 1, mark.column + 1)
    line = written.split("\n")[mark.line] if mark.line <= written.count("\n") else ""
    if error.context and "single document" in error.context:
        findings.error(at, "several-documents", "a second YAML document", "one document; use include for more files")
    elif line[mark.column : mark.column + 1] == "\t":
        findings.error(at, "tab-indent", "a tab where YAML takes only spaces", "spaces")
    else:
        findings.error(at, "yaml-syntax", *_explained(error))


def _explained(error: yaml.MarkedYAMLError) -> tuple[str, str | None]:
    """libyaml's words, and what helps with those that operators meet most."""
    problem = error.problem or "something unreadable"
    context, start, end = error.context, error.context_mark, error.problem_mark
    found = problem if context is None else f"{problem} {context}"
    if start is not None and end is not None and start.line != end.line:
        found += f" that starts in line {start.line + 1}"
    if "mapping values are not allowed" in problem:
        return found, 'one "key: value" on a line, evenly indented, and quotes around a value that holds ": "'
    if "cannot start any token" in problem:
        return found, "quotes around a value that starts with @, % or a backtick"
    if "unknown escape" in problem:
        return found, "single quotes around a pattern, they keep the backslash"
    return found, None
