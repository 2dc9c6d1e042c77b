"""What operators read (and what a flood may not make them read)."""

import logging

import pytest

from cordboard.server.journal import LINES, Journal
from sip.facts import Event, Fact


@pytest.fixture
def journal(caplog):
    caplog.set_level(logging.INFO, logger="cordboard")
    now = [1000.0]
    made = Journal(lambda: now[0])
    made.tick = lambda: now.__setitem__(0, now[0] + 1)
    return made


def test_every_event_counts_and_its_level_decides_about_the_line(journal, caplog):
    journal.note(Fact(Event.REFUSED, "c1", "403 Forbidden"))
    journal.note(Fact(Event.ATTEMPT, "c1", "alpha/a1"))
    assert journal.counts == {Event.REFUSED: 1, Event.ATTEMPT: 1}
    assert caplog.messages == ["refused c1: 403 Forbidden"]


def test_a_flood_writes_a_few_lines_a_second_and_then_says_how_many_it_left_out(journal, caplog):
    for _ in range(LINES + 30):
        journal.note(Fact(Event.REFUSED, "c", "403"))
    assert len(caplog.messages) == LINES
    journal.tick()
    journal.note(Fact(Event.REFUSED, "c", "403"))
    assert caplog.messages[LINES:] == ["refused: 30 more lines like these were not written", "refused c: 403"]
    assert journal.counts[Event.REFUSED] == LINES + 31


def test_text_from_the_wire_writes_no_lines_of_its_own(journal, caplog):
    journal.note(Fact(Event.REFUSED, "c\r\n2026 ERROR all is lost", "caf\xc3\xa9 \x1b[31m \xff"))
    (line,) = caplog.messages
    assert "\n" not in line
    assert "\x1b" not in line


def test_a_bug_leaves_its_traceback(journal, caplog):
    try:
        raise ZeroDivisionError("ours")
    except ZeroDivisionError as error:
        journal.bug(error)
    assert "ZeroDivisionError: ours" in caplog.messages[0]
    assert journal.counts[Event.BUG] == 1
