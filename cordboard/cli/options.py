"""Options that several commands share, so that they are spelt, checked and described alike."""

import os
import sys
from typing import IO, Any

import click


class CannotOpen(click.ClickException):
    """A file that cannot be read: one clear line, and the command could not run (exit status 2)."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"cordboard: {self.message}", file=file or sys.stderr)


class ReadableFile(click.Path):
    """The name of a file that is there and can be read."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> str:
        value = os.fspath(value)
        if not os.path.exists(value):
            raise CannotOpen(f"{value}: no such file")
        if os.path.isdir(value):
            raise CannotOpen(f"{value}: is a directory, not a file")
        if not os.access(value, os.R_OK):
            raise CannotOpen(f"{value}: no right to read it")
        return value


FILE = ReadableFile()
configuration = click.option(
    "-c", "--config", "file", metavar="FILE", required=True, type=FILE, help="The configuration."
)
seed = click.option("--seed", type=int, metavar="N", help="The same seed draws the same order from each pool (R6.7).")
loop = click.option(
    "--loop", type=click.Choice(["uvloop", "asyncio"]), default="uvloop", show_default=True, help="The event loop."
)
