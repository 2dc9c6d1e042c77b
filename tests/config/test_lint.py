"""config/lint: what is possible and probably not meant, in a whole configuration. Each code has a golden case."""

from routing.problems import Severity
from tests.config.conftest import OPERATOR, Loader, codes


def test_an_address_book_may_hold_more_than_is_used(load_text: Loader):
    loaded = load_text(OPERATOR)
    assert [(problem.code, problem.severity) for problem in loaded.problems] == [("unused-object", Severity.NOTE)] * 2


def test_what_a_missing_entry_would_make_wrong_waits_until_there_are_no_errors(load_text: Loader):
    """Half a configuration looks unused; patterns are as they are."""
    assert codes(load_text(OPERATOR + "timers: {total: x}\nrewrite: {w: {}}\n")) == ["bad-duration"]


def test_what_stands_for_itself_is_told_beside_errors(load_text: Loader):
    text = OPERATOR + "timers: {total: x}\nrouting: {bar: [{prefix: +1, with: 403 No}]}\n"
    assert codes(load_text(text)) == ["bad-duration", "prefix-not-normal"]


def test_csv_subscribers_use_their_customer_and_domain(load_text: Loader):
    text = OPERATOR + "subscribers_from: [s.csv]\n"
    assert codes(load_text(text, {"s.csv": "user,domain,customer\nu,op.example,k\n"})) == []


def test_numbers_and_bar_lists_are_looked_at(load_text: Loader):
    text = OPERATOR + "subscribers: {u@op.example: {customer: k, numbers: [0043], bar: [{prefix: +1, with: 403 No}]}}\n"
    assert codes(load_text(text + "routing: {bar: [{pattern: '0900', with: 403 No}]}\n")) == [
        "prefix-not-normal",
        "prefix-not-normal",
        "unanchored-pattern",
    ]
