"""``cordboard demo``: the engine among phones, a PBX and carriers of its own (CONFIG.md, "Commands")."""

import click

from cordboard.cli import options
from cordboard.demo import run_demo


@click.command("demo")
@click.option("--exit", "exit_when_done", is_flag=True, help="End after the calls: status 0 if all went as expected.")
@options.loop
@click.pass_context
def command(ctx: click.Context, exit_when_done: bool, loop: str) -> None:
    """Route calls among phones, a PBX and carriers on loopback, show why, then keep serving."""
    ctx.exit(run_demo(exit_when_done=exit_when_done, loop=loop))
