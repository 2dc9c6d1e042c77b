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

    def branch(self, loop: str) -> str:
        """A new branch that ends in the loop detection part ``loop`` (RFC 5393 4.2.1)."""
        return f"{self.prefix}{next(self._numbers):x}.{loop}"

    def tag(self, request: Request) -> str:
        """The To tag of our own answers: the same for a repetition of ``request`` (8.2.7)."""
        seed = f"{request.value('call-id')}\n{request.value('from')}\n{request.value('cseq')}\n{request.value('via')}"
        return blake2b(seed.encode("latin-1"), key=self._key, digest_size=8).hexdigest()
