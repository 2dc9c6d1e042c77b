"""A configuration in several files: ``include:`` and the merging of sections (CONFIG.md, "Files").

Patterns are relative to the including file and never lead outside its directory, by ``..``, by an absolute path or
by a symbolic link. Sections merge by key, lists are joined in the order of reading, the same key twice is an error
that names both places. A file that cannot be read does not hide the problems of the others.
Not here: the YAML itself (source) and the meaning of keys (models).
"""

import glob
import os
from dataclasses import dataclass, field
from typing import Final

from config.findings import Findings, quote
from config.nodes import Items, Node, Table, Text, kind
from config.source import read_yaml
from routing.problems import Position

_MAGIC: Final = frozenset("*?[")


@dataclass(slots=True)
class Tree:
    """All files of one configuration as one mapping."""

    root: Table
    complete: bool = True
    """False: a file could not be read, so a name that is missing may be defined there."""
    files: list[str] = field(default_factory=list)
    """In the order of reading, as named."""


def read_tree(path: str, findings: Findings) -> Tree:
    """Read ``path`` and all it includes. Problems go to ``findings``."""
    tree = Tree(Table(path, 1, 1))
    _read_into(tree, path, Position(path, 1), {}, findings)
    return tree


def _read_into(tree: Tree, path: str, named_at: Position, seen: dict[str, Position], findings: Findings) -> None:
    seen[os.path.realpath(path)] = named_at
    tree.files.append(path)
    part = read_yaml(path, named_at, findings)
    if part is None:
        tree.complete = False
        return
    for name in part:
        if name != "include":
            section = _as_list(part[name]) if name == "listen" else part[name]
            _merge_section(tree.root, name, section, findings)
    for pattern in _patterns(part, findings):
        for found in _matches(pattern, tree, findings):
            before = seen.get(os.path.realpath(found))
            if before is None:
                _read_into(tree, found, pattern.at, seen, findings)
            else:
                what = f"{found} again, it is read already, from {before}"
                findings.error(pattern.at, "include-loop", what, "each file included once")


def _patterns(part: Table, findings: Findings) -> list[Text]:
    written = part.get(Text("include"))
    if written is None or (isinstance(written, Text) and written.blank):
        return []
    entries = _as_list(written)
    if not isinstance(entries, Items):
        findings.error(written.at, "wrong-shape", f"{kind(written)}", "a list of file patterns, such as [peers/*.yaml]")
        return []
    patterns = []
    for item in entries:
        if isinstance(item, Text) and item:
            patterns.append(item)
        else:
            findings.error(item.at, "wrong-shape", kind(item), "a file pattern, such as peers/*.yaml")
    return patterns


def _as_list(written: Node) -> Node:
    """``listen: udp://192.0.2.1`` is a list of one."""
    if isinstance(written, Text) and not written.blank:
        return Items(written.file, written.line, written.column, (written,))
    return written


def _matches(pattern: Text, tree: Tree, findings: Findings) -> list[str]:
    """The files of a pattern in order of name, those outside the directory refused."""
    directory = os.path.dirname(pattern.file)
    if os.path.isabs(pattern) or ".." in pattern.split("/"):
        found = f"{quote(pattern)} leads outside the directory of {pattern.file}"
        findings.error(pattern.at, "include-outside", found, "a pattern relative to it, such as peers/*.yaml")
        tree.complete = False
        return []
    if not _MAGIC.intersection(pattern):
        paths = [os.path.join(directory, pattern)]
    else:
        names = glob.glob(pattern, root_dir=directory or None, recursive=True)
        paths = sorted(os.path.join(directory, name) for name in names)
        if not paths:
            findings.warning(pattern.at, "include-empty", f"{quote(pattern)} fits no file", "at least one file")
    return [path for path in paths if _is_inside(path, pattern, tree, findings)]


def _is_inside(path: str, pattern: Text, tree: Tree, findings: Findings) -> bool:
    base = os.path.realpath(os.path.dirname(pattern.file) or ".")
    if os.path.commonpath((base, os.path.realpath(path))) == base:
        return True
    found = f"{path} is a link that leads outside the directory of {pattern.file}"
    findings.error(pattern.at, "include-outside", found, "a file inside it")
    tree.complete = False
    return False


def _merge_section(root: Table, name: Text, value: Node, findings: Findings) -> None:
    present = root.get(name)
    if present is None or (isinstance(present, Text) and present.blank):
        root[name] = _own_copy(value)
    elif isinstance(present, Table) and isinstance(value, Table):
        for key, entry in value.items():
            if key in present:
                _refuse_twice(key, present.key(key), findings)
            else:
                present[key] = entry
    elif isinstance(present, Items) and isinstance(value, Items):
        present.extend(value)
    elif not (isinstance(value, Text) and (value.blank or (name == "version" and value == present))):
        _refuse_twice(name, root.key(name), findings)


def _own_copy(value: Node) -> Node:
    """A section that later files may add to, without changing what an alias shares."""
    if isinstance(value, Table):
        table = Table(value.file, value.line, value.column)
        table.update(value)
        return table
    return Items(value.file, value.line, value.column, value) if isinstance(value, Items) else value


def _refuse_twice(key: Text, first: Text, findings: Findings) -> None:
    findings.error(key.at, "duplicate-key", f"{quote(key)} again, it is also in {first.at}", "each key once")
