"""The twelve texts that inbound rules may look at (R2.2)."""

import pytest

from routing.arrival import sip_uri
from routing.model import InboundField
from tests.routing.makers import arrival


@pytest.mark.parametrize(
    ("user", "domain", "uri"),
    [
        ("43", "sip.example", "sip:43@sip.example"),
        ("", "sip.example", "sip:sip.example"),
        ("43", "2001:db8::1", "sip:43@[2001:db8::1]"),
        ("", "", ""),
    ],
)
def test_a_uri_is_its_user_and_host_alone(user, domain, uri):
    assert sip_uri(user, domain) == uri


def test_r2_2_each_field_has_its_text_and_a_missing_header_counts_as_empty():
    arrived = arrival("a@from.example", "c@ruri.example", to_user="b", to_domain="to.example")
    assert [arrived.text_of(field) for field in InboundField] == [
        *("a", "from.example", "sip:a@from.example"),
        *("b", "to.example", "sip:b@to.example"),
        *("c", "ruri.example", "sip:c@ruri.example"),
        *("", "", ""),
    ]


@pytest.mark.parametrize("caller", ["anonymous@sip.example", "43720@anonymous.invalid"])
def test_a_hidden_from_is_anonymous(caller):
    assert arrival(caller).anonymous
    assert not arrival("43720@sip.example").anonymous
