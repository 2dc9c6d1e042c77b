"""Next hops (RFC 3261 16.6 step 7, RFC 3263 4.1)."""

import pytest

from sip.addressing import LocalAddresses, Transport, listener
from sip.message import Request
from sip.parser import parse
from sip.proxy.route_information import RouteInformation
from sip.proxy.sender import Sender, is_address, transport_of
from sip.proxy.target_set import Target
from sip.tokens import Tokens
from sip.transaction.table import TransactionTable
from sip.uri import parse_uri
from tests.ladder import UDP, RecordedPort, udp
from tests.messages import fields, request

TCP = listener(Transport.TCP, "192.0.2.100", 5060)
V6 = listener(Transport.UDP, "2001:db8::100", 5060)


def sender(*listeners) -> tuple[Sender, RecordedPort]:
    port = RecordedPort()
    own = LocalAddresses(listeners or (UDP, TCP, V6))
    return Sender(port, TransactionTable(port), own, Tokens("t", b"key"), b"key"), port


@pytest.mark.parametrize(
    ("uri", "transport"),
    [
        ("sip:x", None),
        ("sip:x;transport=TCP", Transport.TCP),
        ("sips:x", Transport.TLS),
        ("sips:x;transport=tcp", Transport.TLS),
        ("sip:x;transport=sctp", None),
    ],
)
def test_the_transport_that_a_uri_asks_for(uri, transport):
    assert transport_of(parse_uri(uri)) is transport


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.1", True),
        ("2001:db8::1", True),
        ("carrier.example", False),
        ("4.example", False),
        ("198.51.100.01", False),
    ],
)
def test_addresses_are_told_from_names(host, address):
    assert is_address(host) is address


def test_the_way_goes_out_by_a_listener_of_the_same_transport_and_family():
    found, _ = sender()
    assert found.flow_to("198.51.100.1", None, Transport.UDP, TCP).listener is UDP
    assert found.flow_to("198.51.100.1", None, Transport.TCP, UDP).listener is TCP
    assert found.flow_to("2001:db8::1", 5070, Transport.UDP, UDP) is not None
    assert sender(UDP)[0].flow_to("198.51.100.1", None, Transport.TCP, UDP) is None


def acknowledged(uri: str, *routes: str) -> RecordedPort:
    found, port = sender(UDP)
    ack = parse(request("ACK", uri, to_tag="b").encode())
    assert isinstance(ack, Request)
    found.acknowledge(ack, udp("192.0.2.1"), RouteInformation(uri, list(routes), changed=bool(routes)), Target(uri))
    return port


def test_an_ack_for_a_2xx_leaves_without_a_transaction():
    """16.11."""
    port = acknowledged("sip:gw@198.51.100.1:5080")
    ((data, flow),) = port.sent
    assert (flow.host, flow.port) == ("198.51.100.1", 5080)
    assert len(fields(data, "Via")) == 2
    assert port.running() == []


def test_the_first_route_is_the_next_hop():
    ((_, flow),) = acknowledged("sip:gw@198.51.100.1", "<sip:203.0.113.7:5099;lr>").sent
    assert (flow.host, flow.port) == ("203.0.113.7", 5099)


def test_an_ack_to_a_name_waits_for_the_resolver_and_is_dropped_without_address():
    port = acknowledged("sip:gw@carrier.example")
    assert port.sent == []
    port.lookups[0].answer((), port.now)
    assert port.sent == []
    port.lookups[0].answer((udp("198.51.100.9"),), port.now)
    assert port.sent[0][1].host == "198.51.100.9"


def test_an_ack_that_no_listener_can_send_is_dropped_with_a_note():
    port = acknowledged("sip:gw@[2001:db8::1]")
    assert port.sent == []
    assert "no listener" in port.facts[0].detail
