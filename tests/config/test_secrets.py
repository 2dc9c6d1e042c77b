"""config/secrets: references lead to secrets, and nothing tells them."""

from pathlib import Path

import pytest

from config.findings import BadValue, Findings
from config.nodes import Text, text
from config.secrets import resolve


def written(value: str, directory: Path) -> Text:
    return text(value, str(directory / "main.yaml"), 3, 5)


def test_what_is_written_is_a_clear_secret(tmp_path: Path):
    secret = resolve(written("hunter2", tmp_path), Findings(), {})
    assert (secret.value, secret.is_clear, secret.at.line) == ("hunter2", True, 3)


def test_a_secret_shows_nothing_of_itself(tmp_path: Path):
    assert "hunter2" not in repr(resolve(written("hunter2", tmp_path), Findings(), {}))


def test_a_file_is_relative_to_the_one_that_names_it_and_loses_its_line_end(tmp_path: Path):
    (tmp_path / "key").write_text("hunter2\r\n", newline="")
    (tmp_path / "key").chmod(0o600)
    findings = Findings()
    secret = resolve(written("${file:key}", tmp_path), findings, {})
    assert (secret.value, secret.is_clear, findings.problems) == ("hunter2", False, [])


@pytest.mark.parametrize(("mode", "codes"), [(0o600, []), (0o640, []), (0o604, ["secret-file-readable"])])
def test_a_file_that_others_may_read_is_told(tmp_path: Path, mode: int, codes: list[str]):
    (tmp_path / "key").write_text("hunter2")
    (tmp_path / "key").chmod(mode)
    findings = Findings()
    resolve(written("${file:key}", tmp_path), findings, {})
    assert [problem.code for problem in findings.problems] == codes


def test_the_environment_and_credentials(tmp_path: Path):
    (tmp_path / "pw").write_text("hunter2\n")
    environment = {"PW": "hunter3", "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert resolve(written("${env:PW}", tmp_path), Findings(), environment).value == "hunter3"
    assert resolve(written("${cred:pw}", tmp_path), Findings(), environment).value == "hunter2"


@pytest.mark.parametrize(
    "reference",
    ["${env:NONE}", "${file:none}", "${cred:none}", "${cred:../pw}", "${cred:..}", "${vault:x}", "${env:}", "${env:PW"],
)
def test_references_that_lead_nowhere(tmp_path: Path, reference: str):
    (tmp_path / "pw").write_text("hunter2")
    (tmp_path / "credentials").mkdir()
    with pytest.raises(BadValue) as caught:
        resolve(written(reference, tmp_path), Findings(), {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")})
    assert caught.value.code in ("secret-not-found", "bad-secret")


@pytest.mark.parametrize("content", [b"", b"\n", b"one\ntwo\n", b"\xff\xfe", b"x" * 5000, b"a\x00b"])
def test_files_that_hold_no_secret_are_refused_without_a_word_of_them(tmp_path: Path, content: bytes):
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(BadValue) as caught:
        resolve(written("${file:key}", tmp_path), Findings(), {})
    assert caught.value.code == "bad-secret"
    assert "two" not in caught.value.found
