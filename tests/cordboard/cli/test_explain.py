"""``cordboard explain``: the JSON exactly as CONFIG.md has it, and how it ends."""

import json

import pytest

from tests.cordboard.cli.conftest import OPERATOR
from tests.cordboard.operator_file import SMALL, written

HOUSEHOLD = "431900100@sip.nordtel.example"


@pytest.fixture
def explain(cordboard):
    """The answer by the example."""

    def ask(*arguments):
        result = cordboard("explain", *arguments, "-c", OPERATOR, "--json")
        assert result.exit_code == 0, result.output
        assert result.stdout.count("\n") == 1
        return json.loads(result.stdout)

    return ask


def test_the_document_has_the_fields_of_the_specification_in_their_order(explain):
    """R6.3: as CONFIG.md shows it, with the addresses of the example."""
    told = explain(HOUSEHOLD, "06641234567")
    assert list(told) == ["id", "outcome", "status", "reason", "caller", "callee", "pools", "order", "notes"]
    assert (told["id"], told["outcome"], told["status"], told["reason"]) == (None, "peer", None, None)
    assert json.dumps(told["caller"]) == json.dumps(
        {"kind": "subscriber", "id": HOUSEHOLD, "uri": f"sip:{HOUSEHOLD}", "by": "digest"}
    )
    assert json.dumps(told["callee"]) == json.dumps(
        {"dialled": "06641234567", "number": "436641234567", "uri": "sip:436641234567@sip.nordtel.example"}
    )
    rule = {"rule": "at-mobile", "prefix": "436", "priority": 2}
    uri = "sip:+436641234567@127.0.0"
    assert json.dumps(told["pools"][0]) == json.dumps(
        [
            {"group": "alpha-mobile", "server": "a1", **rule, "weight": 60, "share": 0.6, "uri": f"{uri}.21"},
            {"group": "alpha-mobile", "server": "a2", **rule, "weight": 40, "share": 0.4, "uri": f"{uri}.22"},
        ]
    )
    assert [[entry["server"] for entry in pool] for pool in told["pools"]] == [["a1", "a2"], ["b1"], ["w1"]]
    assert sorted(told["order"][:2]) == ["alpha-mobile/a1", "alpha-mobile/a2"]
    assert told["order"][2:] == ["beta-europe/b1", "beta-world/w1"]


def test_a_note_says_step_object_verdict_reason_and_place(explain):
    [note] = [each for each in explain(HOUSEHOLD, "06641234567")["notes"] if each["object"] == "premium/premium-all"]
    assert json.dumps(note) == json.dumps(
        {
            "step": "R6",
            "object": "premium/premium-all",
            "verdict": "no",
            "because": f"caller_pattern not found in sip:{HOUSEHOLD}",
            "at": "examples/operator.yaml:59:9",
        }
    )


def test_a_local_callee(explain):
    """R4.2."""
    told = explain(HOUSEHOLD, "+431700")
    assert (told["outcome"], told["status"], told["pools"], told["order"]) == ("local", None, [], [])
    assert told["local"] == {"subscriber": "office@premium.nordtel.example"}


def test_a_barred_destination(explain):
    """R5."""
    told = explain(HOUSEHOLD, "0900123456")
    assert (told["outcome"], told["status"], told["reason"]) == ("refuse", 403, "Destination barred")
    assert "local" not in told


def test_a_stranger_in_our_domain_is_challenged(explain):
    """R1.3."""
    told = explain("nobody@sip.nordtel.example", "0900123456")
    assert (told["outcome"], told["status"]) == ("challenge", 407)
    assert told["caller"] == {"kind": "unknown", "id": None, "uri": "sip:nobody@sip.nordtel.example", "by": None}


def test_a_premium_caller_tries_the_premium_group_first(explain):
    """R6.1: by its caller pattern."""
    told = explain("office@premium.nordtel.example", "00436641234567")
    assert [
        server.partition("/")[0] for server in told["order"]
    ] == "premium alpha-mobile alpha-mobile beta-europe beta-world".split()


def test_a_peer(explain):
    """R1.1, R2."""
    told = explain("+4930@alpha.example", "431700", "--source", "127.0.0.21:5060")
    assert told["caller"] == {"kind": "peer", "id": "alpha-mobile/a1", "uri": "sip:+4930@alpha.example", "by": "source"}
    assert told["local"] == {"subscriber": "office@premium.nordtel.example"}
    assert explain("+4930@alpha.example", "4930", "--source", "127.0.0.21")["reason"] == "Not our number"


def test_a_trusted_source(explain):
    """R1.2."""
    told = explain("43720555@x.example", "431700", "--source", "127.0.0.5")
    assert (told["caller"]["id"], told["caller"]["by"]) == ("pbx@sip.nordtel.example", "trusted")
    assert explain("43720555@x.example", "431700", "--source", "127.0.0.5", "--transport", "tcp")["outcome"] == "refuse"
    anonymous = ("anonymous@anonymous.invalid", "431700", "--source", "127.0.0.5")
    assert explain(*anonymous)["outcome"] == "refuse"
    assert explain(*anonymous, "--pai", "sip:43720555@x.example")["caller"]["by"] == "trusted"


def test_servers_that_are_down(explain):
    """R7.1."""
    told = explain(HOUSEHOLD, "06641234567", "--down", "a1", "--down", "beta-europe/b1")
    assert told["order"] == ["alpha-mobile/a2", "beta-world/w1"]
    skipped = [(note["object"], note["because"]) for note in told["notes"] if note["verdict"] == "skip"]
    assert skipped == [("alpha-mobile/a1", "down"), ("beta-europe/b1", "down")]


def test_the_same_seed_gives_the_same_order(explain):
    """R6.7; and other seeds another one."""
    orders = [tuple(explain(HOUSEHOLD, "06641234567", "--seed", seed)["order"]) for seed in range(10)]
    assert orders == [tuple(explain(HOUSEHOLD, "06641234567", "--seed", seed)["order"]) for seed in range(10)]
    assert len(set(orders)) == 2


def test_the_draw_is_that_of_the_first_line_of_simulate(cordboard, explain):
    """R6.7: the whole answer is the same, but for the id and the notes."""
    for seed in range(10):
        line = json.dumps({"id": None, "from": HOUSEHOLD, "to": "06641234567"})
        simulated = cordboard("simulate", "-c", OPERATOR, "--calls", "-", "--seed", seed, given=line)
        told = explain(HOUSEHOLD, "06641234567", "--seed", seed)
        del told["notes"]
        assert json.loads(simulated.stdout) == told


def test_a_refusal_is_an_answer(cordboard):
    result = cordboard("explain", HOUSEHOLD, "0900123456", "-c", OPERATOR)
    assert result.exit_code == 0
    assert "refused: 403 Destination barred" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("household", "1"), 'from: "household" has no domain; expected USER@DOMAIN'),
        ((HOUSEHOLD, "1", "--source", "here"), 'source: "here"; expected IP, IP:PORT or [IPv6]:PORT'),
        (
            (HOUSEHOLD, "1", "--down", "a11"),
            'down: no server "a11"; expected SERVER or GROUP/SERVER of the section peering; did you mean',
        ),
        ((HOUSEHOLD, "1", "--at", "noon"), 'at: "noon"; expected a date'),
        ((HOUSEHOLD, "1", "--transport", "sctp"), 'transport: "sctp"; expected one of udp, tcp, tls, ws, wss'),
    ],
)
def test_a_question_that_cannot_be_asked_could_not_run(cordboard, arguments, said):
    result = cordboard("explain", *arguments, "-c", OPERATOR)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Error: {said}" in result.stderr


def test_a_broken_file_answers_nothing(cordboard, tmp_path):
    path = written(tmp_path, text=SMALL.replace("priority: 9", "prioritty: 9"))
    result = cordboard("explain", "alice@home.example", "1", "-c", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{path}:37:5: error unknown-key" in result.stderr


def test_a_broken_file_as_json(cordboard, tmp_path):
    path = written(tmp_path, text=SMALL.replace("priority: 9", "prioritty: 9"))
    result = cordboard("explain", "alice@home.example", "1", "-c", path, "--json")
    assert result.exit_code == 1
    assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == ["unknown-key"]


def test_a_failing_test_in_the_file_can_be_explained(cordboard, tmp_path):
    path = written(tmp_path, tests="  - {from: alice@home.example, to: '9001', expect: [one]}")
    result = cordboard("explain", "alice@home.example", "9001", "-c", path)
    assert result.exit_code == 0
    assert "routing/premium-rate" in result.stdout


WORKED_EXAMPLE = (
    SMALL.partition("peering:\n")[0]
    + r"""peering:
  premium:
    contract: ours
    priority: 1
    rules: [{prefix: "", caller_pattern: '@other\.example$'}]
    servers: [{name: p, uri: "sip:192.0.2.10"}]
  at:
    contract: ours
    priority: 2
    rules: [{prefix: 43}]
    servers: [{name: a1, uri: "sip:192.0.2.11", weight: 50}, {name: a2, uri: "sip:192.0.2.12", weight: 50}]
  vie: {contract: ours, priority: 3, rules: [{prefix: 431}], servers: [{name: v, uri: "sip:192.0.2.13", max_calls: 0}]}
  def: {contract: ours, priority: 4, rules: [{prefix: ""}], servers: [{name: d, uri: "sip:192.0.2.14"}]}
rewrite: {plain: {}}
routing:
"""
)


@pytest.mark.parametrize("order", ["[priority, longest-prefix, weight]", "[longest-prefix, priority, weight]"])
def test_r9_a_server_at_its_limit_and_one_that_is_down(cordboard, tmp_path, order):
    """R7.1, R8: as the last but one row of the worked examples has it."""
    path = written(tmp_path, text=f"{WORKED_EXAMPLE}  order: {order}\n")
    result = cordboard("explain", "alice@home.example", "431999", "-c", path, "--down", "a1", "--json")
    told = json.loads(result.stdout)
    assert told["order"] == ["at/a2", "def/d"]
    skipped = {(note["step"], note["object"], note["because"]) for note in told["notes"] if note["verdict"] == "skip"}
    assert skipped == {("R7", "vie/v", "at its limit"), ("R7", "at/a1", "down")}


def test_r8_a_caller_that_may_have_no_call(cordboard, tmp_path):
    path = written(tmp_path, text=SMALL.replace("customers: {house: {", "customers: {house: {max_cps: 0, "))
    told = json.loads(cordboard("explain", "alice@home.example", "4399", "-c", path, "--json").stdout)
    assert (told["outcome"], told["status"], told["reason"]) == ("refuse", 403, "Maximum parallel calls exceeded")
    assert told["notes"][-1] == {
        "step": "R8",
        "object": "house",
        "verdict": "no",
        "because": "max_cps: 0 means never",
        "at": f"{path}:9:13",
    }


def test_times_without_an_offset_are_said_to_be_utc(cordboard):
    assert "UTC" in cordboard("explain", "--help").stdout
    assert "UTC" in cordboard("simulate", "--help").stdout
