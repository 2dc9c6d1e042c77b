"""JSON text to a question; what is said of lines that are none is in test_simulate."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.cli.question_line import KEYS, read_object, read_question
from cordboard.question import Question, QuestionError


def test_each_key_has_its_place():
    line = b'{"id": 1, "from": "f", "to": "t", "source": "s", "transport": "udp", "pai": "p", "at": "a", "down": ["d"]}'
    fields = read_object(line)
    assert tuple(fields) == KEYS
    assert read_question(fields) == Question("f", "t", "s", "udp", "p", "a", ("d",))


@given(st.binary(max_size=60))
def test_any_octets_are_an_object_or_an_error(line):
    with suppress(QuestionError):
        assert isinstance(read_object(line), dict)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_json_is_refused(constant):
    """Such an id would make the answer unreadable for everybody else."""
    with pytest.raises(QuestionError, match="is not JSON"):
        read_object(f'{{"id": {constant}}}'.encode())
