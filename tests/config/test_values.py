"""config/values: text to values, with ASCII digits only. Refusals have golden cases, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import values
from config.findings import BadValue
from routing.model import Refusal


@pytest.mark.parametrize("text", ["yes", "Yes", "true", "on", "ON"])
def test_yes(text: str):
    assert values.switch(text) is True


@pytest.mark.parametrize("text", ["no", "False", "off"])
def test_no(text: str):
    assert values.switch(text) is False


@pytest.mark.parametrize("text", ["+6", "1_0", "٣", "1 ", "", "5" * 5000, "1\n", "²", "0x1"])
def test_integers_are_ascii_digits(text: str):
    with pytest.raises(BadValue, match="bad-number"):
        values.integer(text, 0, 100)


@given(st.integers(0, 9_999_999_999))
def test_what_is_written_as_a_number_is_read_back(number: int):
    assert values.integer(str(number), 0, 9_999_999_999) == number


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30.0), ("5m", 300.0), ("2h", 7200.0), ("4", 4.0), ("1.5s", 1.5), ("500ms", 0.5), ("1d", 86400.0)],
)
def test_durations_in_seconds(text: str, seconds: float):
    assert values.duration(text, 0, 1e6) == seconds


def test_a_duration_out_of_range_names_the_range():
    with pytest.raises(BadValue) as caught:
        values.duration("3h", 1, 3600)
    assert caught.value.expected == "a time from 1s to 1h, such as 30s, 5m or 2h"


def test_a_refusal_is_a_status_and_a_reason():
    assert values.refusal("403 Destination barred") == Refusal(403, "Destination barred")


@pytest.mark.parametrize("text", ["404", "399 x", "700 x", "404 ", "404 a\r\nVia: b", "404 nö", "\uff1404 x"])
def test_a_reason_cannot_smuggle_a_header(text: str):
    with pytest.raises(BadValue, match="bad-refusal"):
        values.refusal(text)


def test_failover_classes_are_all_of_their_statuses():
    """R7.2: what an operator writes is what counts."""
    taken = values.failover(["timeout", "408", "5xx"])
    assert taken.timeout
    assert taken.statuses == {408, *range(500, 600)}
    assert not values.failover(["503"]).timeout


@pytest.mark.parametrize("word", ["6xx", "603", "200", "timeouts", "5x", "5xxx"])
def test_failover_words_that_are_none(word: str):
    with pytest.raises(BadValue, match="bad-failover"):
        values.failover_word(word)


def test_ha1_is_made_of_user_realm_and_password():
    """RFC 7616 3.4.2; the MD5 value is the one of RFC 2617 3.5."""
    md5, sha256 = values.ha1("Mufasa", "testrealm@host.com", "Circle Of Life")
    assert md5 == "939e7578ed9e3c518a452acee763bce9"
    assert len(sha256) == 64


@pytest.mark.parametrize("check", [values.md5, values.sha256])
def test_a_bad_digest_is_never_quoted(check: object):
    assert callable(check)
    with pytest.raises(BadValue) as caught:
        check("hunter2")
    assert "hunter2" not in f"{caught.value} {caught.value.expected} {caught.value.suggestion}"


def test_digests_come_out_in_lower_case():
    assert values.md5("AB" * 16) == "ab" * 16
    assert values.sha256("AB" * 32) == "ab" * 32


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2026-01-01", 1767225600.0),
        ("2026-01-01T01:00:00+01:00", 1767225600.0),
        ("2026-01-01T00:00:00Z", 1767225600.0),
    ],
)
def test_moments_are_utc_unless_they_say_otherwise(text: str, seconds: float):
    assert values.moment(text) == seconds


def test_a_last_day_is_included():
    assert values.last_moment("2026-01-01") == values.moment("2026-01-02")
    assert values.last_moment("2026-01-01T12:00:00Z") == values.moment("2026-01-01T12:00:00Z")
    assert values.last_moment("9999-12-31") > values.moment("9999-12-31")


@pytest.mark.parametrize(
    ("convert", "text"),
    [
        (values.moment, "tomorrow"),
        (values.rate, "0,01"),
        (values.rate, "-1"),
        (values.rate, "nan"),
        (values.currency, "eur"),
        (values.name, "a b"),
        (values.name, "-a"),
        (values.attribute_name, "Cc"),
        (values.telephone_number, "+43"),
        (values.telephone_number, "٤٣"),
        (values.prefix, "4 3"),
        (values.email, "a@b@c"),
        (values.csv_path, "a.txt"),
    ],
)
def test_text_that_is_no_such_value(convert: object, text: str):
    assert callable(convert)
    with pytest.raises(BadValue):
        convert(text)


def test_plain_values_pass():
    assert values.rate("0.0110") == 0.011
    assert values.currency("EUR") == "EUR"
    assert values.name("c-alpha.1") == "c-alpha.1"
    assert values.attribute_name("cc") == "cc"
    assert values.telephone_number("0043") == "0043"
    assert values.prefix("") == ""
    assert values.email("noc@op.example") == "noc@op.example"
    assert values.csv_path("decks/A.CSV") == "decks/A.CSV"
    assert values.choice("b", ("a", "b")) == "b"
