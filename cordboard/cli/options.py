"""Options that several commands share, so that they are spelt, checked and described alike."""

import click

FILE = click.Path(exists=True, dir_okay=False, readable=True)
"""A file that can be read; else the command could not run (exit status 2)."""

configuration = click.option(
    "-c", "--config", "file", metavar="FILE", required=True, type=FILE, help="The configuration."
)
seed = click.option("--seed", type=int, metavar="N", help="The same seed draws the same order from each pool (R6.7).")
loop = click.option(
    "--loop", type=click.Choice(["uvloop", "asyncio"]), default="uvloop", show_default=True, help="The event loop."
)
