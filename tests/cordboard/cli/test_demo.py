"""``cordboard demo`` hands over to the demonstration; what that shows is tested there."""

import pytest


@pytest.mark.parametrize(
    ("arguments", "handed"),
    [
        ([], {"exit_when_done": False, "loop": "uvloop"}),
        (["--exit", "--loop", "asyncio"], {"exit_when_done": True, "loop": "asyncio"}),
    ],
)
def test_options_reach_the_demonstration_and_its_status_the_shell(cordboard, monkeypatch, arguments, handed):
    called = []
    monkeypatch.setattr("cordboard.cli.demo.run_demo", lambda **options: called.append(options) or 1)
    assert cordboard("demo", *arguments).exit_code == 1
    assert called == [handed]
