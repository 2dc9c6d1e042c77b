"""What README and docs say is so: the first two commands, the configuration shown, links, commands."""

import re
from pathlib import Path

import pytest

from cordboard.cli.main import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCK.findall(README) if found == language]


def links(document: Path) -> list[str]:
    return [link for link in LINK.findall(document.read_text()) if not re.match(r"[a-z]+:", link)]


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_readme_opens_with_the_two_commands():
    assert blocks("")[0] == "make run\nmake test\n"


def test_the_configuration_in_readme_is_the_example_that_a_test_loads():
    assert blocks("yaml") == [(ROOT / "examples/first.yaml").read_text()]


def test_each_command_that_readme_runs_exists():
    used = {word for block in blocks("") for word in re.findall(r"^cordboard (\w+)", block, re.MULTILINE)}
    assert used
    assert used <= set(main.commands)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_link_leads_somewhere(document):
    for link in links(document):
        file, _, anchor = link.partition("#")
        target = (document.parent / file).resolve() if file else document
        assert target.exists(), f"{document.name} links to {link}"
        assert not anchor or anchor in anchors(target), f"{document.name} links to {link}"


def test_each_decision_says_its_status():
    for decision in (ROOT / "docs/decisions").glob("*.md"):
        text = decision.read_text()
        assert re.match(rf"# {decision.name[:4]}: ", text), f"{decision.name} does not open with its number"
        assert re.search(r"^Status: ", text, re.MULTILINE), f"{decision.name} has no status"
