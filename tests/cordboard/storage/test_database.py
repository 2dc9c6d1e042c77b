"""The file of the storage: who may read it, and what an operator is told when it cannot be used."""

import sqlite3
import stat
from pathlib import Path

import pytest

from cordboard.storage import database
from cordboard.storage.database import StorageError, connect, explained


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cordboard.sqlite"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_and_its_companions_are_their_owners_only(path: Path) -> None:
    opened = connect(path)
    opened.execute("CREATE TABLE x (y)")
    assert {each.name: mode(each) for each in path.parent.iterdir()} == {
        "cordboard.sqlite": 0o600,
        "cordboard.sqlite-shm": 0o600,
        "cordboard.sqlite-wal": 0o600,
    }
    opened.close()


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    connect(path).close()
    path.chmod(0o644)
    connect(path).close()
    assert mode(path) == 0o600


def test_it_is_in_wal_mode_and_commits_without_waiting_for_the_disk(path: Path) -> None:
    opened = connect(path)
    assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert opened.execute("PRAGMA synchronous").fetchone() == (1,)
    opened.close()


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.write_bytes(b"registrations\n" * 100)
    with pytest.raises(StorageError) as caught:
        connect(path)
    assert str(caught.value) == (
        f"{path}: it is damaged, or no SQLite database; move it away to start without registrations"
    )


def test_a_damaged_database_is_named(path: Path) -> None:
    opened = connect(path)
    opened.execute("CREATE TABLE x (y)")
    opened.executemany("INSERT INTO x VALUES (?)", [("z" * 500,) for _ in range(100)])
    opened.close()
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\x55" * 4096
    path.write_bytes(content)
    with pytest.raises(StorageError, match="it is damaged"):
        connect(path)


def test_a_locked_database_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.01)
    other = connect(path)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError) as caught:
        connect(path)
    assert str(caught.value) == f"{path}: another program holds it locked"
    other.close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "cordboard.sqlite"
    with pytest.raises(StorageError) as caught:
        connect(path)
    assert str(caught.value) == f"{path}: cannot be opened: No such file or directory"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("database or disk is full", "the disk is full"),
        ("attempt to write a readonly database", "it may not be written to"),
        ("disk I/O error", "disk I/O error"),
    ],
)
def test_other_causes_are_named(text: str, cause: str) -> None:
    assert str(explained("x.sqlite", sqlite3.OperationalError(text))) == f"x.sqlite: {cause}"
