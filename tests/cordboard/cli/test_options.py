"""Files that cannot be opened: one clear line whatever the command, exit status 2 (CONFIG.md)."""

import pytest


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["run", "-c"], ["explain", "a@b.example", "1", "-c"], ["simulate", "--calls", "-", "-c"]],
)
@pytest.mark.parametrize(("name", "why"), [("none.yaml", "no such file"), (".", "is a directory, not a file")])
def test_a_file_that_cannot_be_read_is_one_line(cordboard, arguments, name, why):
    result = cordboard(*arguments, name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"cordboard: {name}: {why}\n"
