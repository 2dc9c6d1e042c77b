"""Every golden case, and that no code of the loader is without one."""

from pathlib import Path

import pytest

from config.codes import CODES
from tests.config import cases


@pytest.mark.parametrize("path", sorted(cases.DIRECTORY.glob("*.txt")), ids=lambda path: path.stem)
def test_loading_says_exactly_this(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The input above the dashes gives the problems and values below them, and nothing else."""
    case = cases.read_case(path)
    assert case.expected, "a case expects something"
    for name, value in cases.lay_out(case, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    assert cases.told(cases.load_case(tmp_path), case) == case.expected


def test_every_code_has_a_case() -> None:
    """HOUSE-STYLE 41: one case for each kind of problem that can be reported."""
    told = [line for path in cases.DIRECTORY.glob("*.txt") for line in cases.read_case(path).expected]
    missing = [code for code in CODES if not any(f" {code}: " in line for line in told)]
    assert missing == []


def test_every_code_is_used() -> None:
    """A code that nothing reports is a promise that nobody keeps."""
    package = Path(cases.__file__).parents[2] / "config"
    source = "".join(path.read_text() for path in package.rglob("*.py") if path.name != "codes.py")
    assert [code for code in CODES if f'"{code}"' not in source] == []
