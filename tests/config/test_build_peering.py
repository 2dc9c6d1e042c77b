"""config/build_peering: groups, servers, rules and decks as routing sees them."""

from routing.model import Credentials, Limits
from tests.config.conftest import LISTEN, Loader, codes

PARTY = LISTEN + "contacts: {house: {email: noc@op.example}}\ncontracts: {c: {contact: house}}\n"
SERVER = "servers: [{name: s, uri: 'sip:192.0.2.1'}]"


def test_a_group_with_everything(load_text: Loader):
    loaded = load_text(
        PARTY
        + """peering:
  alpha:
    contract: c
    priority: 2
    max_calls: 200
    max_cps: 10
    relay: yes
    follow_redirects: yes
    failover_after_ringing: no
    rules: [{prefix: 43, stopper: yes}, {id: x, callee_pattern: '^sip:44', enabled: no}]
    servers:
      - name: a1
        uri: sip:192.0.2.1:5070;transport=udp
        weight: 0
        match_port: yes
        probe: 30s
        probe_fail: 3
        max_calls_out: 5
        credentials: {user: us, password: '${file:pw}', realm: theirs}
""",
        {"pw": "hunter2\n"},
    )
    assert loaded.configuration is not None
    group = loaded.configuration.peering["alpha"]
    assert (group.priority, group.relay, group.follow_redirects, group.failover_after_ringing) == (2, True, True, False)
    assert group.limits == Limits(max_calls=200, max_cps=10)
    assert [(rule.id, rule.prefix, rule.stopper, rule.enabled) for rule in group.rules] == [
        ("rule-1", "43", True, True),
        ("x", "", False, False),
    ]
    (server,) = group.servers
    assert (server.host, server.port, server.transport) == ("192.0.2.1", 5070, "udp")
    assert (server.weight, server.match_port, server.probe, server.probe_fail, server.probe_ok) == (0, True, 30.0, 3, 1)
    assert server.limits == Limits(max_calls_out=5)
    assert server.credentials is not None
    assert server.credentials == Credentials("us", "hunter2", "theirs", server.credentials.at)
    assert "hunter2" not in repr(loaded.configuration)


def test_a_rule_stands_where_its_mapping_starts(load_text: Loader):
    text = (
        PARTY
        + f"peering:\n  p:\n    contract: c\n    rules:\n      - {{prefix: 43}}\n      - prefix: 44\n    {SERVER}\n"
    )
    loaded = load_text(text)
    assert loaded.configuration is not None
    assert [str(rule.at) for rule in loaded.configuration.peering["p"].rules] == ["main.yaml:8:9", "main.yaml:9:9"]


def test_a_deck_that_two_rules_name_is_read_once(load_text: Loader):
    text = (
        PARTY
        + f"peering:\n  p: {{contract: c, rules: [{{prefixes_from: d.csv}}, {{prefixes_from: d.csv}}], {SERVER}}}\n"
    )
    loaded = load_text(text, {"d.csv": "prefix\n43\n+44\n"})
    assert loaded.configuration is not None
    first, second = loaded.configuration.peering["p"].rules
    assert first.deck is second.deck
    assert first.prefix == ""
    assert codes(loaded) == ["prefix-not-normal"]


def test_a_bad_server_does_not_hide_a_bad_rule(load_text: Loader):
    text = PARTY + "peering: {p: {contract: c, servers: [{name: s, uri: x}], rules: [{prefx: 4}]}}\n"
    assert codes(load_text(text)) == ["bad-server-uri", "unknown-key"]


def test_same_names_in_two_groups_are_fine(load_text: Loader):
    text = PARTY + f"peering: {{p: {{contract: c, {SERVER}}}, q: {{contract: c, {SERVER}}}}}\n"
    assert codes(load_text(text)) == []
