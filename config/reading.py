"""What the models need to know of the whole configuration while they read one value of it.

Passed through pydantic as its validation context: the names that exist, the names that are used, the check for
patterns, and where problems go. It lets every value be checked where it stands, whatever else is wrong around it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationInfo

from config.findings import BadValue, Findings, nearest, quote
from config.nodes import Table, Text

PatternCheck = Callable[[str], str | None]
"""Takes a pattern; returns what is wrong with it, or None."""

ReplacementCheck = Callable[[str, str], str | None]
"""Takes a good pattern and a replacement; returns what is wrong with the replacement, or None."""

NAMED_SECTIONS: Final = {
    "contacts": "contact",
    "contracts": "contract",
    "resellers": "reseller",
    "domains": "domain",
    "customers": "customer",
    "subscribers": "subscriber",
    "peering": "peering group",
    "rewrite": "rewrite set",
}
"""Sections whose keys are names, and what one of them is called."""


@dataclass(slots=True)
class Reading:
    """One load in progress."""

    findings: Findings
    check_pattern: PatternCheck | None = None
    check_replacement: ReplacementCheck | None = None
    complete: bool = True
    """False: files are missing, so nobody can say that a name is defined nowhere."""
    names: Mapping[str, Collection[str]] = field(default_factory=dict)
    """By section; domains in lower case."""
    used: dict[str, set[str]] = field(default_factory=lambda: {section: set() for section in NAMED_SECTIONS})
    """By section: the names that something refers to."""
    _patterns: dict[str, str | None] = field(default_factory=dict)

    def refer(self, section: str, name: str) -> None:
        """Note the use of a name. Raises BadValue when it is defined nowhere."""
        known = self.names.get(section, ())
        if name in known:
            self.used[section].add(name)
        elif self.complete:
            raise dangling(section, name, known)

    def pattern(self, text: str) -> None:
        """Raises BadValue when the engine cannot run this pattern."""
        if self.check_pattern is None:
            return
        if text not in self._patterns:
            self._patterns[text] = self.check_pattern(text)
        if (problem := self._patterns[text]) is not None:
            raise BadValue("bad-pattern", f"{quote(text)}: {problem}", "a regular expression in RE2 syntax")

    def replacement(self, pattern: str, text: str) -> None:
        """Raises BadValue when a match of the pattern cannot fill this replacement."""
        problem = self.check_replacement(pattern, text) if self.check_replacement is not None else None
        if problem is not None:
            expected = r"text with \1 to \9 for the groups of the pattern, and ${caller_NAME}"
            raise BadValue("bad-replacement", f"{quote(text)}: {problem}", expected)


def dangling(section: str, name: str, known: Collection[str]) -> BadValue:
    """The problem of a name that is defined nowhere."""
    what = NAMED_SECTIONS[section]
    expected = f"a {what} of the section {section}" if known else f"a section {section} that defines it"
    return BadValue("dangling-name", f"the {what} {quote(name)} does not exist", expected, nearest(name, known))


def reading_of(info: ValidationInfo) -> Reading:
    """The load that this validation is part of."""
    assert isinstance(info.context, Reading)
    return info.context


def names_of(root: Table) -> dict[str, Collection[str]]:
    """The names that a configuration defines, before anything else of it is understood."""
    names: dict[str, Collection[str]] = {}
    for section in NAMED_SECTIONS:
        node = root.get(Text(section))
        keys = [str(key) for key in node] if isinstance(node, Table) else []
        names[section] = dict.fromkeys(key.lower() if section == "domains" else key for key in keys)
    return names
