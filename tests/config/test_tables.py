"""config/tables: CSV row by row, each cell known by line and column."""

from pathlib import Path

import pytest

from config.findings import BadValue, Findings
from config.tables import Column, CsvTable, cell_start, open_table
from routing.problems import Position

NAMED = Position("main.yaml", 1)


def opened(tmp_path: Path, text: str, findings: Findings) -> CsvTable | None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return open_table(str(path), NAMED, ["prefix"], ["rate", "currency"], findings)


def test_rows_have_their_line_and_an_empty_cell_for_missing_columns(tmp_path: Path):
    findings = Findings()
    table = opened(tmp_path, 'prefix,rate\n43,1\n\n"44",2\n', findings)
    assert table is not None
    assert list(table.rows()) == [(2, ["43", "1", ""]), (4, ["44", "2", ""])]
    assert table.places == {"prefix": 0, "rate": 1, "currency": -1}
    assert findings.problems == []


def test_a_problem_stands_at_its_cell(tmp_path: Path):
    findings = Findings()
    table = opened(tmp_path, 'prefix,currency,rate\n43,"E,U",x\n', findings)
    assert table is not None
    table.refuse(2, "rate", BadValue("bad-rate", "x"))
    assert [problem.at.column for problem in findings.problems] == [10]


def test_rows_of_the_wrong_width_are_left_out_and_told(tmp_path: Path):
    findings = Findings()
    table = opened(tmp_path, "prefix,rate\n43\n44,1\n45,1,2\n", findings)
    assert table is not None
    assert [line for line, _ in table.rows()] == [3]
    assert [(problem.code, problem.at.line) for problem in findings.problems] == [("csv-cells", 2), ("csv-cells", 4)]


def test_a_cell_over_two_lines_is_told_at_its_first(tmp_path: Path):
    findings = Findings()
    table = opened(tmp_path, 'prefix,rate\n43,"1\n2"\n44,1\n', findings)
    assert table is not None
    assert [line for line, _ in table.rows()] == [4]
    assert [(problem.code, problem.at.line) for problem in findings.problems] == [("csv-cells", 2)]


def test_a_table_that_is_all_wrong_ends_early(tmp_path: Path):
    findings = Findings()
    table = opened(tmp_path, "prefix,rate\n" + "43\n" * 5000, findings)
    assert table is not None
    assert list(table.rows()) == []
    assert [problem.code for problem in findings.problems[-2:]] == ["csv-cells", "too-many-problems"]
    assert len(findings.problems) == 102


def test_an_enormous_cell_is_a_problem_and_no_exception(tmp_path: Path):
    findings = Findings()
    table = opened(tmp_path, "prefix,rate\n43," + "1" * 200_000 + "\n", findings)
    assert table is not None
    assert list(table.rows()) == []
    assert [problem.code for problem in findings.problems] == ["csv-syntax"]


def test_a_first_line_that_is_no_header_is_never_quoted(tmp_path: Path):
    findings = Findings()
    assert opened(tmp_path, "office,hunter2\n", findings) is None
    assert "hunter2" not in str(findings.problems)


@pytest.mark.parametrize(("index", "column"), [(0, 1), (1, 3), (2, 10), (3, 11)])
def test_cells_start_where_they_start(index: int, column: int):
    assert cell_start('a,"b,""",,d', index) == column


def test_a_column_converts_each_text_once():
    converted: list[str] = []

    def convert(text: str) -> int:
        converted.append(text)
        return int(text)

    column = Column[int](convert, 7)
    assert [column[text] for text in ("1", "1", "", "2")] == [1, 1, 7, 2]
    assert converted == ["1", "2"]


def test_a_required_column_converts_empty_cells_too():
    with pytest.raises(ValueError):
        Column[int](int, required=True)[""]
