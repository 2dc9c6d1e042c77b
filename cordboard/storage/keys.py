"""Keys of our own making that must outlive the process: what we signed before a restart is ours after it.

Not here: secrets of the configuration, and what is signed (sip/auth/nonce, sip/proxy).
"""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from cordboard.storage.database import connect, explained

_SIZE = 32


def signing_key(path: str | Path, name: str = "signing") -> bytes:
    """The key called ``name``: 32 random octets, made when it is first asked for. Raises StorageError."""
    with closing(connect(path)) as database:
        try:
            database.execute("CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, key BLOB NOT NULL)")
            made = secrets.token_bytes(_SIZE)
            database.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (name, made))  # two may start at once
            (key,) = database.execute("SELECT key FROM keys WHERE name = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            raise explained(path, error) from error
    return bytes(key)
