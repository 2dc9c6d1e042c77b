"""sip/facts: the words of logs and metrics."""

import re

from sip.facts import Event, Fact


def test_each_event_is_one_word_fit_for_a_metric_label() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", event.value) for event in Event)
    assert len({event.value for event in Event}) == len(Event)


def test_a_fact_names_the_call() -> None:
    fact = Fact(Event.REFUSED, "call-1", "403 by rule")
    assert (fact.event.value, fact.call_id, fact.detail) == ("refused", "call-1", "403 by rule")
