"""Rewrite lists (R3.1)."""

import pytest

from routing.rewriting import SHORT_LIST, Rewrite, RewriteList, check_replacement
from tests.routing.makers import AT


def nobody(name):
    return ""


def rewritten(text, *rewrites, attribute=nobody):
    return RewriteList("list", [Rewrite(*pair, AT) for pair in rewrites], AT).apply(text, attribute)


@pytest.mark.parametrize(
    ("text", "rewrites", "result"),
    [
        ("00431", [("^00", "+")], "+431"),
        ("06641", [("^0", "43"), ("^436", "x")], "436641"),
        ("431", [("^0", "43")], "431"),
        ("4343", [("43", "")], "43"),
        ("0043", [(r"^(?:\+|00)([1-9]\d+)$", r"\1")], "43"),
        ("12345", [("^(1)(2)(3)", r"\3\2\1")], "32145"),
        ("15", [("^1(4)?", r"[\1]")], "[]5"),
        ("43", [("^43$", r"a\\b$")], r"a\b$"),
        ("43", [("$", "9")], "439"),
        ("", [("^$", "0")], "0"),
        ("43", [], "43"),
    ],
)
def test_r3_1_the_first_pattern_found_is_applied_once_and_the_rest_is_kept(text, rewrites, result):
    assert rewritten(text, *rewrites) == result


def test_r3_1_a_long_list_ends_at_its_first_match_too():
    rewrites = [(f"^{digit}", f"{digit}-") for digit in range(2, 10)] + [("^4", "never")]
    assert len(rewrites) > SHORT_LIST
    assert [rewritten(text, *rewrites) for text in ("43", "99", "1")] == ["4-3", "9-9", "1"]


def test_r3_1_replacements_name_attributes_of_the_caller():
    attributes = {"cc": "43", "ac": "1"}
    assert rewritten("5550", ("^([2-9])", r"${caller_cc}${caller_ac}\1"), attribute=attributes.get) == "4315550"


def test_an_attribute_of_the_configuration_is_sent_as_utf_8():
    assert rewritten("1", ("1", "${caller_name}"), attribute=lambda name: "\u00fc") == "\u00fc".encode().decode(
        "latin-1"
    )


def test_octets_that_are_no_utf_8_come_through():
    assert rewritten("0\xfc\xff", ("^0", "43")) == "43\xfc\xff"


@pytest.mark.parametrize(
    ("pattern", "replacement", "error"),
    [
        ("^(0)", r"\1${caller_cc}\\$ {}", None),
        ("^0", r"\1", r"group \1, but the pattern has 0"),
        ("^0", r"\0", r"\0 is neither a group \1 to \9 nor \\"),
        ("^0", "\\", "\\ is neither a group \\1 to \\9 nor \\\\"),
        ("^0", "${cc}", "${cc} is no variable: they are ${caller_cc}, ${caller_ac}, ${caller_NAME}"),
        ("^0", "${caller_}", "${caller_} is no variable: they are ${caller_cc}, ${caller_ac}, ${caller_NAME}"),
    ],
)
def test_r3_1_a_bad_replacement_is_told(pattern, replacement, error):
    assert check_replacement(pattern, replacement) == error
