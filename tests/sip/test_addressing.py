"""sip/addressing: how transports, listeners and flows name themselves."""

import pytest

from sip.addressing import Flow, Transport, host_port, listener


@pytest.mark.parametrize(
    ("host", "text"),
    [("192.0.2.1", "192.0.2.1:5060"), ("sip.example", "sip.example:5060"), ("2001:db8::1", "[2001:db8::1]:5060")],
)
def test_an_ipv6_address_gets_its_brackets(host: str, text: str) -> None:
    assert host_port(host, 5060) == text


def test_only_udp_is_unreliable() -> None:
    assert [transport for transport in Transport if not transport.reliable] == [Transport.UDP]


def test_secure_transports_have_their_own_port() -> None:
    """RFC 3261 19.1.2, RFC 7118 5."""
    assert {transport.value: transport.default_port for transport in Transport} == {
        "udp": 5060,
        "tcp": 5060,
        "tls": 5061,
        "ws": 5060,
        "wss": 5061,
    }


def test_a_listener_calls_itself_by_its_address() -> None:
    assert listener(Transport.UDP, "2001:db8::1", 5060).sent_by == "[2001:db8::1]:5060"
    assert listener(Transport.UDP, "2001:db8::1", 5060).ipv6
    assert not listener(Transport.TCP, "192.0.2.1", 5060).ipv6


def test_a_listener_calls_itself_as_advertised_and_stays_where_it_is() -> None:
    advertised = listener(Transport.TLS, "192.0.2.1", 5061, "sip.example")
    assert (advertised.host, advertised.sent_by, advertised.reliable) == ("192.0.2.1", "sip.example:5061", True)


def test_listeners_differ_by_identity() -> None:
    assert listener(Transport.UDP, "192.0.2.1", 5060) != listener(Transport.UDP, "192.0.2.1", 5060)


def test_a_flow_reads_as_transport_and_remote_address() -> None:
    assert str(Flow(listener(Transport.UDP, "::", 5060), "2001:db8::2", 5070)) == "udp:[2001:db8::2]:5070"
