"""config/peering_lint: groups that cannot send, rules that read like something else."""

import pytest

from tests.config.conftest import LISTEN, Loader, codes

PARTY = LISTEN + "contacts: {house: {email: noc@op.example}}\ncontracts: {c: {contact: house}}\n"


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("{contract: c, servers: [{name: s, uri: 'sip:192.0.2.1'}]}", []),
        ("{contract: c, servers: [{name: s, uri: 'sip:192.0.2.1', enabled: no}]}", ["group-without-server"]),
        ("{contract: c, enabled: no}", []),
        ("{contract: c, rules: [], servers: [{name: s, uri: 'sip:192.0.2.0/24'}]}", []),
        ("{contract: c, rules: [{}], servers: [{name: s, uri: 'sip:192.0.2.0/24'}]}", ["network-only-receives"]),
        (
            "{contract: c, rules: [{}], servers: [{name: s, uri: 'sip:10.0.0.0/8'}, {name: t, uri: 'sip:a.example'}]}",
            [],
        ),
    ],
)
def test_groups_that_cannot_send(load_text: Loader, group: str, expected: list[str]):
    assert codes(load_text(PARTY + f"peering: {{p: {group}}}\n")) == expected


@pytest.mark.parametrize(
    ("inbound", "expected"),
    [
        ("{require: {from_user: '^43'}}", []),
        ("{require: {from_user: '43'}}", ["unanchored-pattern"]),
        ("{refuse: {from_uri: '^43'}}", ["pattern-never-found"]),
        ("{refuse: {from_uri: '^sip:43', to_domain: 'a.example$'}}", ["unescaped-dot"]),
    ],
)
def test_inbound_patterns_are_looked_at_by_field(load_text: Loader, inbound: str, expected: list[str]):
    server = "servers: [{name: s, uri: 'sip:192.0.2.1'}]"
    text = PARTY + f"peering: {{p: {{contract: c, {server}, inbound: [{inbound}]}}}}\n"
    assert codes(load_text(text)) == expected
