"""``cordboard run``: serve in the foreground (CONFIG.md, "Commands"). What it does is in cordboard/server/app."""

import click

from cordboard.cli import options
from cordboard.server.app import run


@click.command("run")
@options.configuration
@options.loop
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="warning",
    show_default=True,
    help="What is worth a line on standard error.",
)
@click.option("--metrics", metavar="ADDRESS:PORT", help="Answer Prometheus there.")
@click.pass_context
def command(ctx: click.Context, file: str, loop: str, log_level: str, metrics: str | None) -> None:
    """Serve in the foreground until SIGTERM; SIGHUP reloads the configuration.

    Exit status: 0 stopped in order, 1 the configuration has errors, 2 could not run.
    """
    ctx.exit(run(file, loop=loop, log_level=log_level, metrics=metrics))
