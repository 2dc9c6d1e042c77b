"""Colour is for terminals, and changes no word."""

import io
import re

import pytest

from cordboard.cli.explanation import STYLES as EXPLANATION
from cordboard.cli.screen import PROBLEMS, show

PROBLEM = (
    'f.yaml:3:5: error unknown-key: the key "prioritty"; did you mean priority?\n    prioritty: 9\n    ^\n'
    + "x" * 300
    + "\n"
)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _usual_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_pipe_gets_the_text_as_it_is():
    pipe = io.StringIO()
    show(PROBLEM, PROBLEMS, pipe)
    assert pipe.getvalue() == PROBLEM


def test_a_terminal_gets_the_same_text_in_colour():
    terminal = Terminal()
    show(PROBLEM, PROBLEMS, terminal)
    assert "\x1b[1;31merror \x1b[0m" in terminal.getvalue()
    assert "\x1b[1mf.yaml:3:5:\x1b[0m" in terminal.getvalue()
    assert plain(terminal.getvalue()) == PROBLEM


def test_a_terminal_that_wants_no_colour_gets_none(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = Terminal()
    show("R6  yes  one/all  any number  f.yaml:1:2\n", EXPLANATION, terminal)
    assert "\x1b[32m" not in terminal.getvalue()


def test_what_looks_like_markup_is_text():
    terminal = Terminal()
    show("pattern [red]^[0-9]+$[/red] :smile:\n", {}, terminal)
    assert plain(terminal.getvalue()) == "pattern [red]^[0-9]+$[/red] :smile:\n"
