"""Where a request came from, and where its answers go (RFC 3261 18.2, RFC 3581)."""

from sip.addressing import Transport, listener
from sip.message import Request
from sip.parser import parse
from sip.reception import answer_flow, stamp
from sip.replies import reply
from tests.ladder import udp
from tests.messages import fields, request


def top_via(via: str, *, host: str = "192.0.2.1", port: int = 5060) -> str:
    text = request().replace(fields(request(), "Via")[0].split(";")[0], "SIP/2.0/UDP 192.0.2.1:5060")
    lines = text.split("\r\n")
    lines[1] = f"Via: {via}"
    message = parse("\r\n".join(lines).encode())
    assert isinstance(message, Request)
    stamp(message, udp(host, port))
    return fields(reply(message, 200, "OK", "t"), "Via")[0]


def test_a_sender_that_is_where_it_says_gets_nothing_added():
    assert top_via("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx") == "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx"


def test_another_source_address_is_written_as_received():
    assert top_via("SIP/2.0/UDP 10.0.0.5;branch=z9hG4bKx") == "SIP/2.0/UDP 10.0.0.5;branch=z9hG4bKx;received=192.0.2.1"


def test_rport_is_filled_and_received_always_added():
    """RFC 3581 4."""
    via = top_via("SIP/2.0/UDP 192.0.2.1;rport;branch=z9hG4bKx", port=40000)
    assert via == "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx;rport=40000;received=192.0.2.1"


def test_a_claimed_received_is_replaced():
    assert "203.0.113.1" not in top_via("SIP/2.0/UDP 10.0.0.5;received=203.0.113.1;branch=z9hG4bKx")
    assert "203.0.113.1" not in top_via("SIP/2.0/UDP 192.0.2.1 ; Received = 203.0.113.1 ;branch=z9hG4bKx")


def test_ipv6_is_written_without_brackets():
    """RFC 5118 4.5."""
    via = top_via("SIP/2.0/UDP host.example;branch=z9hG4bKx", host="2001:db8::1")
    assert via.endswith(";received=2001:db8::1")


def test_a_folded_or_joined_via_is_stamped_in_its_first_value():
    via = top_via("SIP/2.0/UDP 10.0.0.5\r\n ;branch=z9hG4bKx, SIP/2.0/UDP below;branch=z9hG4bKy")
    assert via == "SIP/2.0/UDP 10.0.0.5 ;branch=z9hG4bKx;received=192.0.2.1, SIP/2.0/UDP below;branch=z9hG4bKy"


def answers_to(via: str, flow):
    lines = request().split("\r\n")
    lines[1] = f"Via: {via}"
    message = parse("\r\n".join(lines).encode())
    assert isinstance(message, Request)
    back = answer_flow(message.top_via, flow)
    return back.host, back.port


def test_answers_go_to_the_sent_by_port_without_rport_and_to_the_source_port_with_it():
    """18.2.2, RFC 3581 4."""
    assert answers_to("SIP/2.0/UDP 10.0.0.5;branch=z9hG4bKx", udp("192.0.2.1", 40000)) == ("192.0.2.1", 5060)
    assert answers_to("SIP/2.0/UDP 10.0.0.5:5080;branch=z9hG4bKx", udp("192.0.2.1", 40000)) == ("192.0.2.1", 5080)
    assert answers_to("SIP/2.0/UDP 10.0.0.5;rport;branch=z9hG4bKx", udp("192.0.2.1", 40000)) == ("192.0.2.1", 40000)


def test_answers_on_a_stream_stay_on_it_and_maddr_is_not_followed():
    tcp = udp("192.0.2.1", 40000, listener(Transport.TCP, "192.0.2.100", 5060))
    assert answers_to("SIP/2.0/TCP 10.0.0.5;branch=z9hG4bKx", tcp) == ("192.0.2.1", 40000)
    assert answers_to("SIP/2.0/UDP 10.0.0.5;maddr=203.0.113.9;branch=z9hG4bKx", udp("192.0.2.1")) == ("192.0.2.1", 5060)


def test_what_is_quoted_is_no_claim():
    via = top_via('SIP/2.0/UDP 10.0.0.5;x=";received=203.0.113.1;rport" ; RPORT = "7" ; y;branch=z9hG4bKx')
    quoted = 'SIP/2.0/UDP 10.0.0.5;x=";received=203.0.113.1;rport" '
    assert via == f"{quoted}; y;branch=z9hG4bKx;rport=5060;received=192.0.2.1"


def test_white_space_without_end_is_looked_at_once():
    """Each blank once, not as the possible start of a parameter from every one before it."""
    via = top_via(f"SIP/2.0/UDP 10.0.0.5;branch=z9hG4bKx;x{' ' * 30000};rport;received=1")
    assert via.endswith(";rport=5060;received=192.0.2.1")
