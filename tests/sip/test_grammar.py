"""sip/grammar: ASCII sets only, bounded numbers, and no input that makes an expression slow."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip import grammar


@given(st.integers(min_value=0, max_value=10**10 - 1))
def test_a_number_written_is_the_number_read(number: int) -> None:
    assert grammar.read_number(str(number)) == number


@pytest.mark.parametrize(
    "text",
    ["", "+6", "-1", "1_0", " 1", "1 ", "1\n", "0x1", "1.0", "\u00b2", "\u0663", "\uff11", "1" * 11, "9" * 5000],
)
def test_what_python_would_take_for_a_number_is_none(text: str) -> None:
    assert grammar.read_number(text) is None


def test_leading_zeros_count_as_digits() -> None:
    """RFC 4475 3.1.1.1 has ``Max-Forwards: 0068``."""
    assert grammar.read_number("0068") == 68


@pytest.mark.parametrize("octet", range(256))
def test_a_token_consists_of_the_characters_of_25_1_and_no_others(octet: int) -> None:
    allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~"
    assert (re.fullmatch(grammar.TOKEN, chr(octet)) is not None) == (chr(octet) in allowed)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ('"plain"', True),
        (r'"a \" quote and a \\ backslash"', True),
        ('"NUL behind a backslash \\\0"', True),
        ('"unterminated', False),
        (r'"ends in its escape\"', False),
        ('"two" strings"', False),
    ],
)
def test_a_quoted_string_ends_at_its_first_bare_quote(text: str, matches: bool) -> None:
    assert (re.fullmatch(grammar.QUOTED_STRING, text, re.DOTALL) is not None) == matches


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("a", True),
        ("sip.example.com", True),
        ("sip.example.com.", True),
        ("192.0.2.1", True),
        ("my_container-1", True),
        ("[2001:db8::1]", True),
        ("2001:db8::1", False),
        ("a..b", False),
        (".a", False),
        ("a b", False),
        ("bücher.example", False),
        ("", False),
    ],
)
def test_hosts_are_names_and_addresses_in_ascii(text: str, matches: bool) -> None:
    assert (re.fullmatch(grammar.HOST, text) is not None) == matches


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (grammar.SIP_URI, "sip:" + "1" * 60000 + "!"),
        (grammar.SIP_URI, "sip:a" + ":%41" * 20000),
        (grammar.SIP_URI, "sip:a@b" + ";x=%41" * 10000 + "\0"),
        (grammar.NAME_ADDRESS, "token " * 10000 + "sip:a@b"),
        (grammar.NAME_ADDRESS, '"' + "\\a" * 30000),
        (grammar.PARAMETERS, ";a = b " * 10000 + "<"),
        (grammar.LIST_ELEMENT, '"a"<b>' * 10000 + '"'),
        (grammar.VIA, "SIP / 2.0 / UDP " + "a." * 30000 + " :"),
    ],
)
def test_no_text_makes_an_expression_slow(expression: str, text: str) -> None:
    """Linear time: 60 kB in far less than a second, where backtracking would take hours."""
    before = time.perf_counter()
    re.compile(expression, re.DOTALL).fullmatch(text)
    assert time.perf_counter() - before < 0.5


@pytest.mark.parametrize(
    ("folded", "unfolded"),
    [
        ("a\r\n b", "a b"),
        ("a \t\r\n \t b", "a b"),
        ("a  b \r\n c  d", "a  b c  d"),
        ("\r\n \r\n b", "  b"),
        ("a  b", "a  b"),
    ],
)
def test_a_fold_with_the_white_space_around_it_is_one_space(folded: str, unfolded: str) -> None:
    """7.3.1."""
    assert re.sub(grammar.FOLD, " ", folded) == unfolded


def test_a_fold_is_looked_for_once_in_each_run_of_white_space() -> None:
    text = "a" + " " * 60000 + "b"
    assert re.sub(grammar.FOLD, " ", text * 10) == text * 10
