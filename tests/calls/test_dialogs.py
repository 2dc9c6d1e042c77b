"""Inside a dialog: who may pass without being asked again (RFC 3261 16.12)."""

from sip.addressing import Transport, listener
from tests.calls.small_operator import ALICE, ALPHA_1, PBX, STRANGER, Operator
from tests.ladder import UDP, udp
from tests.messages import answer, fields, request


class Talking(Operator):
    """pbx talks to a phone of carrier alpha; both know their route sets."""

    def __init__(self, listeners=(UDP,)) -> None:
        super().__init__(listeners=listeners)
        invite = request(
            uri="sip:+4930123@sip.example",
            caller="sip:43720@sip.example",
            via="192.0.2.5:5060",
            extra=["Contact: <sip:pbx@192.0.2.5>"],
        )
        self.receives(invite, PBX)
        self.sends("SIP/2.0 100", PBX)
        self.invite = self.sends("INVITE", ALPHA_1)
        self.receives(answer(self.invite, 200, extra=["Contact: <sip:gw@198.51.100.1:5080>"]), ALPHA_1)
        self.ok = self.sends("SIP/2.0 200", PBX)
        self.route = [f"Route: {value}" for value in reversed(fields(self.ok, "Record-Route"))]

    def of_pbx(self, method: str, **more) -> str:
        more = {"extra": self.route, "from_tag": "a1", "to_tag": "b1", "cseq": 2, **more}
        return request(method, "sip:gw@198.51.100.1:5080", via="192.0.2.5:5060", caller="sip:43720@sip.example", **more)

    def of_gateway(self, method: str, **more) -> str:
        more = {"extra": self.route, "from_tag": "b1", "to_tag": "a1", "cseq": 9, **more}
        return request(method, "sip:pbx@192.0.2.5", via="198.51.100.1:5060", caller="sip:+4930123@sip.example", **more)


GATEWAY = udp("198.51.100.1", 5080)


def test_the_ack_of_a_2xx_travels_end_to_end():
    """16.11, O113."""
    talking = Talking()
    talking.receives(talking.of_pbx("ACK", cseq=1), PBX)
    ack = talking.sends("ACK sip:gw@198.51.100.1:5080 SIP/2.0", GATEWAY)
    assert fields(ack, "Route") == []
    assert fields(ack, "Record-Route") == []
    talking.is_quiet()


def test_both_sides_may_end_the_call():
    talking = Talking()
    talking.receives(talking.of_gateway("BYE"), ALPHA_1)
    bye = talking.sends("BYE sip:pbx@192.0.2.5", PBX)
    talking.receives(answer(bye, 200), PBX)
    talking.sends("SIP/2.0 200", ALPHA_1)
    talking.is_quiet()


def test_a_reinvite_is_relayed_answered_and_record_routed_again():
    talking = Talking()
    talking.receives(talking.of_pbx("INVITE"), PBX)
    talking.sends("SIP/2.0 100", PBX)
    again = talking.sends("INVITE sip:gw@198.51.100.1:5080", GATEWAY)
    assert len(fields(again, "Record-Route")) == 1
    talking.receives(answer(again, 488), GATEWAY)
    talking.sends("ACK", GATEWAY)
    talking.sends("SIP/2.0 488", PBX)
    talking.is_quiet()


def test_other_methods_pass_in_the_dialog():
    talking = Talking()
    for number, method in enumerate(["UPDATE", "PRACK", "INFO", "REFER", "NOTIFY", "MESSAGE", "FROBNICATE"]):
        talking.receives(talking.of_pbx(method, cseq=10 + number), PBX)
        sent = talking.sends(f"{method} sip:gw@198.51.100.1:5080", GATEWAY)
        talking.receives(answer(sent, 200), GATEWAY)
        talking.sends("SIP/2.0 200", PBX)
    talking.is_quiet()


def test_a_to_tag_alone_is_no_ticket():
    """The To-tag trick: treated like an initial request, and there is no such dialog."""
    talking = Talking()
    talking.receives(talking.of_pbx("BYE", extra=()), STRANGER)
    talking.sends("SIP/2.0 407", STRANGER)
    talking.receives(talking.of_pbx("BYE", extra=(), call_id="other"), PBX)
    talking.sends("SIP/2.0 481", PBX)
    talking.is_quiet()


def test_a_route_without_our_ticket_is_no_ticket():
    talking = Talking()
    bare = ["Route: <sip:192.0.2.100:5060;lr>"]
    forged = ["Route: <sip:192.0.2.100:5060;lr;cb=0123456789abcdef0123>"]
    for extra in (bare, forged):
        talking.receives(talking.of_pbx("BYE", extra=extra), STRANGER)
        talking.sends("SIP/2.0 407", STRANGER)
    talking.is_quiet()


def test_a_ticket_of_another_call_does_not_fit():
    talking = Talking()
    talking.receives(talking.of_pbx("BYE", call_id="another"), STRANGER)
    talking.sends("SIP/2.0 407", STRANGER)
    talking.is_quiet()


def test_an_ack_of_strangers_is_dropped_silently():
    talking = Talking()
    talking.receives(talking.of_pbx("ACK", extra=(), cseq=1), STRANGER)
    talking.is_quiet()


def test_a_dialog_survives_a_restart():
    """The ticket needs nothing but the key."""
    talking = Talking()
    fresh = Operator()
    fresh.receives(talking.of_pbx("BYE"), PBX)
    bye = fresh.sends("BYE sip:gw@198.51.100.1:5080", GATEWAY)
    fresh.receives(answer(bye, 200), GATEWAY)
    fresh.sends("SIP/2.0 200", PBX)


def test_a_call_between_two_listeners_comes_back_on_the_right_one():
    """RFC 5658: two Record-Routes, and each side is reached from the listener it knows."""
    other = listener(Transport.UDP, "10.9.0.100", 5070)
    talking = Operator(listeners=(other, UDP))
    caller = udp("192.0.2.5", local=UDP)
    talking.receives(request(uri="sip:+4930123@sip.example", via="192.0.2.5:5060"), caller)
    talking.sends("SIP/2.0 100")
    data, flow = talking.port.sent.pop(0)
    assert flow.listener is other
    assert [value.split(";")[0] for value in fields(data, "Record-Route")] == [
        "<sip:10.9.0.100:5070",
        "<sip:192.0.2.100:5060",
    ]
    route = [f"Route: {value}" for value in reversed(fields(data, "Record-Route"))]
    bye = request("BYE", "sip:gw@198.51.100.1", via="192.0.2.5:5060", to_tag="b1", extra=route)
    talking.receives(bye, caller)
    _, flow = talking.port.sent.pop(0)
    assert flow.listener is other


def test_a_request_uri_that_names_no_host_ends_the_request():
    """A tel URI is no next hop; nothing is left waiting for a name that does not exist."""
    talking = Talking()
    message = talking.of_pbx("MESSAGE").replace("MESSAGE sip:gw@198.51.100.1:5080", "MESSAGE tel:+4930")
    talking.receives(message, PBX)
    talking.waits(40)
    assert [server for server in talking.core.transactions.servers.values() if server.request.method == "MESSAGE"] == []


def test_an_authenticated_caller_without_ticket_gets_481():
    """Who knows a password may start something, but not speak in a dialog that did not pass here."""
    operator = Operator()
    notify = request("NOTIFY", "sip:alice@192.0.2.77:5071", to_tag="x", caller="sip:alice@sip.example")
    assert operator.authenticates(notify, "alice", ALICE).startswith(b"SIP/2.0 481")
    operator.is_quiet()
