"""config/load: one file name in, a configuration or every problem out."""

import gc
from pathlib import Path

import pytest

from config import report, sarif
from config.load import load
from tests.config.conftest import LISTEN, OPERATOR, Loader, codes

ROOT = Path(__file__).parents[2]


def test_the_reference_loads_and_says_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    loaded = load("examples/operator.yaml")
    assert report.to_text(loaded.problems) == ""
    assert loaded.configuration is not None
    configuration = loaded.configuration
    assert configuration.routing.bar[0].prefix == "43900"
    assert str(configuration.peering["premium"].rules[0].at) == "examples/operator.yaml:59:9"
    old = configuration.peering["alpha-mobile"].rules[2]
    assert (old.id, old.prefix, old.enabled) == ("de-mobile-old", "49151", False)
    deck = configuration.peering["beta-europe"].rules[1].deck
    assert deck is not None
    assert deck.file == "examples/decks/beta-europe.csv"
    assert [row.prefix for row in deck.rows] == ["49", "4930", "33", "3906", "420"]
    assert configuration.storage_path == "examples/cordboard.sqlite"


def test_a_file_that_is_not_there_is_a_problem_and_no_exception(standing_here: Path):
    loaded = load("none.yaml")
    assert codes(loaded) == ["file-not-found"]
    assert loaded.configuration is None


def test_listen_is_not_missed_while_files_are_missing(load_text: Loader):
    assert codes(load_text("include: [a.yaml]\nversion: 1\n")) == ["file-not-found"]
    assert codes(load_text("include: [a.yaml]\nversion: 1\n", {"a.yaml": "version: 1\n"})) == ["missing-key"]


def test_an_error_leaves_no_configuration_and_a_warning_does(load_text: Loader):
    assert load_text(LISTEN + "timers: {total: x}\n").configuration is None
    assert load_text(LISTEN + "rewrite: {w: {}}\n").configuration is not None


def test_the_files_that_were_read_are_named(load_text: Loader):
    assert load_text(LISTEN + "include: [a.yaml]\n", {"a.yaml": "version: 1\n"}).files == ("main.yaml", "a.yaml")


def test_the_collector_is_left_as_it_was(load_text: Loader):
    assert gc.isenabled()
    load_text(LISTEN)
    assert gc.isenabled()
    gc.disable()
    try:
        load_text(LISTEN)
        assert not gc.isenabled()
    finally:
        gc.enable()


PLANTED = "hunter2hunter2"
BROKEN = [
    "subscribers: {{u@op.example: {{customer: k, auth: {{password: {0}, x: 1}}}}}}",
    "subscribers: {{u@op.example: {{customer: k, auth: {{pasword: {0}}}}}}}",
    "subscribers: {{u@op.example: {{customer: k, auth: {{ha1_md5: {0}}}}}}}",
    "subscribers: {{u@op.example: {{customer: k, auth: {{ha1_sha256: '{0}', password: [{0}]}}}}}}",
    "subscribers: {{u@op.example: {{customer: k, auth: {{password: {{a: {0}}}}}}}}}",
    "subscribers:\n  u@op.example:\n   auth:\n      password:\n        {0}\n      ha1_md5: >\n        {0}\n        {0}",
    "subscribers:\n  u@op.example:\n    customer: k\n    auth:\n      password: [\n        {0}",
    'subscribers:\n  u@op.example:\n    customer: k\n    auth:\n      password: "{0}\\q"',
    "subscribers:\n  u@op.example:\n    customer: k\n    auth:\n      password: '{0}\n    type: x",
    "subscribers:\n  u@op.example:\n    customer: k\n    auth:\n      password: {0}: {0}",
    "subscribers:\n  u@op.example:\n    customer: k\n    auth:\n      password: {0}\n      password: {0}",
    "peering: {{p: {{contract: q, servers: [{{name: s, uri: x, credentials: {{user: u, password: {0}, relm: x}}}}]}}}}",
    "peering: {{p: {{contract: q, servers: [{{credentials: {{password: {0}}}, uri: x}}]}}}}",
    "subscribers: {{u@op.example: {{customer: k, auth: {{password: !secret {0}}}}}}}",
    "subscribers: {{u@op.example: {{customer: k, auth: {{password: &p {0}, ha1_md5: *p}}}}}}",
    "subscribers_from: [planted.csv]",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_planted_secret_appears_in_no_output(load_text: Loader, broken: str):
    """CONFIG.md: a secret never appears in an error, whatever is wrong around it."""
    planted = f"user,domain,customer,password,ha1_md5\nu x,op.example,k,{PLANTED},{PLANTED}\nv,{PLANTED}\n"
    loaded = load_text(OPERATOR + broken.format(PLANTED) + "\n", {"planted.csv": planted})
    assert loaded.problems
    outputs = [
        report.to_text(loaded.problems, with_notes=True),
        str(report.to_json(loaded.problems)),
        str(sarif.to_sarif(loaded.problems, "0")),
        repr(loaded),
    ]
    assert [output for output in outputs if PLANTED in output] == []
