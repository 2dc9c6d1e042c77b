"""What is probably not meant about rewrite lists: entries that are never reached, or leave no number (R3.1)."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from config.findings import Findings, quote
from config.models.rewriting import RewritePair, WrittenRewriteSet
from config.nodes import Text
from config.pattern_lint import Subject, lint_pattern

TAKES_EVERYTHING: Final = re.compile(r"\^?\(?\.\*\)?\$?|\^?\(?\.\+\)?\$?|\^|\$|\^?\(?\.\)?|")
_ALL_OF_IT: Final = re.compile(r"\^.*(?<!\\)\$")
_LEAVES_SOMETHING: Final = re.compile(r"[0-9A-Za-z]|\$\{")


def lint_rewrites(sets: Mapping[Text, WrittenRewriteSet], findings: Findings) -> None:
    """Remarks on every list of every set."""
    for written in sets.values():
        for pairs in (written.caller_in, written.callee_in, written.caller_out, written.callee_out):
            _lint_list(pairs, findings)


def _lint_list(pairs: Sequence[RewritePair], findings: Findings) -> None:
    seen: dict[str, RewritePair] = {}
    taker: RewritePair | None = None
    for pair in pairs:
        before = taker or seen.get(pair.pattern)
        if before is not None:
            found = f"{quote(pair.pattern)} comes after {quote(before.pattern)} in {before.at}, which takes all of it"
            findings.warning(pair.at, "rewrite-never-reached", found, "the special before the general")
        seen.setdefault(pair.pattern, pair)
        if taker is None and TAKES_EVERYTHING.fullmatch(pair.pattern):
            taker = pair
        if _ALL_OF_IT.fullmatch(pair.pattern) and not _LEAVES_SOMETHING.search(pair.replacement):
            found = f"the replacement {quote(pair.replacement)} leaves no number"
            findings.warning(pair.replacement.at, "rewrite-leaves-nothing", found, r"a number, or a group such as \1")
        if taker is not pair:
            lint_pattern(pair.pattern, Subject.PART, findings)
