"""Bindings over a restart: every change is written by a thread of its own, many in one commit.

``put`` only remembers the newest bindings of an address of record; the thread writes what has gathered, a batch about
every 50 ms. At 2,000 registrations a second commits on the loop held up calls for up to 14 ms, those of the thread for
up to 7, at the same CPU. A crash of the process loses 50 ms of registrations, one of the machine a little more (WAL,
synchronous=NORMAL): phones register again.

When a write fails the changes are kept and tried again, and the log says so once, and once more when it is over.
Not here: which bindings there are (sip/registrar/location_service).
"""

import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from cordboard.storage.database import StorageError, connect, explained
from sip.addressing import Flow, Listener
from sip.registrar.binding import Binding

__all__ = ["BindingStore", "StorageError"]

log = logging.getLogger("cordboard.storage")

_GATHER = 0.05
_RETRY = 1.0
_SHUTDOWN = 5.0
"""Seconds: how long changes gather, until a failed write is tried again, and given to the last one."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS bindings (
    address_of_record TEXT NOT NULL,
    place INTEGER NOT NULL,
    contact TEXT NOT NULL,
    q REAL NOT NULL,
    expires REAL NOT NULL,
    call_id TEXT NOT NULL,
    cseq INTEGER NOT NULL,
    user_agent TEXT NOT NULL,
    transport TEXT,
    local_host TEXT,
    local_port INTEGER,
    host TEXT,
    port INTEGER,
    PRIMARY KEY (address_of_record, place)
) WITHOUT ROWID
"""
_DELETE = "DELETE FROM bindings WHERE address_of_record = ?"
_INSERT = "INSERT INTO bindings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LOAD = "SELECT * FROM bindings WHERE expires > ? ORDER BY address_of_record, place"

Row = tuple[str, int, str, float, float, str, int, str, str | None, str | None, int | None, str | None, int | None]
Changes = Mapping[str, Sequence[Binding]]
Known = Mapping[tuple[str | None, str | None, int | None], Listener]
"""Listeners by transport, host and port."""


class BindingStore:
    """The table of bindings in the database at ``path``. Raises StorageError when that cannot be used."""

    def __init__(self, path: str | Path) -> None:
        self._path = path
        self._database = connect(path)
        try:
            self._database.execute(_SCHEMA)
        except sqlite3.Error as error:
            self._database.close()
            raise explained(path, error) from error
        self._lock = threading.Lock()
        self._changed: dict[str, Sequence[Binding]] = {}
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._failing = False
        self._writer = threading.Thread(target=self._write_for_ever, name="bindings", daemon=True)
        self._writer.start()

    def load(self, listeners: Iterable[Listener], now: float) -> Iterator[tuple[str, Sequence[Binding]]]:
        """Every address of record with those of its bindings that have not expired, in the order they were put.

        A binding remembers its listener by address; when that is not among ``listeners``, or was a stream, whose
        connection is gone, the way back is forgotten. Raises StorageError.
        """
        known: Known = {(each.transport.value, each.host, each.port): each for each in listeners if not each.reliable}
        try:
            self._database.execute("DELETE FROM bindings WHERE expires <= ?", (now,))
            rows = self._database.execute(_LOAD, (now,))
            for address_of_record, group in groupby(rows, key=lambda row: str(row[0])):
                yield address_of_record, [_binding(row, known) for row in group]
        except sqlite3.Error as error:
            raise explained(self._path, error) from error

    def put(self, address_of_record: str, bindings: Sequence[Binding]) -> None:
        """Keep ``bindings`` as all of this address of record; none forgets it. Returns at once."""
        with self._lock:
            self._changed[address_of_record] = bindings
        if not self._wake.is_set():
            self._wake.set()

    def close(self) -> None:
        """Write what is left and close the file; waits for that, 5 s at most."""
        self._closing.set()
        self._wake.set()
        self._writer.join(_SHUTDOWN)

    def _write_for_ever(self) -> None:
        while not self._closing.is_set():
            self._wake.wait()
            self._closing.wait(_RETRY if self._failing else _GATHER)
            self._wake.clear()
            self._write_what_changed()
        self._write_what_changed()  # what came while the last batch was being written
        self._database.close()

    def _write_what_changed(self) -> None:
        with self._lock:
            changes, self._changed = self._changed, {}
        if not changes:
            return
        try:
            _write(self._database, changes)
        except sqlite3.Error as error:
            with self._lock:
                self._changed = {**changes, **self._changed}
            self._wake.set()
            if not self._failing:
                log.error("registrations are not being stored: %s", explained(self._path, error))
            self._failing = True
        else:
            if self._failing:
                log.info("registrations are being stored again: %s", self._path)
            self._failing = False


def _write(database: sqlite3.Connection, changes: Changes) -> None:
    """All changes or none."""
    database.execute("BEGIN IMMEDIATE")
    try:
        database.executemany(_DELETE, [(address_of_record,) for address_of_record in changes])
        database.executemany(_INSERT, _rows(changes))
        database.execute("COMMIT")
    except sqlite3.Error:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _rows(changes: Changes) -> Iterator[Row]:
    for address_of_record, bindings in changes.items():
        for place, each in enumerate(bindings):
            known = (each.contact, each.q, each.expires, each.call_id, each.cseq, each.user_agent)
            yield (address_of_record, place, *known, *_way(each.received))


def _way(flow: Flow | None) -> tuple[str | None, str | None, int | None, str | None, int | None]:
    if flow is None:
        return None, None, None, None, None
    local = flow.listener
    return local.transport.value, local.host, local.port, flow.host, flow.port


def _binding(row: Row, known: Known) -> Binding:
    _, _, contact, q, expires, call_id, cseq, user_agent, transport, local_host, local_port, host, port = row
    listener = known.get((transport, local_host, local_port))
    received = Flow(listener, host, port) if listener and host and port else None
    return Binding(contact, q, expires, call_id, cseq, user_agent, received)
