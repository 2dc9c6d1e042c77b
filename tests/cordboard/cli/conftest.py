"""Commands as they are called in the root of the project, in this process and in one of their own."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from cordboard.cli.main import main
from tests.cordboard.operator_file import ROOT

OPERATOR = "examples/operator.yaml"


@pytest.fixture
def cordboard(monkeypatch):
    """Runs ``cordboard`` with some arguments; what is given as ``given`` is on standard input."""
    monkeypatch.chdir(ROOT)
    return lambda *arguments, given=None: CliRunner().invoke(main, [str(each) for each in arguments], input=given)


@pytest.fixture
def process():
    """Starts ``cordboard`` with some arguments in a process, with pipes; it is gone when the test ends."""
    started = []

    def start(*arguments, **options):
        command = [sys.executable, "-m", "cordboard", *map(str, arguments)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, cwd=ROOT, **(pipes | options)))
        return started[-1]

    yield start
    for each in started:
        with each:  # closes the pipes and waits
            each.kill()
