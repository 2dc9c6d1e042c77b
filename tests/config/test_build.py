"""config/build: the parts of a configuration come together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from config.load import load
from config.nodes import Text
from routing.model import RoutingSettings, Security, Timers
from tests.config.conftest import LISTEN, OPERATOR, Loader, codes, lines

EXAMPLE = Path(__file__).parents[2] / "examples/operator.yaml"


def test_what_is_not_written_has_the_defaults_of_routing(load_text: Loader):
    loaded = load_text(LISTEN)
    assert loaded.configuration is not None
    assert loaded.configuration.routing == RoutingSettings()
    assert loaded.configuration.timers == Timers()
    assert loaded.configuration.security == Security()
    assert (loaded.configuration.storage_path, loaded.configuration.admin_socket) == (
        "cordboard.sqlite",
        "cordboard.sock",
    )


def test_written_defaults_say_what_the_defaults_are(load_text: Loader):
    """The reference shows these; writing them changes nothing."""
    loaded = load_text(
        LISTEN
        + """
routing: {order: [priority, longest-prefix, weight], no_route: 404 No route to destination}
storage: {path: cordboard.sqlite}
admin: {socket: cordboard.sock}
"""
    )
    assert loaded.configuration is not None
    assert loaded.configuration.routing == RoutingSettings()
    assert loaded.configuration.storage_path == "cordboard.sqlite"
    assert loaded.configuration.admin_socket == "cordboard.sock"


def test_a_path_is_relative_to_the_file_that_writes_it(load_text: Loader):
    files = {"sub/more.yaml": "storage: {path: state/x.sqlite}\n"}
    loaded = load_text(LISTEN + "include: [sub/more.yaml]\n", files)
    assert loaded.configuration is not None
    assert loaded.configuration.storage_path == "sub/state/x.sqlite"


def test_domains_are_kept_in_lower_case_and_referred_to_in_any(load_text: Loader):
    text = OPERATOR.replace("op.example: {", "OP.Example: {") + "subscribers: {u@op.EXAMPLE: {customer: k}}\n"
    loaded = load_text(text)
    assert loaded.configuration is not None
    assert list(loaded.configuration.domains) == ["op.example"]
    assert list(loaded.configuration.subscribers) == ["u@op.example"]
    assert loaded.problems == []


def test_the_example_holds_plain_text_only():
    """Text with places is for reading; calls compare and hash plain str."""
    loaded = load(str(EXAMPLE))
    assert loaded.configuration is not None
    parts = list(parts_of(loaded.configuration))
    assert len(parts) > 300
    assert [part for part in parts if type(part) is Text] == []


def parts_of(value: object) -> Iterator[object]:
    """Everything inside a configuration."""
    yield value
    if is_dataclass(value):
        inside: Iterable[object] = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(value, Mapping):
        inside = [*value.keys(), *value.values()]
    else:
        inside = value if isinstance(value, tuple | list | frozenset) else []
    for part in inside:
        yield from parts_of(part)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("404", 404), ("local u@op.example", "local u@op.example"), ("[p]", ("p",)), ("[]", ())],
)
def test_what_a_test_expects(load_text: Loader, written: str, expected: object):
    text = OPERATOR + "subscribers: {u@op.example: {customer: k}}\n"
    text += "peering: {p: {contract: c, servers: [{name: s, uri: 'sip:192.0.2.1'}]}}\n"
    loaded = load_text(text + f"tests: [{{from: u@op.example, to: 1, expect: {written}}}]\n")
    assert loaded.problems == []
    assert loaded.configuration is not None
    assert loaded.configuration.tests[0].expect == expected


def test_a_subscriber_that_was_left_out_is_not_missed_in_tests(load_text: Loader):
    """One mistake, one problem."""
    text = OPERATOR + "subscribers: {u@op.example: {customer: k, type: x}}\n"
    assert codes(load_text(text + "tests: [{from: a, to: 1, expect: local u@op.example}]\n")) == ["bad-choice"]


def test_times_of_registrations_must_fit(load_text: Loader):
    assert codes(load_text(LISTEN + "security: {default_expires: 1d}\n")) == ["bad-expires"]
    assert lines(load_text(LISTEN + "security: {default_expires: 10h}\n")) == []
