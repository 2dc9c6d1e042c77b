"""Whose a source address is (R1.1, R1.2: most specific first)."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.sources import Sources


def owners(sources, address):
    return [owner for network in sources.owners(address) for owner in network]


NESTED = Sources(
    [
        ("10.0.0.0/8", "eight"),
        ("10.0.0.0/16", "sixteen"),
        ("10.0.0.1", "host"),
        ("10.0.0.1", "its brother"),
        ("10.1.0.0/16", "other sixteen"),
        ("2001:db8::/32", "v6"),
        ("2001:db8::1", "v6 host"),
    ]
)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("10.0.0.1", ["host", "its brother", "sixteen", "eight"]),
        ("10.0.0.2", ["sixteen", "eight"]),
        ("10.1.255.255", ["other sixteen", "eight"]),
        ("10.2.0.0", ["eight"]),
        ("11.0.0.0", []),
        ("9.255.255.255", []),
        ("::ffff:10.2.0.1", ["eight"]),
        ("2001:db8::1", ["v6 host", "v6"]),
        ("2001:db8:1::", ["v6"]),
        ("2001:db9::", []),
        ("fe80::1%eth0", []),
        ("", []),
        ("sip.example", []),
    ],
)
def test_r1_1_networks_are_found_most_specific_first(address, found):
    assert owners(NESTED, address) == found


ADDRESSES = st.integers(0, 255).map(lambda low: f"192.0.2.{low}") | st.integers(0, 255).map(
    lambda low: f"2001:db8::{low:x}"
)
NETWORKS = st.tuples(ADDRESSES, st.integers(0, 10)).map(
    lambda pair: f"{pair[0]}/{ip_address(pair[0]).max_prefixlen - pair[1]}"
)


@given(st.lists(NETWORKS, max_size=12), ADDRESSES)
def test_r1_2_any_nesting_gives_the_networks_that_contain_the_address(networks, address):
    containing = [text for text in networks if ip_address(address) in ip_network(text, strict=False)]
    expected = sorted(containing, key=lambda text: -ip_network(text, strict=False).prefixlen)
    found = owners(Sources((text, text) for text in networks), address)
    assert sorted(found) == sorted(expected)
    assert [ip_network(text, strict=False).prefixlen for text in found] == [
        ip_network(text, strict=False).prefixlen for text in expected
    ]


@pytest.mark.parametrize(
    ("network", "found"),
    [
        ("10.0.0.0/24", {"host", "its brother", "sixteen", "eight"}),
        ("0.0.0.0/0", {"host", "its brother", "sixteen", "other sixteen", "eight"}),
        ("10.9.0.0/16", {"eight"}),
        ("11.0.0.0/8", set()),
        ("2001:db8::1", {"v6 host", "v6"}),
    ],
)
def test_r1_networks_that_overlap_are_found(network, found):
    assert set(NESTED.overlaps(network)) == found


def test_what_is_no_address_cannot_be_owned():
    with pytest.raises(ValueError, match=r"sip\.example"):
        Sources([("sip.example", "x")])
