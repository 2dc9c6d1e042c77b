"""The hashes of digest authentication: HA1, and the response made of it (RFC 7616 3.4).

Pure functions on text; who may use them and when is told in sip/auth/digest (server) and sip/auth/answer (client).
"""

import hashlib
from enum import Enum


class Algorithm(Enum):
    """A digest algorithm by its name in challenges (RFC 8760 2.1). Strongest first."""

    SHA256 = "SHA-256"
    MD5 = "MD5"


def ha1(user: str, realm: str, password: str, algorithm: Algorithm) -> str:
    """H(user:realm:password) in lower-case hexadecimal: all that a server needs to keep of a password.

    Text is hashed as UTF-8 (RFC 7616 4); lone surrogates stand for the octets they escape.
    """
    return _hash(algorithm, f"{user}:{realm}:{password}".encode("utf-8", "surrogateescape"))


def request_digest(
    algorithm: Algorithm, secret: str, *, method: str, uri: str, nonce: str, nc: str, cnonce: str, qop: str | None
) -> str:
    """The ``response`` that proves knowledge of the HA1 ``secret`` (RFC 7616 3.4.1; without ``qop``: RFC 2069).

    The texts are those of the header field, one character per octet.
    """
    ha2 = _hash(algorithm, f"{method}:{uri}".encode("latin-1"))
    middle = nonce if qop is None else f"{nonce}:{nc}:{cnonce}:{qop}"
    return _hash(algorithm, f"{secret}:{middle}:{ha2}".encode("latin-1"))


def _hash(algorithm: Algorithm, data: bytes) -> str:
    if algorithm is Algorithm.SHA256:
        return hashlib.sha256(data).hexdigest()
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
