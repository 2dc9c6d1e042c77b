"""config/peering_structure: parts of a group that contradict each other, whatever else is wrong with it."""

import pytest

from tests.config.conftest import LISTEN, Loader, codes

PARTY = LISTEN + "contacts: {house: {email: noc@op.example}}\ncontracts: {c: {contact: house}}\n"
SERVER = "{name: s, uri: 'sip:192.0.2.1'}"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (f"servers: [{SERVER}]", []),
        (f"servers: [{SERVER}, {SERVER}]", ["duplicate-id"]),
        (f"rules: [{{id: x}}, {{id: x}}, {{}}, {{}}], servers: [{SERVER}]", ["duplicate-id"]),
        (f"rules: [{{prefix: 43, prefixes_from: no.csv}}], servers: [{SERVER}]", ["prefix-and-deck"]),
        (f"inbound: [{{}}], servers: [{SERVER}]", ["inbound-choice"]),
        (f"inbound: [{{require: {{}}}}], servers: [{SERVER}]", ["empty-inbound"]),
        (f"inbound: [{{require: {{}}, refuse: {{}}}}], servers: [{SERVER}]", ["inbound-choice"]),
    ],
)
@pytest.mark.parametrize(("beside", "bad"), [("", []), ("priority: high, ", ["bad-number"])])
def test_contradictions_are_told_beside_bad_values(
    load_text: Loader, parts: str, expected: list[str], beside: str, bad: list[str]
):
    loaded = load_text(PARTY + f"peering: {{p: {{contract: c, {beside}{parts}}}}}\n")
    assert [code for code in codes(loaded) if code != "file-not-found"] == bad + expected
