"""Digest authentication, the server's side (RFC 3261 22, RFC 7616, RFC 8760).

A challenge is one header field per algorithm, strongest first, always with ``qop="auth"``. Credentials without ``qop``,
with an algorithm that was not offered (an unknown one is never taken for MD5) or of the scheme Basic are refused.
Nothing that leaves here tells a stranger whether a user exists: unknown users cost the same work and end the same way.

Not here: making hashes (ha1), nonces and their counts (nonce), reading credentials (credentials), the uri policy
(digest_uri), our own answers to other people's challenges (answer).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from hmac import compare_digest

from sip.addressing import LocalAddresses
from sip.auth import digest_uri
from sip.auth.credentials import Credentials, credentials_for
from sip.auth.digest_uri import DigestUriPolicy
from sip.auth.ha1 import Algorithm, ha1, request_digest
from sip.auth.nonce import NonceCounts, Nonces, Verdict
from sip.errors import MalformedMessage
from sip.header_values import quote

Secrets = Callable[[str, Algorithm], str | None]
"""The HA1, in lower-case hexadecimal, of a user of the realm in question; None when there is none."""

_NOBODY = {algorithm: ha1("", "", "", algorithm) for algorithm in Algorithm}
"""Stands for the HA1 of an unknown user, so that nothing takes less time for one."""


class Failure(Enum):
    """Why credentials are wrong: for operators, never for the one who sent them."""

    ALGORITHM = "algorithm was not offered"
    QOP = "no qop=auth"
    URI = "uri is not the Request-URI"
    NONCE = "nonce is not ours"
    USER = "unknown user"
    RESPONSE = "wrong response"


@dataclass(slots=True)
class Authenticated:
    """The sender knows the password of ``user``."""

    user: str


@dataclass(slots=True)
class Failed:
    """Wrong credentials: challenge anew, and count it against ``user`` and the source."""

    user: str
    why: Failure


@dataclass(slots=True)
class Stale:
    """The right password with a nonce too old or a count seen before: challenge anew with ``stale``; nobody's fault."""

    user: str


@dataclass(slots=True)
class NoCredentials:
    """None for this realm: challenge."""


@dataclass(slots=True)
class Malformed:
    """Credentials that cannot be read, or two for this realm: 400 with ``reason``."""

    reason: str


Outcome = Authenticated | Failed | Stale | NoCredentials | Malformed


def challenges(realm: str, nonce: str, algorithms: Sequence[Algorithm], *, stale: bool = False) -> tuple[str, ...]:
    """Values for as many WWW-Authenticate or Proxy-Authenticate fields, in this order (RFC 8760 2.3)."""
    start = f'Digest realm={quote(realm)}, nonce="{nonce}", '
    end = ', qop="auth", stale=true' if stale else ', qop="auth"'
    return tuple(f"{start}algorithm={algorithm.value}{end}" for algorithm in algorithms)


class Verifier:
    """Judges credentials. ``local`` are our own listeners (see DigestUriPolicy.HOST)."""

    def __init__(self, nonces: Nonces, counts: NonceCounts, policy: DigestUriPolicy, local: LocalAddresses) -> None:
        self._nonces = nonces
        self._counts = counts
        self._policy = policy
        self._local = local

    def verify(
        self,
        values: Sequence[str],
        *,
        method: str,
        request_uri: str,
        realm: str,
        algorithms: Sequence[Algorithm],
        secrets: Secrets,
        now: float,
    ) -> Outcome:
        """What the Authorization or Proxy-Authorization ``values`` of a request are worth for ``realm``.

        ``request_uri`` is the Request-URI as received; ``algorithms`` are those that we offer.
        """
        try:
            credentials = credentials_for(realm, values)
        except MalformedMessage as problem:
            return Malformed(problem.reason)
        if credentials is None:
            return NoCredentials()
        user = credentials.user
        algorithm = _offered(credentials.algorithm, algorithms)
        if algorithm is None:
            return Failed(user, Failure.ALGORITHM)
        if credentials.qop is None or credentials.qop.lower() != "auth":
            return Failed(user, Failure.QOP)
        if not digest_uri.fits(self._policy, credentials.uri, request_uri, self._local):
            return Failed(user, Failure.URI)
        verdict = self._nonces.verify(credentials.nonce, realm, now)
        if verdict is Verdict.FORGED:
            return Failed(user, Failure.NONCE)
        wrong = _wrong(credentials, algorithm, method, secrets(user, algorithm))
        if wrong is not None:
            return Failed(user, wrong)
        # RFC 7616 3.3, 3.4: only who knows the password learns that the nonce is stale or its count used up.
        if verdict is Verdict.STALE or not self._counts.accept(credentials.nonce, credentials.count, now):
            return Stale(user)
        return Authenticated(user)


def _offered(written: str | None, algorithms: Sequence[Algorithm]) -> Algorithm | None:
    """The offered algorithm of this name; without a name it is MD5 (RFC 7616 3.4)."""
    name = (written or "MD5").lower()
    return next((algorithm for algorithm in algorithms if algorithm.value.lower() == name), None)


def _wrong(credentials: Credentials, algorithm: Algorithm, method: str, secret: str | None) -> Failure | None:
    expected = request_digest(
        algorithm,
        secret or _NOBODY[algorithm],
        method=method,
        uri=credentials.uri,
        nonce=credentials.nonce,
        nc=credentials.nc,
        cnonce=credentials.cnonce,
        qop=credentials.qop,
    )
    right = compare_digest(expected.encode(), credentials.response.encode("latin-1"))
    if not secret:
        return Failure.USER
    return None if right else Failure.RESPONSE
