"""All prefixes of a number (R6.1: literal, empty matches all)."""

from hypothesis import given
from hypothesis import strategies as st

from routing.prefix_trie import PrefixTrie

DIGITS = st.text("014+a", max_size=6)


@given(st.sets(DIGITS), DIGITS)
def test_r6_1_matches_are_the_prefixes_the_number_starts_with_longest_first(prefixes, number):
    expected = sorted((prefix for prefix in prefixes if number.startswith(prefix)), key=len, reverse=True)
    trie = PrefixTrie({prefix: prefix for prefix in prefixes})
    assert trie.matches(number) == expected


def test_a_number_shorter_than_all_prefixes_matches_none():
    assert PrefixTrie({"431": 1, "4319": 2}).matches("43") == []


def test_an_empty_trie_knows_nothing():
    assert PrefixTrie({}).matches("43") == []


def test_a_value_may_be_zero():
    assert PrefixTrie({"4": 0}).matches("43") == [0]
