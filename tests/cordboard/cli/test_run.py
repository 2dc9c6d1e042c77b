"""``cordboard run`` hands over to the server; what that does is tested there."""

from tests.cordboard.cli.conftest import OPERATOR


def test_options_reach_the_server_and_its_status_the_shell(cordboard, monkeypatch):
    called = []
    monkeypatch.setattr("cordboard.cli.run.run", lambda *arguments, **options: called.append((arguments, options)) or 2)
    result = cordboard("run", "-c", OPERATOR, "--loop", "asyncio", "--log-level", "info", "--metrics", "127.0.0.1:9")
    assert result.exit_code == 2
    assert called == [((OPERATOR,), {"loop": "asyncio", "log_level": "info", "metrics": "127.0.0.1:9"})]


def test_the_usual_loop_is_uvloop(cordboard, monkeypatch):
    loops = []
    monkeypatch.setattr("cordboard.cli.run.run", lambda path, *, loop, **options: loops.append(loop) or 0)
    assert cordboard("run", "-c", OPERATOR).exit_code == 0
    assert loops == ["uvloop"]


def test_a_file_that_is_not_there_could_not_run(cordboard):
    assert cordboard("run", "-c", "none.yaml").exit_code == 2
