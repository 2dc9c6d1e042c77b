"""Contacts as targets (R4.2)."""

import pytest

from cordboard.engine.contact_targets import behind_nat, is_private
from sip.addressing import Transport, listener
from sip.registrar.binding import Binding
from tests.ladder import udp

TCP = listener(Transport.TCP, "192.0.2.100", 5060)


def bound(contact: str, received) -> Binding:
    return Binding(contact, 1.0, 0.0, "c", 1, "", received)


def test_a_private_contact_from_elsewhere_is_reached_where_it_came_from():
    outside = udp("203.0.113.9", 40000)
    assert behind_nat(bound("sip:a@10.0.0.7", outside)) is outside
    assert behind_nat(bound("sip:a@198.51.100.7", outside)) is None
    assert behind_nat(bound("sip:a@phone.example", outside)) is None
    assert behind_nat(bound("sip:a@10.0.0.7", udp("10.0.0.7", 5060))) is None
    assert behind_nat(bound("sip:a@10.0.0.7", None)) is None


def test_a_device_on_a_stream_is_reached_on_its_stream():
    stream = udp("203.0.113.9", 40000, TCP)
    assert behind_nat(bound("sip:a@198.51.100.7", stream)) is stream


@pytest.mark.parametrize(
    ("host", "private"),
    [
        ("10.1.1.1", True),
        ("172.31.0.1", True),
        ("172.32.0.1", False),
        ("fd00::1", True),
        ("x.example", False),
        ("999.1.1.1", False),
    ],
)
def test_private_addresses(host, private):
    assert is_private(host) is private
