"""The copy that leaves (RFC 3261 16.6) and the answer that comes back (16.7)."""

from sip.addressing import Transport, listener
from sip.message import Request, Response
from sip.parser import parse
from sip.proxy.forwarding import forwarded_request, forwarded_response, next_hop, record_route_line
from sip.proxy.route_information import RouteInformation
from sip.proxy.target_set import Target
from tests.ladder import UDP, udp
from tests.messages import answer, field, fields, request

HOP = udp("198.51.100.1")


def parsed(text: str) -> Request:
    message = parse(text.encode("latin-1"))
    assert isinstance(message, Request)
    return message


def copy_of(
    text: str, target: Target | None = None, route: RouteInformation | None = None, flow=HOP, record_routes=()
) -> bytes:
    message = parsed(text)
    return forwarded_request(
        message,
        target or Target("sip:43@198.51.100.1"),
        route or RouteInformation(message.uri, []),
        flow,
        "z9hG4bKours",
        record_routes,
    )


def test_what_nobody_asked_about_leaves_as_the_same_bytes():
    """16.6 step 1, O012: order, odd spelling, folding and body."""
    odd = ["X-Odd :  two\r\n  lines ", "sUbJeCt:\tcaf\xe9", "v: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKbelow"]
    out = copy_of(request(extra=odd, body="v=0\r\n\x00\r\n"))
    for line in odd:
        assert line.encode("latin-1") + b"\r\n" in out
    assert out.endswith(b"\r\n\r\nv=0\r\n\x00\r\n")


def test_max_forwards_is_counted_down_or_added():
    """Step 3; above 255 it counts as absent (RFC 4475 3.1.2.4)."""
    assert field(copy_of(request()), "Max-Forwards") == "69"
    assert field(copy_of(request().replace("Max-Forwards: 70\r\n", "")), "Max-Forwards") == "70"
    assert field(copy_of(request().replace("Max-Forwards: 70", "Max-Forwards: 300")), "Max-Forwards") == "70"


def test_our_via_stands_on_top():
    """Step 8."""
    out = copy_of(request(via="192.0.2.1:5060"))
    assert fields(out, "Via")[0] == "SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKours;rport"
    assert len(fields(out, "Via")) == 2


def test_record_routes_stand_above_those_that_were_there():
    """Step 4, RFC 5658: two entries when the copy leaves by another listener, the outgoing one on top."""
    tcp = listener(Transport.TCP, "192.0.2.100", 5060)
    lines = (record_route_line(UDP, "t"), record_route_line(tcp, "t"))
    out = copy_of(request(extra=["Record-Route: <sip:below;lr>"]), record_routes=lines)
    assert fields(out, "Record-Route") == [
        "<sip:192.0.2.100:5060;transport=tcp;lr;cb=t>",
        "<sip:192.0.2.100:5060;lr;cb=t>",
        "<sip:below;lr>",
    ]


def test_the_route_that_is_left_is_written_anew():
    route = RouteInformation("sip:43@sip.example", ["<sip:198.51.100.7;lr>", "<sip:198.51.100.8;lr>"], changed=True)
    out = copy_of(
        request(extra=["Route: <sip:192.0.2.100;lr>,<sip:198.51.100.7;lr>", "Route: <sip:198.51.100.8;lr>"]),
        Target("sip:43@x"),
        route,
    )
    assert fields(out, "Route") == ["<sip:198.51.100.7;lr>", "<sip:198.51.100.8;lr>"]
    assert next_hop(Target("sip:43@x"), route) == "sip:198.51.100.7;lr"


def test_a_strict_router_gets_its_own_uri_and_ours_behind_the_route():
    """Step 6."""
    route = RouteInformation("sip:43@sip.example", ["<sip:198.51.100.7>", "<sip:198.51.100.8;lr>"])
    out = copy_of(
        request(extra=["Route: <sip:198.51.100.7>", "Route: <sip:198.51.100.8;lr>"]), Target("sip:43@x"), route
    )
    assert out.startswith(b"INVITE sip:198.51.100.7 SIP/2.0\r\n")
    assert fields(out, "Route") == ["<sip:198.51.100.8;lr>", "<sip:43@x>"]


def test_content_length_is_added_on_a_stream():
    """Step 9."""
    bare = request(body="v=0\r\n").replace("Content-Length: 5\r\n", "")
    tcp = udp("198.51.100.1", local=listener(Transport.TCP, "192.0.2.100", 5060))
    assert field(copy_of(bare, flow=tcp), "Content-Length") == "5"
    assert fields(copy_of(bare), "Content-Length") == []


def test_a_target_takes_headers_away_and_adds_some():
    target = Target("sip:43@x", removed=("p-asserted-identity",), added=("X-Added: yes",))
    out = copy_of(request(extra=["P-Asserted-Identity : <sip:boss@sip.example>"]), target)
    assert b"Asserted" not in out
    assert field(out, "X-Added") == "yes"


def test_an_answer_loses_our_via_alone_also_when_they_share_a_line():
    sent = copy_of(request(via="192.0.2.1:5060", branch="z9hG4bKtheirs"))
    joined = answer(sent, 180).replace("\r\nVia: SIP/2.0/UDP 192.0.2.1:", ", SIP/2.0/UDP 192.0.2.1:")
    for text in (answer(sent, 180), joined):
        response = parse(text.encode())
        assert isinstance(response, Response)
        out = forwarded_response(response, None)
        assert fields(out, "Via") == ["SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKtheirs"]
