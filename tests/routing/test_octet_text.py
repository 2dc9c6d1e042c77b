"""Text of messages, of operators, and as it is shown."""

from hypothesis import given
from hypothesis import strategies as st

from routing.octet_text import as_octet_text, octets, readable


@given(st.text())
def test_what_an_operator_wrote_is_shown_as_it_was_written(text):
    assert readable(as_octet_text(text)) == text


@given(st.binary())
def test_octets_of_a_message_stay_what_they_were(data):
    assert octets(data.decode("latin-1")) == data


def test_octets_that_are_no_utf_8_are_shown_as_they_are():
    assert readable("f\xfcr") == "f\xfcr"
    assert readable("\u20ac") == "\u20ac"


def test_a_character_that_no_octet_stands_for_does_no_harm():
    assert octets("4\u20ac3") == b"4?3"
