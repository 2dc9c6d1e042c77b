"""The one SQLite file of a process: opened for its owner only, in WAL mode, with one clear error when it cannot be.

Not here: what is in it (bindings, keys).
"""

import os
import sqlite3
from pathlib import Path

_PATIENCE = 2.0
"""Seconds to wait for another program (a backup, a person with sqlite3) to let go of the file."""
_OWNER_ONLY = 0o600


class StorageError(Exception):
    """The storage cannot be used; the operator's to put right. The text is one line that names the file."""


def connect(path: str | Path) -> sqlite3.Connection:
    """Open or make the database at ``path``. Statements commit by themselves unless they say BEGIN.

    The file is readable by its owner only, for the keys in it; SQLite gives its companions the same mode.
    Raises StorageError.
    """
    try:
        _make_private(Path(path))
    except OSError as error:
        raise StorageError(f"{path}: cannot be opened: {error.strerror}") from error
    database = None
    try:
        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError("malformed")
    except sqlite3.Error as error:
        if database is not None:
            database.close()
        raise explained(path, error) from error
    return database


def explained(path: str | Path, error: sqlite3.Error) -> StorageError:
    """What ``error`` means for the operator."""
    text = str(error)
    if "locked" in text:
        cause = "another program holds it locked"
    elif "readonly" in text:
        cause = "it may not be written to"
    elif "full" in text:
        cause = "the disk is full"
    elif "malformed" in text or "not a database" in text:
        cause = "it is damaged, or no SQLite database; move it away to start without registrations"
    else:
        cause = text
    return StorageError(f"{path}: {cause}")


def _make_private(path: Path) -> None:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _OWNER_ONLY)
    try:
        if os.fstat(file).st_mode & 0o077:
            os.fchmod(file, _OWNER_ONLY)
    finally:
        os.close(file)
