"""``cordboard check FILE``: everything that is wrong with a configuration, at once; starts nothing (CONFIG.md)."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Final

import click

from config import report
from config.sarif import to_sarif
from cordboard import __version__
from cordboard.check import CheckResult, check
from cordboard.cli.options import FILE
from cordboard.cli.screen import PROBLEMS, show
from cordboard.server.names import addresses_of
from routing.model import Configuration
from routing.problems import Severity

STYLES: Final = {**PROBLEMS, r"(?m)^\S+ is fine": "bold green", r"(?m)^\S+ is refused": "bold red"}


@click.command("check")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print problems and counts as JSON.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print problems as SARIF 2.1.0, for editors and CI.")
@click.option("--strict", is_flag=True, help="Warnings, too, end with status 1.")
@click.pass_context
def command(ctx: click.Context, file: str, as_json: bool, as_sarif: bool, strict: bool) -> None:
    """Read, validate and lint FILE and run its tests; start nothing.

    Exit status: 0 fine, 1 errors (with --strict warnings, too), 2 could not run.
    """
    if as_json and as_sarif:
        raise click.UsageError("--json and --sarif exclude each other.")
    result = check(file, addresses=_addresses_for_tests)
    if as_json:
        print(json.dumps({**report.to_json(result.problems), "loaded": _loaded(result)}, indent=2))
    elif as_sarif:
        print(json.dumps(to_sarif(result.problems, __version__), indent=2))
    else:
        show(report.to_text(result.problems) + _verdict(file, result) + "\n", STYLES, sys.stdout)
    ctx.exit(1 if result.table is None or (strict and _count(result, Severity.WARNING)) else 0)


def _addresses_for_tests(configuration: Configuration) -> Mapping[str, Sequence[str]]:
    """Names are looked up only when a test calls from an address: check works without a network."""
    return addresses_of(configuration) if any(test.source for test in configuration.tests) else {}


def _verdict(file: str, result: CheckResult) -> str:
    loaded = _loaded(result)
    if loaded is None:
        return f"{file} is refused"
    what = ", ".join(_counted(count, name) for name, count in loaded.items() if name != "tests")
    tests = loaded["tests"]
    passed = _counted(tests, "tests") + " passed" if tests else "no tests"
    warned = " but for the warnings above" if _count(result, Severity.WARNING) else ""
    return f"{file} is fine{warned}: {what}, {passed}"


def _counted(count: int, names: str) -> str:
    one = "prefix" if names == "prefixes" else names.removesuffix("s")
    return f"{count} {one if count == 1 else names}"


def _loaded(result: CheckResult) -> dict[str, int] | None:
    """How much was loaded, by kind; None when nothing can be."""
    configuration = result.configuration
    if configuration is None or result.table is None:
        return None
    groups = configuration.peering.values()
    rules = [rule for group in groups for rule in group.rules]
    return {
        "subscribers": len(configuration.subscribers),
        "groups": len(groups),
        "rules": len(rules),
        "prefixes": sum(len(rule.deck.rows) if rule.deck is not None else 1 for rule in rules),
        "tests": len(configuration.tests),
    }


def _count(result: CheckResult, severity: Severity) -> int:
    return sum(problem.severity is severity for problem in result.problems)
