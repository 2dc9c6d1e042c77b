"""Load = read, decode, check: one file name in, a configuration or every problem out (HOUSE-STYLE 32, 33).

The steps, in order: read YAML and includes into one tree, let the models convert it, build what routing takes, lint.
Each step goes on with what the one before could save, so that all problems are told at once.
Not here: compiling (routing/compile) and running ``tests:`` (cordboard/check).
"""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import ValidationError

from config.build import build
from config.findings import Findings
from config.include import Tree, read_tree
from config.lint import lint
from config.models.document import Document
from config.reading import PatternCheck, Reading, ReplacementCheck, names_of
from config.validation_errors import note_errors
from routing.model import Configuration
from routing.problems import Problem


@dataclass(slots=True, frozen=True)
class Loaded:
    """What came of loading. ``configuration`` is None when one of the problems is an error."""

    configuration: Configuration | None
    problems: list[Problem]
    """In file order: by file as read, line, column."""
    files: tuple[str, ...]
    """The YAML files that were read, the main one first."""


def load(
    path: str,
    check_pattern: PatternCheck | None = None,
    check_replacement: ReplacementCheck | None = None,
    *,
    now: float | None = None,
) -> Loaded:
    """Load a configuration. Never raises for anything an operator can write.

    ``check_pattern`` and ``check_replacement`` return what is wrong, or None; without them any pattern passes.
    ``now`` is the time by which decks are linted, in seconds since 1970; the clock's if not given.
    Positions name files as ``path`` names them.
    """
    findings = Findings()
    with _collector_off():
        tree = read_tree(path, findings)
        reading = Reading(findings, check_pattern, check_replacement, tree.complete, names_of(tree.root))
        configuration = _decode(tree, path, reading, time.time() if now is None else now)
    whole = None if findings.has_errors else configuration
    return Loaded(whole, findings.problems, tuple(tree.files))


def _decode(tree: Tree, path: str, reading: Reading, now: float) -> Configuration | None:
    if not tree.root:
        return None
    try:
        document = Document.model_validate(tree.root, context=reading)
    except ValidationError as error:
        note_errors(error, reading.findings, missing=tree.complete)  # listen may stand in a file that is missing
        return None
    configuration = build(document, path, reading, now)
    lint(document, configuration, reading)
    return configuration


@contextmanager
def _collector_off() -> Iterator[None]:
    """Loading makes many objects and no cycles; the cyclic collector would look at all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
