"""Our own answers to other people's challenges, as a client (RFC 3261 22.2, RFC 7616 3.4, RFC 8760 2.4).

Not here: judging the answers to our challenges (sip/auth/digest), and when a challenge may be answered at all: once per
nonce, and only from the peer whose credentials they are (R7.2).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sip.auth.credentials import is_digest
from sip.auth.ha1 import Algorithm, ha1, request_digest
from sip.errors import MalformedMessage
from sip.header_values import parse_auth_parameters, quote

_QUOTED = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)
_ALGORITHMS = {algorithm.value.lower(): algorithm for algorithm in Algorithm}


@dataclass(slots=True)
class Challenge:
    """A challenge that we can answer. Texts are as received, without quotes, backslashes kept."""

    realm: str
    nonce: str
    opaque: str | None
    algorithm: Algorithm
    qop: str | None
    """``auth``; None when the peer knows no qop (RFC 2069)."""
    stale: bool
    names_algorithm: bool
    """It said which algorithm, so we say it too. Servers that do not may not know the parameter."""


def choose(values: Sequence[str], realm: str | None = None) -> Challenge | None:
    """The first challenge among header field ``values`` that we can answer: servers put the best first (RFC 8760 2.4).

    With ``realm``, only one for it: a password is for one peer, not for whoever asks. None when there is none.
    """
    for value in values:
        challenge = _read(value)
        if challenge is not None and realm in (None, challenge.realm):
            return challenge
    return None


def answer(challenge: Challenge, *, method: str, uri: str, user: str, password: str, cnonce: str, nc: int = 1) -> str:
    """The value of the Authorization or Proxy-Authorization that answers ``challenge``.

    ``uri`` is the Request-URI of the request it goes into, ``cnonce`` a fresh token; ``nc`` counts the answers
    made with this nonce, from 1.
    """
    count = f"{nc:08x}"
    response = request_digest(
        challenge.algorithm,
        ha1(user, _octets_as_text(challenge.realm), password, challenge.algorithm),
        method=method,
        uri=uri,
        nonce=challenge.nonce,
        nc=count,
        cnonce=cnonce,
        qop=challenge.qop,
    )
    parts = [
        f"Digest username={quote(user.encode().decode('latin-1'))}",
        f'realm="{challenge.realm}"',
        f'nonce="{challenge.nonce}"',
        f'uri="{uri}"',
        f'response="{response}"',
    ]
    if challenge.names_algorithm:
        parts.append(f"algorithm={challenge.algorithm.value}")
    if challenge.qop is not None:
        parts += [f'cnonce="{cnonce}"', f"qop={challenge.qop}", f"nc={count}"]
    if challenge.opaque is not None:
        parts.append(f'opaque="{challenge.opaque}"')
    return ", ".join(parts)


def _read(value: str) -> Challenge | None:
    """The challenge in ``value``; None when it is malformed, or asks for what we cannot do."""
    if not is_digest(value):
        return None
    try:
        parameters = parse_auth_parameters(value)[1]
    except MalformedMessage:
        return None
    realm, nonce, opaque = parameters.get("realm"), parameters.get("nonce"), parameters.get("opaque")
    if realm is None or nonce is None or not _can_be_quoted(realm, nonce, opaque or ""):
        return None
    algorithm = _ALGORITHMS.get(parameters.get("algorithm", "MD5").lower())
    qop = _qop(parameters.get("qop"))
    if algorithm is None or qop == "":
        return None
    stale = parameters.get("stale", "").lower() == "true"
    return Challenge(realm, nonce, opaque, algorithm, qop, stale, "algorithm" in parameters)


def _qop(offered: str | None) -> str | None:
    """``auth`` when offered, None when the challenge knows no qop, empty when we can do none of those offered."""
    if offered is None:
        return None
    return "auth" if "auth" in (each.strip(" \t").lower() for each in offered.split(",")) else ""


def _can_be_quoted(*texts: str) -> bool:
    return all(_QUOTED.fullmatch(text) is not None for text in texts)


def _octets_as_text(octets: str) -> str:
    """Text of a message, one character per octet, as the UTF-8 that it stands for."""
    return octets.encode("latin-1").decode("utf-8", "surrogateescape")
