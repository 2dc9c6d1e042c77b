"""config/files: what can be wrong with a file before its content matters. Each kind has a golden case, too."""

from pathlib import Path

import pytest

from config.files import Kind, place, read_text
from config.findings import Findings
from routing.problems import Position

NAMED = Position("main.yaml", 4, 2)


def test_text_of_csv_has_line_ends_of_one_character(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\nc,d\r\n")
    assert read_text(str(path), Kind.CSV, NAMED, Findings()) == "a,b\nc,d\n"


def test_a_missing_file_is_a_problem_where_it_is_named(tmp_path: Path):
    findings = Findings()
    assert read_text(str(tmp_path / "none"), Kind.YAML, NAMED, findings) is None
    assert [(problem.at, problem.code) for problem in findings.problems] == [(NAMED, "file-not-found")]


def test_a_bare_carriage_return_in_csv_is_refused_where_it_stands(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\r\nc\rd,e\r\n")
    findings = Findings()
    assert read_text(str(path), Kind.CSV, NAMED, findings) is None
    assert [(problem.at.line, problem.at.column) for problem in findings.problems] == [(2, 2)]


@pytest.mark.parametrize("offset", [0, 1, 2, 3, 4, 5])
def test_places_count_from_one(offset: int):
    at = place("a", "ab\ncé\n", offset)
    assert (at.line, at.column) == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)][offset]
