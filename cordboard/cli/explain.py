"""``cordboard explain FROM TO``: where a call would go, and why; the function that routes live calls says it."""

import json
import random
import sys
import time

import click

from cordboard.cli import options
from cordboard.cli.explanation import STYLES, explanation
from cordboard.cli.loading import respondent_for
from cordboard.cli.screen import show
from cordboard.question import Question, QuestionError
from routing.explain import to_json
from routing.notes import Notes


@click.command("explain")
@click.argument("caller", metavar="FROM")
@click.argument("callee", metavar="TO")
@options.configuration
@click.option("--source", metavar="IP[:PORT]", help="Where the call comes from; without it FROM has authenticated.")
@click.option("--transport", metavar="NAME", help="What it comes over: udp (the default), tcp, tls, ws, wss.")
@click.option("--pai", metavar="URI", help="Its P-Asserted-Identity.")
@click.option(
    "--at",
    "moment",
    metavar="TIME",
    help="When it comes, as 2026-01-31T12:00:00+01:00, UTC without an offset; else now.",
)
@click.option("--down", metavar="SERVER", multiple=True, help="A server that is down: SERVER or GROUP/SERVER.")
@options.seed
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one line of JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    caller: str,
    callee: str,
    file: str,
    source: str | None,
    transport: str | None,
    pai: str | None,
    moment: str | None,
    down: tuple[str, ...],
    seed: int | None,
    as_json: bool,
) -> None:
    """Say where a call from FROM to TO would go, and why.

    FROM is USER@DOMAIN; TO is the same or a number, then in the caller's domain.
    A refused call is an answer, too: the exit status is 0. It is 1 when the configuration has errors.
    """
    respondent = respondent_for(ctx, file, with_names=source is not None, as_json=as_json)
    question = Question(caller, callee, source, transport, pai, moment, down)
    notes: Notes = []
    try:
        answer = respondent.ask(question, time.time(), random.Random(seed).random, notes)  # noqa: S311 -- a draw
    except QuestionError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print(json.dumps(to_json(None, answer, notes)))
    else:
        show(explanation(question, answer, notes), STYLES, sys.stdout)
