"""config/reading: names that exist, names that are used, patterns that are checked once."""

import pytest

from config.findings import BadValue, Findings
from config.nodes import Table, Text
from config.reading import Reading, names_of


def test_a_use_is_remembered():
    reading = Reading(Findings(), names={"contacts": ["house"]})
    reading.refer("contacts", "house")
    assert reading.used["contacts"] == {"house"}


def test_a_name_that_is_nowhere_gets_the_nearest():
    with pytest.raises(BadValue) as caught:
        Reading(Findings(), names={"contacts": ["house"]}).refer("contacts", "hose")
    assert (caught.value.code, caught.value.suggestion) == ("dangling-name", "house")


def test_nobody_misses_a_name_while_files_are_missing():
    reading = Reading(Findings(), complete=False, names={"contacts": []})
    reading.refer("contacts", "house")
    assert reading.used["contacts"] == set()


def test_a_pattern_is_checked_once():
    asked: list[str] = []

    def check(pattern: str) -> str | None:
        asked.append(pattern)
        return "no"

    reading = Reading(Findings(), check)
    for _ in range(2):
        with pytest.raises(BadValue, match="bad-pattern"):
            reading.pattern("(")
    assert asked == ["("]


def test_without_checks_everything_passes():
    reading = Reading(Findings())
    reading.pattern("(")
    reading.replacement("(", r"\9")
    assert reading.findings.problems == []


def test_a_replacement_is_checked_against_its_pattern():
    reading = Reading(Findings(), check_replacement=lambda pattern, text: f"{pattern} {text}")
    with pytest.raises(BadValue) as caught:
        reading.replacement("a", "b")
    assert caught.value.found == '"b": a b'


def test_names_are_known_before_anything_is_understood():
    root = Table("a", 1, 1)
    domains = Table("a", 1, 1)
    domains[Text("OP.Example")] = Text("nonsense")
    root[Text("domains")] = domains
    root[Text("contacts")] = Text("nonsense")
    names = names_of(root)
    assert list(names["domains"]) == ["op.example"]
    assert list(names["contacts"]) == []
