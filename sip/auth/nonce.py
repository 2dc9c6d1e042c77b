"""Nonces that nobody has to remember, and the counts of those that were used (RFC 7616 3.3, 3.4, 5.4, 5.10).

A nonce is 40 characters of base64url: when it was made (6 octets, milliseconds since 1970), a salt that makes it the
only one (9 octets), and a keyed hash over both and the realm (15 octets). Anyone who has the key can judge it.
Chance and time come in as arguments. Not here: whether a response is right (sip/auth/digest).
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import Enum
from hashlib import blake2b
from hmac import compare_digest

SALT_OCTETS = 9
_TIME_OCTETS = 6
_TIME_LENGTH = 8
_SERIAL_LENGTH = 20
"""Characters of the time and the salt together."""
_MAC_OCTETS = 15
_SHAPE = re.compile(r"[A-Za-z0-9_-]{40}")


class Verdict(Enum):
    """What a nonce is worth."""

    VALID = "valid"
    STALE = "stale"
    """Ours, of this realm, but too old (or from before the clock was set back)."""
    FORGED = "forged"
    """Not made with this key for this realm."""


class Nonces:
    """Makes and judges nonces. ``key``: 16 to 64 secret octets; ``lifetime``: seconds."""

    def __init__(self, key: bytes, lifetime: float) -> None:
        assert 16 <= len(key) <= 64, "a nonce key has 16 to 64 octets"
        self._key = key
        self.lifetime = lifetime
        self._lifetime = int(lifetime * 1000)

    def mint(self, realm: str, salt: bytes, now: float) -> str:
        """A nonce for ``realm``, made at ``now``. No two calls may have the same ``salt`` (9 octets)."""
        assert len(salt) == SALT_OCTETS
        serial = urlsafe_b64encode(_milliseconds(now).to_bytes(_TIME_OCTETS) + salt).decode()
        return serial + self._mac(serial, realm)

    def verify(self, nonce: str, realm: str, now: float) -> Verdict:
        """Whether ``nonce``, any text, is one of ours for ``realm`` and still good at ``now``."""
        if not _SHAPE.fullmatch(nonce):
            return Verdict.FORGED
        if not compare_digest(self._mac(nonce[:_SERIAL_LENGTH], realm), nonce[_SERIAL_LENGTH:]):
            return Verdict.FORGED
        age = _milliseconds(now) - _minted(nonce)
        return Verdict.VALID if 0 <= age < self._lifetime else Verdict.STALE

    def _mac(self, serial: str, realm: str) -> str:
        data = f"{serial}{realm}".encode()
        mac = blake2b(data, key=self._key, digest_size=_MAC_OCTETS, person=b"digest-nonce").digest()
        return urlsafe_b64encode(mac).decode()


class NonceCounts:
    """The highest nonce count (``nc``) seen of each nonce, so that no request can be replayed (RFC 7616 3.4).

    Kept in two generations: after ``lifetime`` seconds, or when ``capacity`` nonces are in the young one, the young
    one becomes the old one and the old one is dropped. A nonce at least as old as the youngest dropped one can have
    been used before, so it is not accepted unless it is remembered. The same holds for everything made before
    ``started``: that is what another process may have seen. At most 2 x ``capacity`` nonces are remembered, each for
    at most twice its lifetime of use.
    """

    def __init__(self, lifetime: float, started: float, capacity: int = 50_000) -> None:
        self._lifetime = lifetime
        self._capacity = capacity
        self._turned = started
        self._forgotten = _milliseconds(started) - 1
        """Nonces made until then, in milliseconds since 1970, are accepted only when remembered."""
        self._young: dict[str, int] = {}
        self._young_latest = 0
        self._old: dict[str, int] = {}
        self._old_latest = 0

    def __len__(self) -> int:
        return len(self._young) + len(self._old)

    def accept(self, nonce: str, nc: int, now: float) -> bool:
        """Take note that the valid ``nonce`` was used with count ``nc``; false when that may have happened before.

        Call it only after the response was found right: else strangers could use up other people's counts.
        """
        if len(self._young) >= self._capacity or not 0 <= now - self._turned < self._lifetime:
            self._turn(now)
        serial = nonce[:_SERIAL_LENGTH]
        highest = self._young.get(serial) or self._old.get(serial)
        minted = _minted(nonce)
        if nc <= (highest or 0) or (highest is None and minted <= self._forgotten):
            return False
        self._young[serial] = nc
        self._young_latest = max(self._young_latest, minted)
        return True

    def _turn(self, now: float) -> None:
        # Never later than now: a clock set back must not make every new nonce look used.
        self._forgotten = min(max(self._forgotten, self._old_latest), _milliseconds(now))
        self._old, self._old_latest = self._young, self._young_latest
        self._young, self._young_latest = {}, 0
        self._turned = now


def _milliseconds(moment: float) -> int:
    return int(moment * 1000)


def _minted(nonce: str) -> int:
    return int.from_bytes(urlsafe_b64decode(nonce[:_TIME_LENGTH]))
