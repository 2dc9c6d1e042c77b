"""config/endpoints: hosts, networks, listeners and server URIs. Refusals have golden cases, too."""

import pytest

from config import endpoints
from config.findings import BadValue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("udp://127.0.0.1:5060", ("udp", "127.0.0.1", 5060)),
        ("tcp://[::1]:5070", ("tcp", "::1", 5070)),
        ("udp://0.0.0.0", ("udp", "0.0.0.0", 5060)),
        ("udp://interface:eth0", ("udp", "interface:eth0", 5060)),
        ("udp://interface:eth0.100:5080", ("udp", "interface:eth0.100", 5080)),
        ("udp://[2001:DB8::0:1]", ("udp", "2001:db8::1", 5060)),
        ("UDP://127.0.0.1", ("udp", "127.0.0.1", 5060)),
        ("Tcp://127.0.0.1:5070", ("tcp", "127.0.0.1", 5070)),
        ("0.0.0.0", ("udp", "0.0.0.0", 5060)),
        ("2001:DB8::0:1", ("udp", "2001:db8::1", 5060)),
        ("[::1]", ("udp", "::1", 5060)),
        ("interface:eth0", ("udp", "interface:eth0", 5060)),
    ],
)
def test_listeners(text: str, expected: tuple[str, str, int]):
    found = endpoints.listen(text)
    assert (found.transport, found.host, found.port) == expected


@pytest.mark.parametrize(
    "text",
    ["udp://", "udp:127.0.0.1", "udp://example.com", "udp://127.0.0.1:", "udp://127.0.0.1:0", "udp://1.2.3.4.5", "x"],
)
def test_nothing_to_listen_on(text: str):
    with pytest.raises(BadValue):
        endpoints.listen(text)


@pytest.mark.parametrize("text", ["192.0.2.1:5070", "interface:eth0:5070", "[::1]:5070"])
def test_a_port_needs_a_transport(text: str):
    with pytest.raises(BadValue) as caught:
        endpoints.listen(text)
    assert caught.value.suggestion == f"udp://{text}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sip:192.0.2.1:5060;transport=TCP", ("192.0.2.1", 5060, "tcp")),
        ("sip:Carrier.Example", ("carrier.example", None, None)),
        ("sips:carrier.example", ("carrier.example", None, "tls")),
        ("sip:[2001:DB8:0::1]:5080", ("2001:db8::1", 5080, None)),
        ("sip:192.0.2.0/24", ("192.0.2.0/24", None, None)),
        ("sip:[2001:db8::]/32;transport=udp", ("2001:db8::/32", None, "udp")),
    ],
)
def test_server_uris(text: str, expected: tuple[str, int | None, str | None]):
    found = endpoints.server_uri(text)
    assert (found.host, found.port, found.transport) == expected


@pytest.mark.parametrize(
    "text",
    [
        "sip:",
        "sip:a@b",
        "sip:a?x=y",
        "tel:+43",
        "sip:1.2.3",
        "sip:a;transport=sctp",
        "sip:192.0.2.1/24",
        "sip:a:0",
        "sip:0.0.0.0",
    ],
)
def test_uris_that_no_server_has(text: str):
    with pytest.raises(BadValue):
        endpoints.server_uri(text)


@pytest.mark.parametrize("text", ["192.0.2.1", "192.0.2.0/24", "2001:db8::/32", "::1", "0.0.0.0/0"])
def test_networks_stay_as_written(text: str):
    assert endpoints.network(text) == text


@pytest.mark.parametrize(
    ("text", "meant"),
    [("192.0.2.1/24", "192.0.2.0/24"), ("[::1]", "::1"), ("fe80::1%eth0", "fe80::1"), ("192.0.2", None), ("a", None)],
)
def test_what_is_no_network_and_what_was_meant(text: str, meant: str | None):
    with pytest.raises(BadValue) as caught:
        endpoints.network(text)
    assert caught.value.suggestion == meant


@pytest.mark.parametrize(
    ("text", "expected"),
    [("SIP.Example", "sip.example"), ("[::1]", "::1"), ("192.0.2.1", "192.0.2.1"), ("a_b.example", "a_b.example")],
)
def test_hosts(text: str, expected: str):
    assert endpoints.host(text) == expected


@pytest.mark.parametrize("text", ["", "a b", "1.2.3", "256.1.1.1", "-a", "a..b", "[1.2.3.4]", "ä.example", "a" * 64])
def test_no_hosts(text: str):
    with pytest.raises(BadValue):
        endpoints.host(text)


@pytest.mark.parametrize(
    "text", ["sip.example", "192.0.2.1:5080", "[2001:db8::1]:5060", "[2001:db8::1]", "2001:db8::1"]
)
def test_advertised_addresses(text: str):
    assert endpoints.advertised(text) == text


@pytest.mark.parametrize("text", ["sip.example:0", "sip.example:", "a b:5060", "sip:a.example:5060"])
def test_what_cannot_be_advertised(text: str):
    with pytest.raises(BadValue):
        endpoints.advertised(text)


def test_subscriber_ids_split_at_the_last_at_sign():
    assert endpoints.subscriber_id("office@SIP.Example") == ("office", "sip.example")
    assert endpoints.subscriber_id("*21#@sip.example") == ("*21#", "sip.example")


@pytest.mark.parametrize("text", ["office", "@a", "a@", "a b@c", "a:b@c", "<a>@b", "a@b@c"])
def test_no_subscriber_ids(text: str):
    """RFC 7616 3.4.2: a colon in a user name would end it inside A1."""
    with pytest.raises(BadValue, match="bad-subscriber-id"):
        endpoints.subscriber_id(text)


def test_a_user_part_alone():
    assert endpoints.user("431900100") == "431900100"
    with pytest.raises(BadValue):
        endpoints.user("a@b")


def test_a_domain_is_no_uri():
    assert endpoints.domain("SIP.example") == "sip.example"
    with pytest.raises(BadValue, match="bad-domain"):
        endpoints.domain("sip:sip.example")
