"""config/subscriber_tables: subscribers in CSV."""

from pathlib import Path

from config import values
from config.findings import Findings
from config.reading import Reading
from config.subscriber_tables import read_subscribers
from routing.model import Subscriber
from routing.problems import Position

NAMED = Position("main.yaml", 1)


def read(tmp_path: Path, text: str) -> tuple[list[Subscriber], Findings, Reading]:
    path = tmp_path / "s.csv"
    path.write_text(text, encoding="utf-8", newline="")
    findings = Findings()
    reading = Reading(findings, names={"domains": ["op.example"], "customers": ["k"]})
    return read_subscribers(str(path), NAMED, reading), findings, reading


def test_a_row_becomes_a_subscriber(tmp_path: Path):
    found, findings, _ = read(tmp_path, f"user,domain,customer,numbers,ha1_md5\nu,OP.example,k,431|432,{'AB' * 16}\n")
    assert [(one.id, one.customer, one.numbers, one.ha1_md5, one.at.line) for one in found] == [
        ("u@op.example", "k", ("431", "432"), "ab" * 16, 2)
    ]
    assert findings.problems == []


def test_a_password_becomes_the_digests_that_are_not_written(tmp_path: Path):
    found, _, _ = read(tmp_path, f"user,domain,customer,ha1_md5,password\nu,op.example,k,{'ab' * 16},secret\n")
    assert found[0].ha1_md5 == "ab" * 16
    assert found[0].ha1_sha256 == values.ha1("u", "op.example", "secret")[1]


def test_clear_passwords_are_warned_about_once_where_the_first_stands(tmp_path: Path):
    header = "user,domain,customer,password\n"
    _, findings, _ = read(tmp_path, header + "u,op.example,k,\nv,op.example,k,secret\nw,op.example,k,secret\n")
    assert [(problem.code, problem.at.line, problem.at.column) for problem in findings.problems] == [
        ("clear-password", 3, 16)
    ]


def test_an_empty_password_column_is_no_password(tmp_path: Path):
    _, findings, _ = read(tmp_path, "user,domain,customer,password\nu,op.example,k,\n")
    assert findings.problems == []


def test_rows_use_the_names_they_mention(tmp_path: Path):
    _, _, reading = read(tmp_path, "user,domain,customer\nu,op.example,k\n")
    assert "k" in reading.used["customers"]


def test_secrets_of_broken_rows_are_never_told(tmp_path: Path):
    text = "user,domain,customer,ha1_md5,ha1_sha256,password\nu x,no,no,hunter1,hunter2,hunter3\nhunter4,hunter5\n"
    found, findings, _ = read(tmp_path, text)
    assert found == []
    assert len(findings.problems) == 7
    assert "hunter" not in "".join(str(problem) for problem in findings.problems)


def test_an_empty_domain_or_customer_is_told(tmp_path: Path):
    _, findings, _ = read(tmp_path, "user,domain,customer\nu,,\n")
    assert [problem.code for problem in findings.problems] == ["bad-domain", "dangling-name"]
