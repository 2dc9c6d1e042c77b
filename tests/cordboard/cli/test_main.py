"""The command itself: what it lists, what it imports, and how it ends when somebody ends it."""

import json
import signal
import subprocess
import sys

import pytest

from cordboard import __version__
from cordboard.cli.main import COMMANDS, imported, main
from tests.cordboard.cli.conftest import OPERATOR
from tests.cordboard.operator_file import ROOT

QUESTION = b'{"from": "431900100@sip.nordtel.example", "to": "06641234567"}\n'


def test_help_lists_each_command(cordboard):
    result = cordboard("--help")
    assert result.exit_code == 0
    listed = [line.split()[0] for line in result.stdout.partition("Commands:\n")[2].splitlines() if line[2] != " "]
    assert listed == list(COMMANDS) == list(main.commands)


def test_help_imports_no_command():
    """So that it is fast."""
    code = (
        "import sys; from cordboard.cli.main import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    loaded = set(shown.splitlines()[-1].split())
    assert "click" in loaded
    assert not {"pydantic", "re2", "rich", "yaml", "asyncio", "routing", "config"} & loaded


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_module_of_its_name(cordboard, name):
    assert imported(name).name == name
    result = cordboard(name, "--help")
    assert result.exit_code == 0
    assert f"Usage: main {name} " in result.stdout


def test_version(cordboard):
    assert cordboard("--version").stdout == f"main {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["chek"], ["check"], ["check", "--jsn", OPERATOR], ["check", "none.yaml"], ["check", "."]]
)
def test_a_bad_command_line_could_not_run(cordboard, arguments):
    """Exit status 2, and nothing on standard output."""
    result = cordboard(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("cordboard: ") or "Error: " in result.stderr


def test_python_minus_m_is_the_command(process):
    out, _ = process("--version").communicate(timeout=30)
    assert out.decode() == f"cordboard {__version__}\n"


def test_nobody_reads_on(process, tmp_path):
    """A closed pipe ends the command quietly, with the status that a shell gives to SIGPIPE."""
    calls = tmp_path / "calls.jsonl"
    calls.write_bytes(QUESTION * 20_000)
    running = process("simulate", "-c", OPERATOR, "--calls", calls)
    assert json.loads(running.stdout.readline())["outcome"] == "peer"
    running.stdout.close()
    assert running.wait(timeout=60) == 128 + signal.SIGPIPE
    assert running.stderr.read() == b""


def test_control_c(process):
    """Ends the command with the status that a shell gives to SIGINT, and without a trace."""
    running = process("simulate", "-c", OPERATOR, "--calls", "-")
    running.stdin.write(QUESTION)
    running.stdin.flush()
    assert json.loads(running.stdout.readline())["outcome"] == "peer"  # each answer comes at once
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=60) == 128 + signal.SIGINT
    assert running.stderr.read() == b"\n"
