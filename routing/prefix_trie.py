"""All prefixes of a number that the table knows: a trie in meaning, one dict from prefix to value in form.

The dict measures best here: a lookup is one probe for each length that occurs among the prefixes, longest first.
Prefixes are literal text, not only digits. Typed and without dependencies: it will be compiled from this source.
"""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")


class PrefixTrie(Generic[Value]):
    """Immutable. Keeps the mapping it is given, which nobody else may change afterwards."""

    __slots__ = ("_get", "_lengths", "_longest")

    def __init__(self, values: Mapping[str, Value]) -> None:
        lengths = sorted({len(prefix) for prefix in values}, reverse=True)
        self._get = values.get
        self._longest = lengths[0] if lengths else 0
        self._lengths: Sequence[tuple[int, ...]] = [
            tuple(length for length in lengths if length <= digits) for digits in range(self._longest + 1)
        ]
        """By the length of the number, up to the longest prefix: the lengths worth probing."""

    def matches(self, number: str) -> list[Value]:
        """The values of all prefixes that ``number`` starts with, longest first."""
        get = self._get
        lengths = self._lengths[min(len(number), self._longest)]
        return [value for length in lengths if (value := get(number[:length])) is not None]
