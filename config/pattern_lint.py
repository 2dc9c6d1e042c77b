"""What is probably not meant about a pattern or a prefix (CONFIG.md, "Lint").

Patterns are searched for, unanchored (R6.1). Whoever writes ``4366`` surely means a number that starts so, and whoever
writes ``@a.example`` means that very dot. Only what can hardly be meant is remarked on.
Not here: whether the pattern can be compiled (the caller's check).
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Final

from config.findings import BadValue, Findings, quote
from config.nodes import Text

_LEADING_FLAGS: Final = re.compile(r"(?:\(\?[a-zA-Z]+\))+")
_TOKEN: Final = re.compile(r"\\Q.*?\\E|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_NUMBER_START: Final = re.compile(r"\^(?:\(\?:|\()*(?:\\?\+|[0-9]|\\d|\[\+?[0-9])")
_LIKE_A_PATTERN: Final = re.compile(r"[\^$\\\[(|]|\.[*+]")
_OPEN: Final = re.compile(r"\(*\.[*+]")
_OTHER_SCHEME: Final = re.compile(r"\^(?:sips|tel):")


class Subject(Enum):
    """What a pattern is searched for in."""

    URI = "a URI sip:USER@HOST"
    PART = "a user part, number or domain"


def lint_pattern(pattern: Text | None, subject: Subject, findings: Findings) -> None:
    """Warn of everything odd about a pattern, where it stands."""
    if pattern is None:
        return
    for remark in remarks(pattern, subject):
        findings.remark(pattern.at, remark)


def lint_prefix(prefix: Text | None, findings: Findings) -> None:
    """Warn of a prefix or number that no normalised number starts with."""
    if not prefix:
        return
    if prefix.startswith(("+", "00")):
        found, rest = f"{quote(prefix)}, and numbers in normal form have no + or 00", prefix.lstrip("+0")
        suggestion = rest or None
        findings.warning(prefix.at, "prefix-not-normal", found, "digits of E.164", suggestion)
    elif _LIKE_A_PATTERN.search(prefix):
        found = f"{quote(prefix)}: a prefix is taken literally"
        findings.warning(prefix.at, "prefix-looks-like-pattern", found, "digits, or a callee_pattern")


def remarks(pattern: str, subject: Subject) -> Iterator[BadValue]:
    """Everything odd about a pattern."""
    bare = _LEADING_FLAGS.sub("", pattern, count=1) if pattern.startswith("(?") else pattern
    tokens = _TOKEN.findall(bare)
    if subject is Subject.URI and (_NUMBER_START.match(bare) or _OTHER_SCHEME.match(bare)):
        expected = "a pattern that starts with ^sip:"
        suggestion = None if _OTHER_SCHEME.match(bare) else pattern.replace("^", "^sip:", 1)
        yield BadValue("pattern-never-found", f"{quote(pattern)} and every URI starts with sip:", expected, suggestion)
    elif not all(_is_anchored(branch, subject) for branch in _branches(tokens)):
        yield _unanchored(pattern, subject)
    if dotted := _escape_dots(tokens):
        found = f"{quote(pattern)}, in which a dot stands for any character"
        yield BadValue("unescaped-dot", found, r"\. for a dot", pattern.removesuffix(bare) + dotted)


def _unanchored(pattern: str, subject: Subject) -> BadValue:
    found = f"{quote(pattern)} is found anywhere in {subject.value}"
    if subject is Subject.URI:
        return BadValue("unanchored-pattern", found, "^sip: in front, or @DOMAIN$ at the end")
    simple = re.fullmatch(r"[\w.+\\-]+", pattern) is not None
    return BadValue("unanchored-pattern", found, "^ in front, or $ at the end", f"^{pattern}" if simple else None)


def _branches(tokens: list[str]) -> Iterator[list[str]]:
    """The alternatives at the top: ``^43|44`` has two, and the second is found anywhere."""
    depth = 0
    branch: list[str] = []
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if token == "|" and depth == 0:
            yield branch
            branch = []
        else:
            branch.append(token)
    yield branch


def _is_anchored(branch: list[str], subject: Subject) -> bool:
    if not branch or _OPEN.match("".join(branch)):
        return True  # it says itself that it takes anything
    inner = [token for token in branch if token not in "()"]
    anchored = "^" in inner or "$" in inner or any(token in (r"\A", r"\z", r"\b") for token in branch)
    return anchored or (subject is Subject.URI and ("@" in branch or "sip:" in "".join(branch)))


def _escape_dots(tokens: list[str]) -> str | None:
    """The pattern with dots between a word and a letter escaped; None when there is none to escape."""
    changed = False
    result = []
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else ""
        after = tokens[index + 1] if index + 1 < len(tokens) else ""
        is_bare = token == "." and _is_word(before) and after.isascii() and after.isalpha()
        changed |= is_bare
        result.append(r"\." if is_bare else token)
    return "".join(result) if changed else None


def _is_word(token: str) -> bool:
    return len(token) == 1 and token.isascii() and token.isalnum()
