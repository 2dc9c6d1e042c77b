"""Names that must be unique: branches and tags (RFC 3261 8.1.1.7, 19.3). Chance comes in once, at construction."""

from hashlib import blake2b
from itertools import count

from sip.message import Request


class Tokens:
    """Makes branches that are ours by their prefix, and tags that are the same for the same request.

    ``instance`` is text of our own choosing (random, or fixed in tests), ``key`` keeps tags from being guessed.
    """

    def __init__(self, instance: str, key: bytes) -> None:
        self.prefix = f"z9hG4bK{instance}"
        self._key = key
        self._numbers = count(1)
        self._secrets: list[str] = []
        """For the next branches: one keyed hash serves eight of them."""

    def branch(self, loop: str) -> str:
        """A new branch that ends in the loop detection part ``loop`` (RFC 5393 4.2.1).

        Nobody can guess it who has seen others: whoever knows a branch can answer the request that carries it.
        """
        number = next(self._numbers)
        if not self._secrets:
            digest = blake2b(b"%d" % number, key=self._key, digest_size=64, person=b"branch").hexdigest()
            self._secrets = [digest[at : at + 16] for at in range(0, 128, 16)]
        return f"{self.prefix}{number:x}{self._secrets.pop()}.{loop}"

    def tag(self, request: Request) -> str:
        """The To tag of our own answers: the same for a repetition of ``request`` (8.2.7)."""
        seed = f"{request.value('call-id')}\n{request.value('from')}\n{request.value('cseq')}\n{request.value('via')}"
        return blake2b(seed.encode("latin-1"), key=self._key, digest_size=8).hexdigest()
