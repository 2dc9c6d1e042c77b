"""REGISTER, and calls from peering servers to the phone that did (R2, R4)."""

from tests.live.operator_file import PHONE_NUMBER
from tests.live.site import Site

CARRIER_SIDE = {"caller": "+4930555", "home": "carrier.example"}


def test_a_registered_phone_is_called_at_its_contact(site: Site):
    site.runs()
    site.registers()
    phone = site.callee(site.network.phone)
    site.calls(PHONE_NUMBER).plays()
    phone.plays()


def test_a_peers_call_that_the_inbound_rule_takes_reaches_the_phone(site: Site):
    """R1.1, R2.2."""
    site.runs()
    site.registers()
    phone = site.callee(site.network.phone)
    site.calls(f"+{PHONE_NUMBER}", host=site.network.alpha_1, keys=CARRIER_SIDE).plays()
    phone.plays()
    assert f"INVITE sip:alice@{site.network.phone}:5060 " in phone.messages()


def test_a_peers_call_that_the_inbound_rule_refuses_reaches_nobody(site: Site):
    """R2.3: refused in the words of the file."""
    site.runs()
    site.registers()
    phone = site.by_hand(site.network.phone)
    site.calls("+4999", "caller_is_refused", host=site.network.alpha_1, keys=CARRIER_SIDE).plays()
    assert phone.pending() == []


def test_a_subscriber_without_a_phone_is_unavailable(site: Site):
    """R4.2."""
    site.runs()
    pbx = site.calls(PHONE_NUMBER)
    assert pbx.finish().failed == 1
    assert "SIP/2.0 480" in pbx.messages()
