"""Bindings over a restart, in a real file."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cordboard.storage import bindings as storage
from cordboard.storage import database
from cordboard.storage.bindings import BindingStore, StorageError
from sip.addressing import Flow, Listener, Transport, listener
from sip.registrar.binding import Binding

NOW = 1_700_000_000.0
UDP = listener(Transport.UDP, "192.0.2.100", 5060)
TCP = listener(Transport.TCP, "192.0.2.100", 5060)
PATIENCE = 10.0


def binding(user: str, expires: float = NOW + 3600, received: Flow | None = None) -> Binding:
    return Binding(f"sip:{user}@192.0.2.1:5060", 0.5, expires, f"{user}-call", 7, "Phone \xfc 1.0", received)


def key_of(each: Binding) -> tuple[object, ...]:
    flow = each.received
    way = None if flow is None else (flow.listener, flow.host, flow.port)
    return each.contact, each.q, each.expires, each.call_id, each.cseq, each.user_agent, way


Open = Callable[[], BindingStore]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cordboard.sqlite"


@pytest.fixture
def open_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    monkeypatch.setattr(storage, "_GATHER", 0.001)
    monkeypatch.setattr(storage, "_RETRY", 0.001)
    opened: list[BindingStore] = []

    def make() -> BindingStore:
        opened.append(BindingStore(path))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def loaded(store: BindingStore, *listeners: Listener, now: float = NOW) -> dict[str, list[tuple[object, ...]]]:
    return {name: [key_of(each) for each in bindings] for name, bindings in store.load(listeners, now)}


def test_what_was_put_is_there_after_a_restart_in_its_order(open_store: Open) -> None:
    store = open_store()
    bound = {
        "bob@x": [binding("b2"), binding("b1")],
        "alice@x": [binding("a", received=Flow(UDP, "198.51.100.1", 1024))],
    }
    for name, each in bound.items():
        store.put(name, each)
    store.close()
    assert loaded(open_store(), UDP, TCP) == {name: [key_of(one) for one in each] for name, each in bound.items()}


def test_the_newest_bindings_are_all_there_are(open_store: Open) -> None:
    store = open_store()
    store.put("bob@x", [binding("b1"), binding("b2"), binding("b3")])
    store.put("alice@x", [binding("a")])
    store.close()
    store = open_store()
    store.put("bob@x", [binding("b3")])
    store.put("alice@x", [])
    store.close()
    assert loaded(open_store()) == {"bob@x": [key_of(binding("b3"))]}


def test_what_has_expired_is_not_loaded_and_gone(open_store: Open, path: Path) -> None:
    store = open_store()
    store.put("bob@x", [binding("b1", expires=NOW), binding("b2", expires=NOW + 1)])
    store.put("alice@x", [binding("a", expires=NOW - 1)])
    store.close()
    store = open_store()
    assert loaded(store) == {"bob@x": [key_of(binding("b2", expires=NOW + 1))]}
    store.close()
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT count(*) FROM bindings").fetchone() == (1,)
    file.close()


@pytest.mark.parametrize("local", [TCP, listener(Transport.UDP, "192.0.2.101", 5060)])
def test_the_way_back_is_forgotten_with_its_listener_or_connection(open_store: Open, local: Listener) -> None:
    store = open_store()
    store.put("bob@x", [binding("b", received=Flow(local, "198.51.100.1", 1024, connection=object()))])
    store.close()
    assert loaded(open_store(), UDP, TCP) == {"bob@x": [key_of(binding("b"))]}


def test_changes_are_written_while_the_process_lives(open_store: Open, path: Path) -> None:
    """A crash must not cost what was registered before it."""
    store = open_store()
    store.put("bob@x", [binding("b")])
    wait_for(lambda: bool(loaded(open_store())))


def test_a_thousand_changes_are_one_commit_or_few(open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[int] = []
    write = storage._write
    monkeypatch.setattr(storage, "_GATHER", 0.05)
    monkeypatch.setattr(storage, "_write", lambda file, changes: (commits.append(len(changes)), write(file, changes)))
    store = open_store()
    for number in range(1000):
        store.put(f"{number}@x", [binding("b")])
    store.close()
    assert sum(commits) == 1000
    assert len(commits) < 10


def test_what_cannot_be_written_is_kept_and_said_once(
    open_store: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write, failures, may_fail = storage._write, [0], threading.Event()
    may_fail.set()

    def fails_for_a_while(file: sqlite3.Connection, changes: storage.Changes) -> None:
        if may_fail.is_set():
            failures[0] += 1
            raise sqlite3.OperationalError("database or disk is full")
        write(file, changes)

    monkeypatch.setattr(storage, "_write", fails_for_a_while)
    caplog.set_level(logging.INFO, "cordboard.storage")
    store = open_store()
    store.put("alice@x", [binding("a")])
    store.put("bob@x", [binding("b1")])
    wait_for(lambda: failures[0] > 3)
    store.put("bob@x", [binding("b2")])
    may_fail.clear()
    wait_for(lambda: len(caplog.messages) > 1)
    store.close()
    assert [message.partition(":")[0] for message in caplog.messages] == [
        "registrations are not being stored",
        "registrations are being stored again",
    ]
    assert "the disk is full" in caplog.messages[0]
    assert loaded(open_store()) == {"alice@x": [key_of(binding("a"))], "bob@x": [key_of(binding("b2"))]}


def test_a_locked_file_delays_and_loses_nothing(open_store: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_PATIENCE", 0.001)
    store = open_store()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store.put("bob@x", [binding("b")])
    wait_for(lambda: store._failing)
    other.execute("ROLLBACK")
    other.close()
    wait_for(lambda: not store._failing)
    store.close()
    assert list(loaded(open_store())) == ["bob@x"]


def test_a_write_is_whole_or_not_at_all(open_store: Open, path: Path) -> None:
    open_store()
    with sqlite3.connect(path, isolation_level=None) as file:
        storage._write(file, {"bob@x": [binding("b")]})
        with pytest.raises(sqlite3.Error):
            storage._write(file, {"bob@x": [], "alice@x": [Binding(object(), 1, 1, "", 1, "", None)]})  # type: ignore[arg-type]
    file.close()
    assert list(loaded(open_store())) == ["bob@x"]


def test_a_table_that_is_not_ours_is_one_clear_error(open_store: Open, path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE bindings (x)")
    file.close()
    with pytest.raises(StorageError, match=f"^{path}: "):
        loaded(open_store())


def wait_for(condition: Callable[[], bool]) -> None:
    """The writer tells nobody when it has written; a thread has to be looked at."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.002)):
        if condition():
            return
        pause.wait(0.002)
    pytest.fail("it did not happen")
