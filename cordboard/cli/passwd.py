"""``cordboard passwd USER@DOMAIN``: what a configuration keeps of a password (RFC 7616 3.4.2, RFC 8760)."""

import json
import sys

import click

from config.endpoints import subscriber_id
from config.findings import BadValue
from sip.auth.ha1 import Algorithm, ha1


@click.command("passwd")
@click.argument("subscriber", metavar="USER@DOMAIN")
@click.option("--json", "as_json", is_flag=True, help="Print the lines as one JSON object.")
def command(subscriber: str, as_json: bool) -> None:
    """Ask for the password of USER@DOMAIN and print the lines for its auth: section.

    On a terminal it is asked for twice and never shown; else it is the first line of standard input.
    """
    try:
        user, domain = subscriber_id(subscriber)
    except BadValue as bad:
        hint = f" Did you mean {bad.suggestion}?" if bad.suggestion is not None else ""
        raise click.UsageError(f"{bad.found} is no subscriber; expected {bad.expected}.{hint}") from bad
    password = _ask(subscriber) if sys.stdin.isatty() else _read_line()
    hashes = {
        "ha1_md5": ha1(user, domain, password, Algorithm.MD5),
        "ha1_sha256": ha1(user, domain, password, Algorithm.SHA256),
    }
    if as_json:
        print(json.dumps({"subscriber": f"{user}@{domain}", **hashes}))
    else:
        print("\n".join(f"{key}: {value}" for key, value in hashes.items()))


def _ask(subscriber: str) -> str:
    """The prompt goes to standard error, so that the lines alone can be sent elsewhere."""
    answer = click.prompt(f"Password of {subscriber}", hide_input=True, confirmation_prompt="The same again", err=True)
    return str(answer)


def _read_line() -> str:
    password = sys.stdin.readline().removesuffix("\n").removesuffix("\r")
    if not password:
        raise click.UsageError("No password on standard input; expected one line.")
    return password
