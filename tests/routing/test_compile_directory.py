"""From domains, customers and subscribers to the directory."""

import pytest

from routing.findings import CompileError
from routing.model import Limits
from tests.routing import makers


def test_references_become_the_things_themselves():
    limits = Limits(max_calls=2)
    table = makers.table(
        customers=[makers.customer("acme", limits=limits)], subscribers=[makers.subscriber(numbers=("431", "432"))]
    )
    found = table.subscriber("43720100", makers.HOME)
    assert found.customer.limits is limits
    assert found.customer.reseller is table.directory.resellers["house"]
    assert found.domain is table.domain(makers.HOME)
    assert [table.directory.numbers[number] for number in ("431", "432")] == [found, found]


def test_r3_2_a_subscribers_own_rewrite_set_goes_before_its_domains():
    table = makers.table(
        domains=[makers.domain(rewrite="home")],
        subscribers=[makers.subscriber(rewrite="own"), makers.subscriber("b@sip.example")],
        rewrites=[makers.rewrite("own"), makers.rewrite("home")],
    )
    found = [table.subscriber(user, makers.HOME).rewrite.name for user in ("43720100", "b")]
    assert found == ["own", "home"]


def test_r4_1_an_extension_belongs_to_its_customer():
    table = makers.table(subscribers=[makers.subscriber(extension="77")])
    assert table.directory.customers["acme"].extensions["77"].id == makers.REGULAR
    assert "77" not in table.directory.customers["jansen"].extensions


def test_domains_are_known_in_lower_case():
    table = makers.table(domains=[makers.domain("SIP.Example")], subscribers=[makers.subscriber("b@SIP.Example")])
    assert table.subscriber("b", "sip.example").uri == "sip:b@sip.example"


def test_allowed_ips_that_are_no_addresses_are_an_error():
    with pytest.raises(CompileError, match="allowed_ips everywhere"):
        makers.table(subscribers=[makers.subscriber(allowed_ips=("everywhere",))])
