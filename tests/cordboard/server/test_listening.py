"""From ``listen:`` to listeners."""

from dataclasses import replace

import pytest

from cordboard.server.listening import listeners_of
from cordboard.server.problem import CannotRun
from routing.model import Listen
from tests.calls.small_operator import AT, configuration


def listeners(*listen: Listen, advertise: str | None = None):
    return listeners_of(replace(configuration(), listen=listen, advertise=advertise))


def test_an_address_is_one_listener_that_calls_itself_by_it_or_as_advertised():
    (plain,) = listeners(Listen("udp", "127.0.0.1", 5060, AT))
    assert (plain.host, plain.port, plain.sent_by) == ("127.0.0.1", 5060, "127.0.0.1:5060")
    (named,) = listeners(Listen("udp", "127.0.0.1", 5060, AT), advertise="sip.example")
    assert named.sent_by == "sip.example:5060"


def test_any_address_becomes_one_listener_for_each_local_address():
    """DESIGN section 4: one socket for each, so each answer leaves from where it was asked."""
    found = listeners(Listen("udp", "0.0.0.0", 5060, AT))
    assert "127.0.0.1" in [each.host for each in found]
    assert all(each.host != "0.0.0.0" and ":" not in each.host for each in found)


def test_an_interface_is_its_addresses():
    assert "127.0.0.1" in [each.host for each in listeners(Listen("udp", "interface:lo", 5060, AT))]


def test_an_interface_that_is_not_there_is_said_with_its_place():
    with pytest.raises(CannotRun, match=r"^test\.yaml:1:1: .*nosuch0"):
        listeners(Listen("udp", "interface:nosuch0", 5060, AT))


def test_an_advertised_port_replaces_our_own():
    (named,) = listeners(Listen("udp", "127.0.0.1", 5060, AT), advertise="sip.example:5099")
    assert named.sent_by == "sip.example:5099"
    (v6,) = listeners(Listen("udp", "127.0.0.1", 5060, AT), advertise="[2001:db8::1]:5099")
    assert v6.sent_by == "[2001:db8::1]:5099"
