"""A place where an operator stands and loads files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config.load import Loaded, load
from config.report import to_line
from tests.config.cases import NOW, check_pattern, check_replacement

Loader = Callable[..., Loaded]

LISTEN = "listen: [udp://127.0.0.1:5060]\n"
OPERATOR = (
    LISTEN
    + """
contacts: {house: {email: noc@op.example}}
contracts: {c: {contact: house}}
resellers: {r: {contract: c}}
domains: {op.example: {reseller: r}}
customers: {k: {reseller: r, contact: house}}
"""
)


@pytest.fixture
def standing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def load_text(standing_here: Path) -> Loader:
    """Load ``main.yaml`` with this text; further files by name."""

    def load_it(text: str, files: dict[str, str] | None = None) -> Loaded:
        for name, content in {"main.yaml": text, **(files or {})}.items():
            path = standing_here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="")
        return load("main.yaml", check_pattern, check_replacement, now=NOW)

    return load_it


def codes(loaded: Loaded) -> list[str]:
    """The codes of all problems, in order."""
    return [problem.code for problem in loaded.problems]


def lines(loaded: Loaded) -> list[str]:
    """All problems as text."""
    return [to_line(problem) for problem in loaded.problems]
