"""config/build_bars: barring lists (R5), wherever they stand."""

from routing.model import Refusal
from tests.config.conftest import LISTEN, OPERATOR, Loader, codes

ENTRY = "bar: [{id: x, prefix: 43900, pattern: '^43900[12]', with: 403 Destination barred}]"


def test_r5_lists_stand_on_routing_domain_customer_and_subscriber(load_text: Loader):
    text = f"""{LISTEN}
routing: {{{ENTRY}}}
contacts: {{house: {{email: noc@op.example}}}}
contracts: {{c: {{contact: house}}}}
resellers: {{r: {{contract: c}}}}
domains: {{op.example: {{reseller: r, {ENTRY}}}}}
customers: {{k: {{reseller: r, contact: house, {ENTRY}}}}}
subscribers: {{u@op.example: {{customer: k, {ENTRY}}}}}
"""
    loaded = load_text(text)
    assert loaded.problems == []
    assert loaded.configuration is not None
    lists = [
        loaded.configuration.routing.bar,
        loaded.configuration.domains["op.example"].bar,
        loaded.configuration.customers["k"].bar,
        loaded.configuration.subscribers["u@op.example"].bar,
    ]
    for entries in lists:
        assert [(one.id, one.prefix, one.pattern) for one in entries] == [("x", "43900", "^43900[12]")]
        assert entries[0].refusal == Refusal(403, "Destination barred")
    assert [entries[0].at.line for entries in lists] == [3, 7, 8, 9]


def test_r5_an_entry_needs_a_prefix_or_a_pattern(load_text: Loader):
    assert codes(load_text(OPERATOR + "routing: {bar: [{with: 403 No}]}\n")) == ["empty-bar"]
    assert codes(load_text(OPERATOR + "routing: {bar: [{pattern: ^4, with: 403 No}]}\n")) == [
        "unused-object",
        "unused-object",
    ]
