"""The command ``cordboard``: one word per command, each in a module of its own that is imported when it is run.

Exit status: 0 fine, 1 findings, 2 could not run (CONFIG.md, "Loading"); 130 after Ctrl-C and 141 when nobody reads
on, as a shell counts signals.
"""

import importlib
import os
import signal
import sys
from typing import Final

import click

from cordboard import __version__

COMMANDS: Final = {
    "demo": "Engine, phones, a PBX and carriers on loopback: calls being routed.",
    "run": "Serve in the foreground.",
    "check": "Read, validate, lint and test a configuration; starts nothing.",
    "explain": "Where a call would go, and why.",
    "simulate": "Answer many questions, one JSON line each.",
    "passwd": "Ask for a password and print its HA1 lines.",
    "schema": "Print the JSON Schema of configurations.",
}
"""In the order in which somebody new needs them. Each has a module of its name, with ``command`` in it."""

INTERRUPTED: Final = 128 + signal.SIGINT
NOBODY_READS: Final = 128 + signal.SIGPIPE


class Commands(click.Group):
    """Shows its commands without importing them, and imports the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, imported(name) if name is not None else command, rest

    def invoke(self, ctx: click.Context) -> object:
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            _say_no_more()
            ctx.exit(NOBODY_READS)
        except (KeyboardInterrupt, click.Abort):
            click.echo(err=True)  # ends the line of ^C
            ctx.exit(INTERRUPTED)


def imported(name: str) -> click.Command:
    """The command of that name, from its module."""
    command = importlib.import_module(f"cordboard.cli.{name}").command
    assert isinstance(command, click.Command)
    return command


def _say_no_more() -> None:
    """What is still buffered must not fail again when the interpreter ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


@click.group(
    cls=Commands,
    commands=[click.Command(name, short_help=summary) for name, summary in COMMANDS.items()],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """A SIP call routing engine for operators: routes calls, and can tell you why."""
