"""sip/headers: names in any spelling are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip import headers


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Via", "via"),
        ("v", "via"),
        ("V", "via"),
        ("CALL-ID", "call-id"),
        ("i", "call-id"),
        ("MaX-fOrWaRdS", "max-forwards"),
        ("p-aSSERTED-iDENTITY", "p-asserted-identity"),
        ("X-Never-Seen", "x-never-seen"),
        ("C%6Fntact", "c%6fntact"),
    ],
)
def test_case_and_compact_forms_make_no_difference(written: str, name: str) -> None:
    """7.3.1, 7.3.3; an escape in a name is just a character (RFC 4475 3.1.1.5)."""
    assert headers.canonical(written) == name


@pytest.mark.parametrize(
    "written", ["", " ", "To ", "To\x01", "To\x0b", "To\0", "To\x85", "Tö", "a:b", "a b", "\u017f", "\u212a"]
)
def test_what_is_no_token_is_no_name(written: str) -> None:
    """The Kelvin sign lower-cases to k: case is only changed after the check."""
    assert headers.canonical(written) is None


@given(st.sampled_from(sorted(headers.DISPLAY)))
def test_the_name_written_is_the_name_read(name: str) -> None:
    assert headers.canonical(headers.display(name)) == name


def test_a_name_nobody_listed_is_written_with_capitals() -> None:
    assert headers.display("x-carrier-account") == "X-Carrier-Account"


@pytest.mark.parametrize(("written", "name"), sorted(headers.SPELLINGS.items()))
def test_the_quick_lookup_agrees_with_the_rule(written: str, name: str) -> None:
    assert headers.canonical(written) == name


def test_compact_forms_are_single_letters_of_listed_names() -> None:
    assert all(len(short) == 1 and long in headers.DISPLAY for short, long in headers.COMPACT.items())
    assert len(set(headers.COMPACT.values())) == len(headers.COMPACT)
