"""Digest credentials as they stand in Authorization and Proxy-Authorization (RFC 3261 20.7, RFC 7616 3.4).

Not here: whether they are right (sip/auth/digest).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sip.errors import MalformedMessage
from sip.header_values import parse_auth_parameters

_DIGEST = re.compile(r"[ \t]*digest(?:[ \t]|\Z)", re.IGNORECASE)
_NONCE_COUNT = re.compile(r"[0-9a-fA-F]{8}")


@dataclass(slots=True)
class Credentials:
    """One header field's claim to know a password. Texts are as received, without the quotes."""

    user: str
    realm: str
    nonce: str
    uri: str
    response: str
    algorithm: str | None
    qop: str | None
    nc: str
    """Eight hexadecimal digits; empty without ``qop``."""
    cnonce: str

    @property
    def count(self) -> int:
        return int(self.nc, 16)


def is_digest(value: str) -> bool:
    """Whether a challenge or credentials are of the scheme Digest; nothing else in them is looked at."""
    return _DIGEST.match(value) is not None


def credentials_for(realm: str, values: Sequence[str]) -> Credentials | None:
    """The Digest credentials for ``realm`` among header field ``values``; other schemes and realms are passed over.

    Raises MalformedMessage for Digest credentials that cannot be read or name no realm, and for two of one realm:
    whoever reads the message next could choose the other one.
    """
    found = None
    for value in values:
        if not is_digest(value):
            continue
        parameters = parse_auth_parameters(value)[1]
        if _needed(parameters, "realm") != realm:
            continue
        if found is not None:
            raise MalformedMessage("Two credentials for one realm")
        found = _read(parameters)
    return found


def _read(parameters: dict[str, str]) -> Credentials:
    qop = parameters.get("qop")
    return Credentials(
        _needed(parameters, "username"),
        parameters["realm"],
        _needed(parameters, "nonce"),
        _needed(parameters, "uri"),
        _needed(parameters, "response"),
        parameters.get("algorithm"),
        qop,
        _nonce_count(parameters) if qop is not None else "",
        _needed(parameters, "cnonce") if qop is not None else "",
    )


def _nonce_count(parameters: dict[str, str]) -> str:
    nc = _needed(parameters, "nc")
    if _NONCE_COUNT.fullmatch(nc) is None or nc == "00000000":
        raise MalformedMessage("Malformed nc in credentials")
    return nc


def _needed(parameters: dict[str, str], name: str) -> str:
    value = parameters.get(name)
    if value is None:
        raise MalformedMessage(f"No {name} in credentials")
    return value
