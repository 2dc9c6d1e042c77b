"""Route preprocessing (RFC 3261 16.4)."""

import pytest

from sip.addressing import LocalAddresses, Transport, listener
from sip.errors import SipError
from sip.message import Request
from sip.parser import parse
from sip.proxy.route_information import RouteInformation, route_information
from tests.ladder import UDP
from tests.messages import request

TCP = listener(Transport.TCP, "192.0.2.100", 5060)
OWN = LocalAddresses([UDP, TCP, listener(Transport.UDP, "10.0.0.1", 5070, "sip.example")])


def routed(*routes: str, uri: str = "sip:43@198.51.100.1") -> RouteInformation:
    message = parse(request(uri=uri, extra=[f"Route: {route}" for route in routes]).encode())
    assert isinstance(message, Request)
    return route_information(message, OWN)


def test_without_route_nothing_changes():
    found = routed()
    assert (found.uri, found.routes, found.changed, found.ticket) == ("sip:43@198.51.100.1", [], False, None)


def test_our_entry_is_taken_off_and_its_ticket_kept():
    found = routed("<sip:192.0.2.100:5060;lr;cb=abc>", "<sip:198.51.100.7;lr>")
    assert found.routes == ["<sip:198.51.100.7;lr>"]
    assert (found.ticket, found.leave_by, found.changed) == ("abc", UDP, True)


def test_two_entries_of_ours_name_the_listener_of_the_other_side():
    """RFC 5658: the one taken off last."""
    found = routed("<sip:192.0.2.100;transport=tcp;lr;cb=abc>,<sip:192.0.2.100;lr;cb=abc>")
    assert (found.routes, found.leave_by) == ([], UDP)


def test_an_advertised_name_is_ours():
    assert routed("<sip:sip.example:5070;lr>").routes == []


def test_a_foreign_entry_stays():
    found = routed("<sip:203.0.113.5;lr>")
    assert (found.routes, found.changed, found.ticket) == (["<sip:203.0.113.5;lr>"], False, None)


def test_a_strict_router_before_us_is_undone():
    """The Request-URI is our Record-Route; the real one is the last Route."""
    found = routed("<sip:198.51.100.7;lr>", "<sip:43@198.51.100.1:5080>", uri="sip:192.0.2.100:5060;lr;cb=abc")
    assert found.uri == "sip:43@198.51.100.1:5080"
    assert (found.routes, found.ticket) == (["<sip:198.51.100.7;lr>"], "abc")


@pytest.mark.parametrize("route", ["<sip:unclosed", "sip:", "<tel:43>", '"<sip:a;lr>'])
def test_a_route_that_is_none_is_the_senders_fault(route):
    with pytest.raises(SipError):
        routed(route)


@pytest.mark.parametrize(
    "route", ["<sip:192.0.2.100:5060;cb=abc;lr>", '"us" <sip:192.0.2.100;lr;cb=abc>', "<SIP:192.0.2.100;LR;cb=abc>"]
)
def test_our_entry_is_known_in_whatever_way_it_is_written(route):
    found = routed(route)
    assert (found.routes, found.ticket, found.leave_by) == ([], "abc", UDP)
