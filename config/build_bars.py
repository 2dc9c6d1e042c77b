"""Barring lists as routing sees them (R5)."""

from collections.abc import Sequence

from config.findings import Findings
from config.models.parties import WrittenBar
from routing.model import BarEntry


def build_bars(entries: Sequence[WrittenBar], findings: Findings) -> tuple[BarEntry, ...]:
    """The entries in order. One that would bar everything is a problem: nobody means it."""
    return tuple(_bar(entry, findings) for entry in entries)


def _bar(written: WrittenBar, findings: Findings) -> BarEntry:
    if not written.prefix and not written.pattern:
        findings.error(written.at, "empty-bar", "an entry that bars every number", "a prefix, a pattern, or both")
    return BarEntry(
        str(written.id) if written.id is not None else None,
        str(written.prefix) if written.prefix is not None else None,
        str(written.pattern) if written.pattern is not None else None,
        written.refusal,
        written.at,
    )
