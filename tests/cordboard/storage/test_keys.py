"""Keys that outlive the process."""

import sqlite3
import stat
from pathlib import Path

import pytest

from cordboard.storage.database import StorageError
from cordboard.storage.keys import signing_key


def test_a_key_is_made_once_and_the_same_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "cordboard.sqlite"
    key = signing_key(path)
    assert len(key) == 32
    assert signing_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_another_name_and_another_file_have_another_key(tmp_path: Path) -> None:
    keys = {
        signing_key(tmp_path / "a.sqlite"),
        signing_key(tmp_path / "a.sqlite", "other"),
        signing_key(tmp_path / "b.sqlite"),
    }
    assert len(keys) == 3


def test_a_database_that_cannot_be_used_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "cordboard.sqlite"
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE keys (x)")
    foreign.close()
    with pytest.raises(StorageError, match=f"^{path}: "):
        signing_key(path)
