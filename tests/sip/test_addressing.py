"""sip/addressing: how transports, listeners and flows name themselves."""

import pytest

from sip.addressing import Flow, Listener, LocalAddresses, Transport, host_port, listener


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


UDP4 = listener(Transport.UDP, "192.0.2.1", 5060, "Sip.Example")
UDP6 = listener(Transport.UDP, "2001:db8::1", 5060)
TCP4 = listener(Transport.TCP, "192.0.2.1", 5060)
TLS4 = listener(Transport.TLS, "192.0.2.1", 5071)
OURS = LocalAddresses([TCP4, UDP4, UDP6, TLS4])


@pytest.mark.parametrize(
    ("host", "port", "transport", "local"),
    [
        ("192.0.2.1", 5060, Transport.TCP, TCP4),
        ("192.0.2.1", None, Transport.TCP, TCP4),
        ("192.0.2.1", 5060, None, UDP4),
        ("sip.example", None, None, UDP4),
        ("2001:db8::1", None, Transport.UDP, UDP6),
        ("192.0.2.1", 5071, None, TLS4),
        ("192.0.2.1", None, Transport.TLS, None),
        ("192.0.2.1", 5062, None, None),
        ("192.0.2.2", 5060, None, None),
        ("2001:db8::1", None, Transport.TCP, None),
    ],
)
def test_an_address_names_the_listener_it_reaches(
    host: str, port: int | None, transport: Transport | None, local: Listener | None
) -> None:
    """RFC 3261 16.4, 19.1.2: without a port, only the default one; without a transport, UDP first."""
    assert OURS.named(host, port, transport) is local


def test_an_answer_leaves_from_the_listener_of_the_same_kind_that_is_near() -> None:
    near = listener(Transport.UDP, "192.0.2.9", 5060)
    assert OURS.towards(Transport.UDP, "198.51.100.1", near) is near
    assert OURS.towards(Transport.UDP, "198.51.100.1", UDP6) is UDP4
    assert OURS.towards(Transport.UDP, "2001:db8::9", near) is UDP6
    assert OURS.towards(Transport.TCP, "198.51.100.1", None) is TCP4
    assert OURS.towards(Transport.WSS, "198.51.100.1", None) is None
