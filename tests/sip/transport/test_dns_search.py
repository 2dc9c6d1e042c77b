"""RFC 3263 4.1 and 4.2 against a real name server on loopback."""

from collections.abc import AsyncIterator, Awaitable, Callable

import dns.exception
import pytest
import pytest_asyncio
from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA

from sip.addressing import Transport
from sip.transport.dns_search import Search, Service
from tests.sip.transport.name_server import NameServer

UDP, TCP, TLS = Transport.UDP, Transport.TCP, Transport.TLS
WAYS = {UDP: [A, AAAA], TCP: [A]}
ZONE = {
    "host.example": {"A": ["192.0.2.1", "192.0.2.2"], "AAAA": ["2001:db8::1"]},
    "tcp.example": {"A": ["192.0.2.3"]},
    "alias.example": {"CNAME": ["host.example."]},
    "srv.example": {"A": ["192.0.2.99"]},
    "_sip._udp.srv.example": {"SRV": ["20 1 5062 host.example.", "10 5 5061 tcp.example.", "30 1 5063 gone.example."]},
    "_sip._tcp.srv.example": {"SRV": ["1 1 5070 tcp.example."]},
    "both.example": {
        "NAPTR": [
            '20 10 "s" "SIP+D2U" "" _sip._udp.srv.example.',
            '10 20 "s" "SIP+D2T" "" _sip._tcp.srv.example.',
            '10 10 "s" "SIPS+D2T" "" _sips._tcp.srv.example.',
            '1 1 "u" "E2U+sip" "!^.*$!sip:x@y!" .',
        ]
    },
    "foreign.example": {"NAPTR": ['1 1 "s" "SIPS+D2T" "" _sips._tcp.srv.example.'], "A": ["192.0.2.7"]},
    "_sip._tcp.tcponly.example": {"SRV": ["1 1 5070 tcp.example."]},
    "never.example": {"A": ["192.0.2.8"]},
    "_sip._udp.never.example": {"SRV": ["0 0 0 ."]},
}
Find = Callable[..., Awaitable[tuple[Service, ...]]]


@pytest_asyncio.fixture
async def server() -> AsyncIterator[NameServer]:
    made = NameServer(ZONE)
    await made.start()
    yield made
    made.stop()


@pytest.fixture
def find(server: NameServer) -> Find:
    async def find(host: str, port: int | None = None, transport: Transport | None = None) -> tuple[Service, ...]:
        return await Search(server.lookup(), WAYS).services(host, port, transport)

    return find


async def test_a_name_with_a_port_has_addresses_only(find: Find, server: NameServer) -> None:
    """4.2: no SRV when there is a port; 4.1: then the transport is UDP."""
    assert await find("srv.example", 5099) == (Service(UDP, 5099, ("192.0.2.99",)),)
    assert {kind for _, kind in server.asked} == {"A", "AAAA"}


async def test_ipv4_comes_before_ipv6_and_only_where_we_have_it(find: Find, server: NameServer) -> None:
    (service,) = await find("host.example", 5060, UDP)
    assert sorted(service.addresses[:2]) == ["192.0.2.1", "192.0.2.2"]
    assert service.addresses[2:] == ("2001:db8::1",)
    server.asked.clear()
    (service,) = await find("host.example", 5060, TCP)
    assert len(service.addresses) == 2
    assert set(server.asked) == {("host.example", "A")}


async def test_a_given_transport_decides_which_srv_is_asked(find: Find, server: NameServer) -> None:
    assert await find("srv.example", None, TCP) == (Service(TCP, 5070, ("192.0.2.3",), 1, 1),)
    assert not any(kind == "NAPTR" for _, kind in server.asked)


async def test_services_carry_priority_and_weight_and_those_without_address_are_left_out(find: Find) -> None:
    found = await find("srv.example", None, UDP)
    assert sorted((each.priority, each.weight, each.port) for each in found) == [(10, 5, 5061), (20, 1, 5062)]


async def test_naptr_chooses_among_the_transports_that_we_have(find: Find) -> None:
    assert await find("both.example") == (Service(TCP, 5070, ("192.0.2.3",), 1, 1),)


async def test_naptr_for_transports_that_we_do_not_have_is_as_none(find: Find) -> None:
    assert await find("foreign.example") == (Service(UDP, 5060, ("192.0.2.7",)),)


async def test_without_naptr_each_of_our_transports_is_asked_for_in_turn(find: Find) -> None:
    assert await find("tcponly.example") == (Service(TCP, 5070, ("192.0.2.3",), 1, 1),)


async def test_without_srv_the_name_itself_is_asked_for(find: Find) -> None:
    (service,) = await find("alias.example")
    assert (service.transport, service.port, len(service.addresses)) == (UDP, 5060, 3)


async def test_a_service_that_is_declared_absent_is_not_tried_by_address(find: Find) -> None:
    """RFC 2782: a target of "."."""
    assert await find("never.example", None, UDP) == ()


async def test_a_name_that_does_not_exist_is_an_answer(find: Find) -> None:
    assert await find("nowhere.example") == ()


async def test_a_server_that_fails_at_ipv6_only_still_serves(find: Find, server: NameServer) -> None:
    server.failing = {"AAAA"}
    (service,) = await find("host.example", 5060)
    assert sorted(service.addresses) == ["192.0.2.1", "192.0.2.2"]


@pytest.mark.parametrize("host", ["host.example", "a..b", "x" * 64 + ".example"])
async def test_no_answer_at_all_is_an_error(find: Find, server: NameServer, host: str) -> None:
    server.failing = {"*"}
    with pytest.raises(dns.exception.DNSException):
        await find(host, 5060)


async def test_the_shortest_life_of_what_was_found_counts(server: NameServer) -> None:
    search = Search(server.lookup(), WAYS)
    server.ttl = 77
    await search.services("srv.example", None, None)
    assert search.seconds == 77
