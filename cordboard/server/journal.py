"""What operators read of a running engine: log lines, and counts of events for metrics.

Every event counts. A line is written for those that the log level asks for, and at most ``LINES`` of a kind in a
second: a flood of bad packets must fill no disk.
"""

import logging
import traceback
from collections import Counter
from collections.abc import Callable

from sip.facts import Event, Fact

LINES = 20
"""Log lines of one kind of event in one second; what is more is counted."""

LEVELS = {
    Event.BUG: logging.ERROR,
    Event.SERVER_BANNED: logging.WARNING,
    Event.FAILED_OVER: logging.INFO,
    Event.REFUSED: logging.INFO,
    Event.REGISTERED: logging.INFO,
    Event.ROUTED: logging.INFO,
    Event.ANSWERED: logging.INFO,
    Event.ENDED: logging.INFO,
}
"""Everything else is for DEBUG."""

log = logging.getLogger("cordboard")


class Journal:
    """``clock`` gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.counts: Counter[Event] = Counter()
        self._clock = clock
        self._second = 0
        self._lines: Counter[Event] = Counter()

    def note(self, fact: Fact) -> None:
        """A fact from the core."""
        event = fact.event
        self.counts[event] += 1
        level = LEVELS.get(event, logging.DEBUG)
        if log.isEnabledFor(level) and self._may_write(event):
            log.log(level, "%s %s: %s", event.value, _printable(fact.call_id), _printable(fact.detail))

    def bug(self, error: Exception) -> None:
        """An error of our own: it ended what it was about, and nothing else."""
        self.counts[Event.BUG] += 1
        if self._may_write(Event.BUG):
            log.error("bug: %s", "".join(traceback.format_exception(error)).rstrip())

    def _may_write(self, event: Event) -> bool:
        second = int(self._clock())
        if second != self._second:
            self._report_unwritten()
            self._second = second
            self._lines.clear()
        self._lines[event] += 1
        return self._lines[event] <= LINES

    def _report_unwritten(self) -> None:
        for event, lines in self._lines.items():
            if lines > LINES:
                log.warning("%s: %d more lines like these were not written", event.value, lines - LINES)


def _printable(text: str) -> str:
    """Text from the wire as one line: what a peer sends must not write lines of its own."""
    return (
        text.encode("latin-1", "replace").decode("utf-8", "backslashreplace").encode("unicode_escape").decode("ascii")
    )
