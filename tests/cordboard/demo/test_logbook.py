"""The engine's log, as the demonstration reads it."""

import logging

from cordboard.demo.logbook import Entry, Logbook
from cordboard.server.journal import Journal, log
from sip.facts import Event, Fact


def test_facts_are_found_by_their_call():
    heard = []
    with Logbook() as logbook:
        logbook.listener = heard.append
        journal = Journal(lambda: 0.0)
        journal.note(Fact(Event.ROUTED, "call-1", "alpha/a1 world/w1"))
        journal.note(Fact(Event.REFUSED, "call-2", "403 Destination barred"))
    assert logbook.of_call("call-1") == [Entry("routed", "call-1", "alpha/a1 world/w1")]
    assert len(heard) == 2
    assert logbook.faults == []


def test_an_error_of_ours_is_a_fault():
    with Logbook() as logbook:
        Journal(lambda: 0.0).bug(ValueError("ours"))
        logbook.fault(KeyError("the cast's"))
    assert "ValueError: ours" in logbook.faults[0]
    assert logbook.faults[1] == 'KeyError("the cast\'s")'


def test_other_lines_are_no_facts():
    with Logbook() as logbook:
        log.warning("%s: %d more lines", "routed", 3)
    assert not logbook.entries


def test_the_log_is_given_back():
    before = (log.level, log.propagate, list(log.handlers))
    with Logbook():
        assert log.isEnabledFor(logging.INFO)
    assert (log.level, log.propagate, list(log.handlers)) == before
