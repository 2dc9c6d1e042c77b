"""What demo.yaml cannot say agrees with what it says."""

import pytest

from cordboard.demo.cast import ABROAD, ANNA, BEN, GUEST, MISBEHAVING, PHONES, role
from cordboard.demo.stage import packaged_configuration
from sip.auth.ha1 import Algorithm, ha1

CONFIGURATION = packaged_configuration()


@pytest.mark.parametrize("account", [ANNA, BEN, GUEST], ids=lambda account: account.user)
def test_the_passwords_are_those_of_the_configuration(account):
    subscriber = CONFIGURATION.subscribers[account.id]
    assert subscriber.ha1_md5 == ha1(account.user, account.domain, account.password, Algorithm.MD5)
    assert subscriber.ha1_sha256 == ha1(account.user, account.domain, account.password, Algorithm.SHA256)


def test_the_pbx_is_where_it_is_trusted():
    trusted = CONFIGURATION.subscribers["pbx@sip.demo.example"].trusted
    assert [source.network for source in trusted] == [PHONES["pbx"].host]


def test_who_misbehaves_is_a_carrier():
    carriers = {f"{group.name}/{server.name}" for group in CONFIGURATION.peering.values() for server in group.servers}
    assert carriers >= set(MISBEHAVING)


def test_nobody_shares_an_address():
    hosts = [server.host for group in CONFIGURATION.peering.values() for server in group.servers]
    hosts += [each.host for each in PHONES.values()] + [CONFIGURATION.listen[0].host]
    assert len(set(hosts)) == len(hosts)


def test_a_carrier_calls_for_somebody_abroad():
    assert role("alpha/a1", "127.0.0.21").caller == f"sip:{ABROAD}@127.0.0.21"
    assert role("alpha/a1", "127.0.0.21").account is None
    assert role("anna", "127.0.0.2") is PHONES["anna"]
