"""``cordboard simulate``: many questions in, one JSON answer out for each, in the same order (CONFIG.md)."""

import random
import sys
import time
from collections.abc import Iterable, Iterator
from json import JSONEncoder
from typing import BinaryIO

import click

from cordboard.cli import options
from cordboard.cli.loading import respondent_for
from cordboard.cli.question_line import read_object, read_question
from cordboard.question import QuestionError, Respondent
from routing.explain import to_json
from routing.notes import Notes


@click.command("simulate")
@options.configuration
@click.option(
    "--calls",
    metavar="FILE",
    required=True,
    type=click.File("rb"),
    help="Questions, one JSON object a line; - is stdin.",
)
@options.seed
@click.option("--notes", "with_notes", is_flag=True, help="Say why, too: the notes of explain.")
@click.pass_context
def command(ctx: click.Context, file: str, calls: BinaryIO, seed: int | None, with_notes: bool) -> None:
    """Answer each line of a file of questions with one line of JSON.

    A line that is no question is answered {"id": ..., "error": "line N: ..."}; a blank line is skipped.
    A time in "at" is UTC without an offset.
    Exit status: 0 all answered, 1 a line was no question or the configuration has errors, 2 could not run.
    """
    respondent = respondent_for(ctx, file, with_names=True)
    simulation = Simulation(respondent, seed, with_notes=with_notes)
    at_once = not calls.seekable()  # whoever writes the questions as it goes may wait for each answer
    write, flush = sys.stdout.write, sys.stdout.flush
    for answer in simulation.answers(calls):
        write(answer)
        if at_once:
            flush()
    ctx.exit(1 if simulation.errors else 0)


class Simulation:
    """One run: all its questions are asked at the same moment, and share one stream of chance."""

    def __init__(self, respondent: Respondent, seed: int | None, *, with_notes: bool) -> None:
        self.errors = 0
        """Lines so far that were no question."""
        self._respondent = respondent
        self._uniform = random.Random(seed).random  # noqa: S311 -- draws an order, guards nothing
        self._now = time.time()
        self._with_notes = with_notes

    def answers(self, lines: Iterable[bytes]) -> Iterator[str]:
        """An answer for each line that is not blank, itself a line."""
        encode = JSONEncoder(check_circular=False).encode  # answers are trees
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield encode(self._answer(number, line)) + "\n"

    def _answer(self, number: int, line: bytes) -> dict[str, object]:
        identity: object = None
        try:
            fields = read_object(line)
            identity = fields.get("id")
            question = read_question(fields)
            notes: Notes | None = [] if self._with_notes else None
            answer = self._respondent.ask(question, self._now, self._uniform, notes)
        except QuestionError as error:
            self.errors += 1
            return {"id": identity, "error": f"line {number}: {error}"}
        return to_json(identity, answer, notes)
