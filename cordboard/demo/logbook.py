"""What the engine wrote into its own log, for the scenes to compare with, and for people to read while it serves."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from cordboard.server.journal import log

KEPT = 1_000


@dataclass(slots=True, frozen=True)
class Entry:
    """One fact: the words of ``sip.facts``."""

    event: str
    call_id: str
    detail: str


class Logbook(logging.Handler):
    """Takes over the engine's log while open. ``faults`` is what must not happen."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self.faults: list[str] = []
        self.listener: Callable[[Entry], None] | None = None
        """Told each entry at once."""

    def __enter__(self) -> "Logbook":
        self._before = (log.level, log.propagate)
        log.addHandler(self)
        log.setLevel(logging.INFO)
        log.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        log.removeHandler(self)
        log.level, log.propagate = self._before

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.faults.append(record.getMessage())
            return
        if isinstance(record.args, tuple) and len(record.args) == 3:
            event, call_id, detail = record.args
            entry = Entry(str(event), str(call_id), str(detail))
            self.entries.append(entry)
            if self.listener is not None:
                self.listener(entry)

    def fault(self, error: Exception) -> None:
        """An error of the demonstration's own."""
        self.faults.append(repr(error))

    def of_call(self, call_id: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.call_id == call_id]
