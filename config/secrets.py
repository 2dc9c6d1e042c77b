"""Secrets by reference: ``${file:PATH}``, ``${env:NAME}``, ``${cred:NAME}`` (CONFIG.md, "Loading").

A secret is never part of a message, and its repr is empty.
Not here: digests made of passwords (build) and keeping secrets out of quoted lines (excerpt).
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from config.findings import BadValue, Findings, quote
from config.nodes import Text, beside
from routing.problems import Position

REFERENCE: Final = re.compile(r"\$\{(file|env|cred):([^{}]+)\}")
CREDENTIALS_DIRECTORY: Final = "CREDENTIALS_DIRECTORY"
"""systemd.exec(5): where a unit finds its credentials."""
MAX_LENGTH: Final = 1024  # characters; a key file given by mistake is longer

_CREDENTIAL_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,255}")


@dataclass(slots=True, frozen=True)
class Secret:
    """A secret, and whether it stands in the configuration itself."""

    value: str = field(repr=False)
    is_clear: bool
    at: Position


def resolve(written: Text, findings: Findings, environment: Mapping[str, str] = os.environ) -> Secret:
    """The secret that is written or referred to. Raises BadValue when the reference leads nowhere."""
    match = REFERENCE.fullmatch(written)
    if match is None:
        if written.startswith("${"):
            raise BadValue("bad-secret", "a reference to a secret that is none", "${file:…}, ${env:…} or ${cred:…}")
        return Secret(_checked(str(written), "the value"), is_clear=True, at=written.at)
    kind, name = match.groups()
    if kind == "env":
        value = _from_environment(name, environment)
    elif kind == "cred":
        value = _from_file(_credential_path(name, environment), written.at, findings, guarded=False)
    else:
        path = beside(_named(written, name))
        value = _from_file(path, written.at, findings, guarded=True)
    return Secret(_checked(value, quote(written)), is_clear=False, at=written.at)


def _named(written: Text, name: str) -> Text:
    path = Text(name)
    path.file = written.file
    return path


def _from_environment(name: str, environment: Mapping[str, str]) -> str:
    value = environment.get(name)
    if value is None:
        raise BadValue("secret-not-found", f"the environment has no {quote(name)}", "a variable that is set")
    return value


def _credential_path(name: str, environment: Mapping[str, str]) -> str:
    directory = environment.get(CREDENTIALS_DIRECTORY)
    if directory is None:
        expected = "a start by systemd with LoadCredential= in the unit"
        raise BadValue("secret-not-found", f"no credential {quote(name)}: there are no credentials at all", expected)
    if _CREDENTIAL_NAME.fullmatch(name) is None or name in (".", ".."):
        raise BadValue("bad-secret", f"the credential name {quote(name)}", "letters, digits, and _ . - inside")
    return os.path.join(directory, name)


def _from_file(path: str, at: Position, findings: Findings, *, guarded: bool) -> str:
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.read(4 * MAX_LENGTH + 3)
    except OSError as error:
        found = f"the secret file {path} cannot be read: {error.strerror}"
        raise BadValue("secret-not-found", found, "a readable file") from None
    if guarded and mode & stat.S_IROTH:
        expected = f"a file for its owner and group only (chmod o-r {path})"
        findings.warning(at, "secret-file-readable", f"{path} is readable by everybody", expected)
    try:
        return data.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise BadValue("bad-secret", f"{path} is not UTF-8 text", "one line of text") from None


def _checked(value: str, where: str) -> str:
    if not value:
        raise BadValue("bad-secret", f"{where} is empty", "a secret")
    if len(value) > MAX_LENGTH or not value.isprintable():
        found = f"{where} holds more than one line of text"
        raise BadValue("bad-secret", found, f"one line of at most {MAX_LENGTH} characters")
    return value
