"""A configuration for commands that ask it questions: it answers, or its problems are printed and the command ends."""

import json
import sys

import click

from config import report
from cordboard.check import CheckResult, check
from cordboard.cli.screen import PROBLEMS, show
from cordboard.question import Respondent
from cordboard.server.names import addresses_of


def respondent_for(ctx: click.Context, file: str, *, with_names: bool, as_json: bool = False) -> Respondent:
    """What answers by the configuration in ``file``; ends the command with status 1 when that has errors.

    The file's own tests are not run: a question is how to find out why one fails.
    ``with_names``: servers that are written as names are looked up, so that they own their addresses (R1.1).
    """
    result = check(file, addresses=addresses_of if with_names else None, tests=False)
    if result.configuration is None or result.table is None:
        _report(result, as_json)
        ctx.exit(1)
    return Respondent(result.configuration, result.table)


def _report(result: CheckResult, as_json: bool) -> None:
    if as_json:
        print(json.dumps(report.to_json(result.problems)))
    else:
        show(report.to_text(result.problems), PROBLEMS, sys.stderr)
