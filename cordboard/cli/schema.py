"""``cordboard schema``: the JSON Schema of configurations, for completion in editors (CONFIG.md, "Loading")."""

import click

from config.json_schema import to_text


@click.command("schema")
@click.option("--json", is_flag=True, expose_value=False, help="Changes nothing: it is JSON in any case.")
def command() -> None:
    """Print the JSON Schema of a configuration file."""
    print(to_text(), end="")
