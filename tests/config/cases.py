"""Golden cases: files as an operator could write them, a line of dashes, and what loading says (HOUSE-STYLE 41).

The input is ``main.yaml``, or several files, each after a line ``==> NAME FLAGS <==``. Flags: ``crlf``, ``bom``,
``latin-1``, ``utf-16``, ``mode=NNN``, ``directory``, ``link=TARGET``, ``repeat=N`` (the content N times); a file
named ``environment`` holds ``NAME=VALUE`` lines instead. ``«U+0000»`` stands for a character that no editor shows.
Behind the dashes: every problem as one line, then for a configuration that loads lines ``path = value``.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from config.load import Loaded, load
from config.report import to_line

DIRECTORY = Path(__file__).parent / "cases"
NOW = 1_767_225_600.0  # 2026-01-01T00:00:00Z
_HEADER = re.compile(r"==> (\S+)((?: \S+)*) <==")
_CHARACTER = re.compile(r"«U\+([0-9A-F]{4})»")


@dataclass(slots=True)
class CaseFile:
    """One file of a case."""

    name: str
    flags: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Case:
    """A case as written."""

    files: list[CaseFile]
    expected: list[str]


def read_case(path: Path) -> Case:
    """Split a case at its headers and dashes."""
    given, _, expected = path.read_text(encoding="utf-8").partition("\n-----\n")
    files: list[CaseFile] = []
    for line in given.split("\n"):
        if header := _HEADER.fullmatch(line):
            files.append(CaseFile(header[1], header[2].split()))
            continue
        if not files:
            files.append(CaseFile("main.yaml"))
        files[-1].lines.append(line)
    return Case(files, [line for line in expected.split("\n") if line])


def lay_out(case: Case, directory: Path) -> dict[str, str]:
    """Write the files of a case. Returns the environment that it asks for."""
    environment: dict[str, str] = {}
    for file in case.files:
        if file.name == "environment":
            environment |= dict(line.split("=", 1) for line in file.lines if line)
        else:
            _write(file, directory / file.name)
    return environment


def _write(file: CaseFile, path: Path) -> None:
    options = dict(flag.partition("=")[::2] for flag in file.flags)
    path.parent.mkdir(parents=True, exist_ok=True)
    if "directory" in options:
        path.mkdir()
    elif "link" in options:
        path.symlink_to(options["link"])
    else:
        path.write_bytes(_bytes(file, options))
        path.chmod(int(options.get("mode", "600"), 8))


def _bytes(file: CaseFile, options: dict[str, str]) -> bytes:
    text = "\n".join(file.lines) + "\n" if any(file.lines) else ""
    text = _CHARACTER.sub(lambda match: chr(int(match[1], 16)), text) * int(options.get("repeat", "1"))
    if "crlf" in options:
        text = text.replace("\n", "\r\n")
    encoding = next((flag for flag in ("latin-1", "utf-16") if flag in options), "utf-8")
    return (b"\xef\xbb\xbf" if "bom" in options else b"") + text.encode(encoding)


def check_pattern(pattern: str) -> str | None:
    """A stand-in for the engine's check, with words that never change."""
    try:
        re.compile(pattern)
    except re.error:
        return "it does not compile"
    return None


def check_replacement(pattern: str, replacement: str) -> str | None:
    """A stand-in for the engine's check of replacements."""
    groups = re.compile(pattern).groups
    too_many = [digit for digit in re.findall(r"\\([0-9])", replacement) if int(digit) > groups]
    return f"group {too_many[0]}, but the pattern has {groups}" if too_many else None


def load_case(directory: Path) -> Loaded:
    """Load ``main.yaml`` of the working directory, as an operator standing there would."""
    assert Path.cwd() == directory
    return load("main.yaml", check_pattern, check_replacement, now=NOW)


def told(loaded: Loaded, case: Case) -> list[str]:
    """What loading said, in the form in which the case expects it."""
    problems = [to_line(problem) for problem in loaded.problems]
    paths = [
        line.partition(" = ")[0] for line in case.expected if " = " in line and not re.match(r"\S+:\d+:\d+: ", line)
    ]
    return problems + [f"{path} = {show(value_at(loaded.configuration, path))}" for path in paths]


def value_at(value: object, path: str) -> object:
    """Follow ``peering[alpha].servers[0].port``."""
    for name, key in re.findall(r"([a-z_0-9]+)|\[([^\]]*)\]", path):
        if name:
            value = getattr(value, name)
        elif isinstance(value, dict):
            value = value[key]
        else:
            assert isinstance(value, tuple | list)
            value = value[int(key)]
    return value


def show(value: object) -> str:
    """A value on one line."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{show(key)}: {show(one)}" for key, one in value.items()) + "}"
    if isinstance(value, frozenset):
        return "{" + ", ".join(map(str, sorted(value))) + "}"
    if isinstance(value, tuple) and type(value) is tuple:
        return "(" + ", ".join(map(show, value)) + ")"
    return str(value)
