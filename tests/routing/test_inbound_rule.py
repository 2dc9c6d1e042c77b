"""One inbound rule (R2.2)."""

import pytest

from routing.inbound_rule import InboundRule
from routing.model import InboundField
from routing.pattern_set import Pattern
from tests.routing.makers import AT, arrival


def rule(kind, **patterns):
    found = tuple((InboundField(name), Pattern(pattern)) for name, pattern in patterns.items())
    return InboundRule("rule", kind == "refuse", found, None, AT)


@pytest.mark.parametrize(
    ("kind", "patterns", "objection"),
    [
        ("require", {"ruri_user": "^43"}, None),
        ("require", {"ruri_user": "^49"}, "ruri_user ^49 not found in 431"),
        ("require", {"ruri_user": "^43", "from_user": "^49"}, None),
        ("require", {"ruri_user": "^43", "pai_user": ".+"}, "pai_user .+ not found in empty text"),
        ("require", {"pai_user": ".*"}, None),
        ("refuse", {"from_user": "^49"}, "from_user ^49 found"),
        ("refuse", {"from_user": "^43"}, None),
        ("refuse", {"from_user": "^49", "ruri_user": "^49"}, None),
        ("refuse", {"from_user": "^49", "ruri_user": "^43"}, "from_user ^49 found and ruri_user ^43 found"),
        ("refuse", {"pai_uri": "^$"}, "pai_uri ^$ found"),
    ],
)
def test_r2_2_all_fields_of_a_rule_are_needed(kind, patterns, objection):
    arrived = arrival("49301@far.example", "431@sip.example")
    assert rule(kind, **patterns).objection(arrived) == objection
