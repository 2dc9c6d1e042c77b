"""``cordboard run`` before it serves: what it says and how it ends (tests/live has the rest)."""

import pytest

from cordboard.server.app import load, run
from cordboard.server.problem import CannotRun


def test_a_missing_file_is_one_clear_line_and_status_2(tmp_path, capsys):
    path = tmp_path / "gone.yaml"
    assert run(str(path)) == 2
    assert capsys.readouterr().err == f"cordboard: {path}: no such file\n"


def test_a_directory_is_no_file(tmp_path):
    with pytest.raises(CannotRun):
        load(str(tmp_path))


def test_a_file_with_errors_has_all_of_them_told_and_starts_nothing(file, capsys):
    file.write_text(file.read_text().replace("reseller: r", "reseler: r"))
    assert run(str(file)) == 1
    told = capsys.readouterr().err
    assert "reseler" in told
    assert "did you mean" in told
    assert "Traceback" not in told


def test_an_address_that_is_not_ours_is_one_clear_line_and_status_2(file, capsys):
    file.write_text(file.read_text().replace("udp://127.90.0.1", "udp://192.0.2.77"))
    assert run(str(file), loop="asyncio") == 2
    assert "cannot listen on udp:192.0.2.77:" in capsys.readouterr().err
    assert "not one of this machine's" in run_error(file, capsys)


def run_error(file, capsys) -> str:
    assert run(str(file)) == 2
    return capsys.readouterr().err
