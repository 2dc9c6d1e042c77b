"""config/decks: prefix tables in CSV. Cells that are wrong have golden cases."""

from pathlib import Path

from config.decks import read_deck
from config.findings import Findings
from config.reading import Reading
from routing.model import DeckRow
from routing.problems import Position

NAMED = Position("main.yaml", 1)


def read(tmp_path: Path, text: str, now: float = 0.0) -> tuple[list[DeckRow], list[str]]:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    findings = Findings()
    deck = read_deck(str(path), NAMED, Reading(findings), now)
    return list(deck.rows) if deck else [], [f"{problem.at.line} {problem.code}" for problem in findings.problems]


def test_columns_may_come_in_any_order(tmp_path: Path):
    rows, problems = read(tmp_path, "rate,stopper,prefix\n0.5,yes,43\n,,44\n")
    assert rows == [
        DeckRow("43", None, None, 0.5, None, None, True, True, 2),
        DeckRow("44", None, None, None, None, None, True, None, 3),
    ]
    assert problems == []


def test_a_prefix_stays_text(tmp_path: Path):
    rows, _ = read(tmp_path, "prefix\n0043\n\n1e5\n")
    assert [row.prefix for row in rows] == ["0043", "1e5"]


def test_digits_of_other_scripts_are_no_prefix(tmp_path: Path):
    rows, problems = read(tmp_path, "prefix\n٤٣\n")
    assert (rows, problems) == ([], ["2 bad-prefix"])


def test_every_bad_cell_of_a_row_is_told(tmp_path: Path):
    _, problems = read(tmp_path, "prefix,rate,enabled\n4 3,x,y\n")
    assert problems == ["2 bad-prefix", "2 bad-rate", "2 bad-switch"]


def test_same_prefix_in_two_spans_of_time_is_no_repetition(tmp_path: Path):
    _, problems = read(tmp_path, "prefix,valid_from,valid_to\n43,2026-01-01,2026-06-30\n43,2026-07-01,\n")
    assert problems == []


def test_a_disabled_row_repeats_nothing(tmp_path: Path):
    _, problems = read(tmp_path, "prefix,enabled\n43,no\n43,yes\n")
    assert problems == []


def test_time_makes_a_row_stale(tmp_path: Path):
    text = "prefix,valid_to\n43,1970-01-02\n"
    assert read(tmp_path, text, now=0.0)[1] == []
    assert read(tmp_path, text, now=2 * 86400.0)[1] == ["2 deck-row-out-of-date"]


def test_a_pattern_is_checked_once_and_told_at_every_row(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("prefix,callee_pattern\n43,^sip:(\n44,^sip:(\n45,^sip:x\n")
    asked: list[str] = []

    def check(pattern: str) -> str | None:
        asked.append(pattern)
        return "no" if "(" in pattern else None

    findings = Findings()
    deck = read_deck(str(path), NAMED, Reading(findings, check), 0.0)
    assert deck is not None
    assert [row.prefix for row in deck.rows] == ["45"]
    assert [problem.at.line for problem in findings.problems] == [2, 3]
    assert asked == ["^sip:(", "^sip:x"]
