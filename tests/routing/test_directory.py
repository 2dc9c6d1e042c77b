"""Asking who is who."""

import pytest

from tests.routing import makers


def test_a_subscriber_is_found_by_user_and_domain_and_nobody_else():
    table = makers.table()
    assert table.directory.subscriber("office", "premium.example").id == makers.PREMIUM
    assert table.directory.subscriber("office", makers.HOME) is None
    assert table.directory.subscriber("office", "far.example") is None


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("192.0.2.7", True),
        ("192.0.3.7", False),
        ("203.0.113.1", True),
        ("::ffff:192.0.2.7", True),
        ("2001:db8::9", True),
        ("2001:db9::9", False),
    ],
)
def test_r1_a_digest_is_good_only_from_the_allowed_addresses(address, allowed):
    table = makers.table(subscribers=[makers.subscriber(allowed_ips=("192.0.2.0/24", "203.0.113.1", "2001:db8::/32"))])
    assert table.subscriber("43720100", makers.HOME).allows(address) is allowed


def test_r1_without_allowed_addresses_a_digest_is_good_from_anywhere():
    assert makers.table().subscriber("43720100", makers.HOME).allows("198.51.100.1")
