"""Load one step short of serving: read, validate, lint, compile, run the file's own tests (HOUSE-STYLE 33).

``check``, ``run`` and a reload use this one function, so what passes here is what runs.
Not here: reading the file (config), compiling (routing/compile), printing problems (config/report).
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.load import Loaded, load
from cordboard.route_tests import run_tests
from routing.compile import compile_table
from routing.findings import CompileError
from routing.model import Configuration
from routing.pattern_set import check as check_pattern
from routing.problems import Problem, Severity
from routing.rewriting import check_replacement
from routing.table import Table

Addresses = Callable[[Configuration], Mapping[str, Sequence[str]]]
"""Looks up the servers that are written as names (R1.1): host name to addresses."""

ListenerHosts = Callable[[Configuration], Iterable[str]]
"""Finds the addresses that ``0.0.0.0``, ``::`` and ``interface:NAME`` stand for on this machine (R4.1)."""

LOOPBACK: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- compared, never bound
"""A wildcard listener is reached there on every machine."""

TEST_SEED: Final = 0


@dataclass(slots=True, frozen=True)
class CheckResult:
    """``configuration`` and ``table`` are None when an error forbids them; a failing test forbids the table."""

    configuration: Configuration | None
    table: Table | None
    problems: list[Problem]
    """In file order: by file as read, line, column."""


def check(
    path: str | Path,
    addresses: Addresses | None = None,
    listener_hosts: ListenerHosts | None = None,
    *,
    tests: bool = True,
) -> CheckResult:
    """Check the configuration at ``path``. Never raises for anything an operator can write.

    Without ``addresses`` servers that are names own no address; without ``tests`` the file's own tests are not run.
    """
    loaded = load(str(path), check_pattern, check_replacement)
    configuration = loaded.configuration
    if configuration is None:
        return CheckResult(None, None, loaded.problems)
    found = addresses(configuration) if addresses is not None else {}
    hosts = [LOOPBACK[listen.host] for listen in configuration.listen if listen.host in LOOPBACK]
    hosts.extend(listener_hosts(configuration) if listener_hosts is not None else ())
    try:
        table = compile_table(configuration, found, hosts)
    except CompileError as error:
        return CheckResult(configuration, None, _in_file_order(loaded, error.problems))
    more = list(table.problems)
    if tests:
        chance = random.Random(TEST_SEED)  # noqa: S311 -- the same draw in every check, guards nothing
        more += run_tests(configuration, table, time.time(), chance.random)
    refused = any(problem.severity is Severity.ERROR for problem in more)
    return CheckResult(configuration, None if refused else table, _in_file_order(loaded, more))


def _in_file_order(loaded: Loaded, more: Iterable[Problem]) -> list[Problem]:
    """All problems, each told once although loading and compiling may both have seen it."""
    places = {file: place for place, file in enumerate(loaded.files)}
    told = {(problem.at, problem.code): problem for problem in (*loaded.problems, *more)}
    return sorted(told.values(), key=lambda problem: (places.get(problem.at.file, len(places)), problem.at))
