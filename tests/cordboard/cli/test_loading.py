"""Commands that ask questions answer by a file without errors, or end."""

import click
import pytest

from cordboard.cli.loading import respondent_for
from cordboard.question import Question, Respondent
from tests.cordboard.operator_file import SMALL, written

NAMED = SMALL.replace("sip:192.0.2.21", "sip:localhost")


@pytest.fixture
def ctx():
    return click.Context(click.Command("explain"))


def test_warnings_are_nothing_that_a_question_is_about(ctx, tmp_path, capsys):
    text = SMALL.replace(", transport: udp, from: '^sip:4312\\d*@'", "")
    assert isinstance(respondent_for(ctx, str(written(tmp_path, text=text)), with_names=False), Respondent)
    assert capsys.readouterr() == ("", "")


def test_errors_end_the_command(ctx, tmp_path, capsys):
    path = written(tmp_path, text=SMALL.replace("priority: 9", "prioritty: 9"))
    with pytest.raises(click.exceptions.Exit) as end:
        respondent_for(ctx, str(path), with_names=False)
    assert end.value.exit_code == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("with_names", "known"), [(True, "two/a"), (False, None)])
def test_names_are_looked_up_when_it_matters_where_a_call_comes_from(ctx, tmp_path, with_names, known):
    """R1.1."""
    questions = respondent_for(ctx, str(written(tmp_path, text=NAMED)), with_names=with_names)
    caller = questions.ask(Question("x@carrier.example", "1", source="127.0.0.1"), 0.0, lambda: 0.5).caller
    assert (caller.id if caller is not None else None) == known
