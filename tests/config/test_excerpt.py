"""config/excerpt: the line of a problem, and never a secret."""

from pathlib import Path

import pytest

from config.excerpt import Excerpts, is_secret
from routing.problems import Position

SECRET = "hunter2hunter2"


def shown(tmp_path: Path, text: str, line: int, column: int = 1, name: str = "a.yaml") -> tuple[str, int] | None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    excerpt = Excerpts().at(Position(str(path), line, column))
    return None if excerpt is None else (excerpt.text, excerpt.caret)


def test_a_line_and_its_caret(tmp_path: Path):
    assert shown(tmp_path, "one: 1\ntwo: 2\n", 2, 6) == ("two: 2", 5)


@pytest.mark.parametrize("line", [0, 3, 4])
def test_no_line_no_excerpt(tmp_path: Path, line: int):
    assert shown(tmp_path, "one: 1\ntwo: 2\n\n", line) is None


def test_a_file_that_is_gone_has_no_lines(tmp_path: Path):
    assert Excerpts().at(Position(str(tmp_path / "none.yaml"), 1)) is None


def test_a_long_line_is_cut_around_the_problem(tmp_path: Path):
    found = shown(tmp_path, "a" * 500 + "X" + "b" * 500, 1, 501)
    assert found is not None
    text, caret = found
    assert len(text) == 120
    assert text[caret] == "X"


def test_nothing_moves_the_terminal(tmp_path: Path):
    assert shown(tmp_path, "a:\t\x1b[2J\n", 1) == ("a:  [2J", 0)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"password: {SECRET}", "password: ***"),
        (f"password: {SECRET}, and more", "password: ***"),
        (f'x: {{password: "{SECRET}, x", type: y}}', "x: {password: ***, type: y}"),
        (f"x: {{pasword: '{SECRET}'}}", "x: {pasword: ***}"),
        (f"- {{ha1_md5: {'ab' * 16}, type: y}}", "- {ha1_md5: ***, type: y}"),
        (f'"password" : {SECRET}', '"password" : ***'),
        ("password: ${file:secrets/a}", "password: ${file:secrets/a}"),
        (f"password: ${{{SECRET}", "password: ***"),
        ("passage: x", "passage: ***"),
        (f"a@b: {{customer: k, auth: {SECRET}}}", "a@b: {customer: k, auth: ***"),
        (f"- {{name: s, credentials: [{SECRET}]}}", "- {name: s, credentials: ***"),
        (f"credentials: '{SECRET}'", "credentials: ***"),
        ("auth: {trusted: []}", "auth: {trusted: []}"),
        ("auth: # below", "auth: # below"),
        (f"auth: {{password: {SECRET}}}", "auth: {password: ***"),
        ("prefix: 43", "prefix: 43"),
    ],
)
def test_values_of_secret_keys_are_hidden(tmp_path: Path, line: str, expected: str):
    assert shown(tmp_path, line, 1) == (expected, 0)


def test_the_caret_moves_with_what_is_hidden(tmp_path: Path):
    line = f"{{ha1_md5: {'ab' * 16}, type: y}}"
    for part, expected in (("abab", "***"), ("type", "type"), ("ha1", "ha1")):
        found = shown(tmp_path, line, 1, line.index(part) + 1)
        assert found is not None
        text, caret = found
        assert text[caret:].startswith(expected)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"auth:\n  {SECRET}\n", 2),
        (f"credentials:\n  - {SECRET}\n", 2),
        (f"credentials: {{\n{SECRET}}}\n", 2),
        (f"password: one\n  type: {SECRET}\n", 2),
        (f"a:\n  password: 'one\n  type: {SECRET}'\n", 3),
        (f"password:\n- type: {SECRET}\n", 2),
        (f"password:\n  {SECRET}\n", 2),
        (f"password: >\n  one\n  {SECRET}\n", 3),
        (f"password: 'one\n  {SECRET}'\n", 2),
        (f"x: {{password:\n{SECRET}}}\n", 2),
        (f"password:\n  - one\n  - {SECRET}\n", 3),
        (f"password: |\n\n  {SECRET}\n", 3),
    ],
)
def test_a_secret_that_goes_on_in_the_next_line_is_not_shown(tmp_path: Path, text: str, line: int):
    found = shown(tmp_path, text, line)
    assert found is not None
    masked, caret = found
    assert masked.strip(" -") == "***"
    assert masked[caret:] == "***"


def test_the_line_after_a_whole_secret_is_shown(tmp_path: Path):
    assert shown(tmp_path, f"a:\n  password: {SECRET}\n  type: x\n", 3) == ("  type: x", 0)
    assert shown(tmp_path, f"- password: {SECRET}\n  type: x\n", 2) == ("  type: x", 0)
    assert shown(tmp_path, f"- password: {SECRET}\n- type: x\n", 2) == ("- type: x", 0)
    assert shown(tmp_path, f"a@b:\n  auth:\n    password: {SECRET}\nc@d: {{e: f}}\n", 4) == ("c@d: {e: f}", 0)
    assert shown(tmp_path, f"a:\n  password: '{SECRET}'\n  type: x\n", 3) == ("  type: x", 0)


def test_decks_are_shown_and_tables_without_a_header_are_not(tmp_path: Path):
    assert shown(tmp_path, "prefix,rate\n43,x\n", 2, 4, "a.csv") == ("43,x", 3)
    assert shown(tmp_path, f"u,{SECRET}\n", 1, 1, "c.csv") is None


def test_of_a_subscriber_table_no_cell_is_shown_that_may_hold_a_secret(tmp_path: Path):
    header = "user,domain,password,numbers,pasword\n"
    row = f"u,op.example,{SECRET},431,{SECRET}\n"
    assert shown(tmp_path, header + row, 2, row.index(SECRET) + 1, "b.csv") == ("u,op.example,***,431,***", 13)
    assert shown(tmp_path, header + row, 2, row.index("431") + 1, "b.csv") == ("u,op.example,***,431,***", 17)
    assert shown(tmp_path, header + f"u,{SECRET}\n", 2, 1, "b.csv") is None
    assert shown(tmp_path, header + f'u,"op.example,x",{SECRET},431\n', 2, 1, "b.csv") is None
    assert shown(tmp_path, row + row, 2, 1, "b.csv") is None


@pytest.mark.parametrize("key", ["password", "Passwort", "ha1_md5", "ha1_sha256", "sip_secret", "pasword", "passwrod"])
def test_keys_that_hold_secrets_or_are_meant_to(key: str):
    assert is_secret(key)


@pytest.mark.parametrize("key", ["prefix", "user", "realm", "bar", "customer", "numbers"])
def test_keys_that_do_not(key: str):
    assert not is_secret(key)
