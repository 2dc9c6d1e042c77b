"""Patterns, one and many (R6.1: unanchored, case-sensitive)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing import pattern_set
from routing.pattern_set import Pattern, PatternSet, check, groups

GOOD = ["", "9", "^43", "3$", "^43(1|2)", r"\d{3}", "[a-c]+", "^$", "A", "a|^9"]


@given(st.lists(st.sampled_from(GOOD), unique=True), st.text("0123a9A", max_size=8))
def test_r6_1_a_set_finds_what_each_pattern_finds_by_itself(patterns, text):
    found = {place for place in PatternSet(patterns).found(text) if place < len(patterns)}
    assert found == {place for place, pattern in enumerate(patterns) if re.search(pattern, text)}


def test_a_set_larger_than_its_budget_is_searched_one_by_one():
    patterns = [rf"{letter}.*b.{{1,5}}c" for letter in "adefgh"]
    text = "d b 123c" * 50
    assert set(PatternSet(patterns, 1).found(text)) - {len(patterns)} == {1}
    assert PatternSet(patterns, 1).first(text.encode()) == 1


def test_an_answer_without_the_sentinel_is_not_believed(monkeypatch):
    """So answers an automaton that ran out of memory while it searched."""
    found = PatternSet(["4", "5"])
    monkeypatch.setattr(found, "_match", lambda data: None)
    assert list(found.found("45")) == [0, 1]


def test_the_first_of_several_patterns_is_the_lowest():
    patterns = PatternSet(["9$", "^4", "43"])
    assert [patterns.first(data) for data in (b"4319", b"43", b"143", b"1")] == [0, 1, 2, 3]


def test_ten_thousand_patterns_find_theirs():
    patterns = PatternSet([rf"^sip:{number}\d+@" for number in range(10_000, 20_000)])
    assert set(patterns.found("sip:14321999@x.example")) == {4321, 10_000}


@pytest.mark.parametrize(
    ("pattern", "error"), [("^43", None), ("(", "missing ): ("), ("(?=a)", "invalid perl operator: (?=")]
)
def test_a_bad_pattern_is_told_in_words_and_not_on_standard_error(pattern, error, capfd):
    assert check(pattern) == error
    assert capfd.readouterr().err == ""


def test_patterns_see_the_octets_of_a_message_as_utf_8():
    assert Pattern("^b\u00fcro$").found("b\u00fcro".encode().decode("latin-1"))


def test_groups_are_counted():
    assert [groups("^4"), groups("(4)(3)?")] == [0, 2]


@pytest.mark.parametrize("data", [b"", b"43", b"0043", b"0143999"])
def test_re2_asked_directly_and_through_its_wrapper_agree(data, monkeypatch):
    direct = Pattern(r"^0(0|(1))([1-9]\d*)").search(data)
    monkeypatch.setattr(pattern_set, "_straight", lambda compiled: None)
    wrapped = pattern_set.Pattern(r"^0(0|(1))([1-9]\d*)").search(data)
    assert direct == wrapped
