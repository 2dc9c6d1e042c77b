"""The section rewrite: named sets of lists of [pattern, replacement] (R3).

Not here: whether an entry can ever be reached (number_lint).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final, TypeVar

from pydantic import ValidationInfo

from config.findings import BadValue
from config.nodes import Items, Node, Text, kind
from config.options import SCALAR, Converter, ListOf, Written, option, text_of
from config.reading import reading_of
from routing.problems import Position

T = TypeVar("T")
_EXPECTED: Final = r"""a pattern and a replacement, such as ['^0([1-9]\d+)$', '43\1']"""


@dataclass(slots=True, frozen=True)
class RewritePair:
    """One entry of a rewrite list, as written."""

    pattern: Text
    replacement: Text
    at: Position


def _pair(node: object, info: ValidationInfo) -> RewritePair:
    if not isinstance(node, Items):
        raise BadValue("wrong-shape", kind(node), _EXPECTED)
    if len(node) != 2:
        entries = "1 entry" if len(node) == 1 else f"{len(node)} entries"
        raise BadValue("wrong-length", f"a list of {entries}", _EXPECTED)
    pattern, replacement = (_part(part) for part in node)
    reading = reading_of(info)
    _checked_at(pattern, lambda: reading.pattern(pattern))
    _checked_at(replacement, lambda: reading.replacement(pattern, replacement))
    return RewritePair(pattern, replacement, node.at)


def _part(node: Node) -> Text:
    return _checked_at(node, lambda: text_of(node))


def _checked_at(node: Node, check: Callable[[], T]) -> T:
    """A problem of a part stands at the part."""
    try:
        return check()
    except BadValue as bad:
        bad.at = node.at
        raise


RewriteList = ListOf[
    Annotated[
        RewritePair,
        Converter(_pair, {"type": "array", "items": SCALAR, "minItems": 2, "maxItems": 2}),
    ]
]


class WrittenRewriteSet(Written):
    r"""Four lists of [pattern, replacement]. The first pattern found is applied; \1 to \9 are its groups (R3.1)."""

    caller_in: RewriteList = option("The caller's number as it comes in; the result is E.164 without +.", ())
    callee_in: RewriteList = option("The dialled number as it comes in; the result is E.164 without +.", ())
    caller_out: RewriteList = option("The caller's number as it leaves.", ())
    callee_out: RewriteList = option("The dialled number as it leaves.", ())
