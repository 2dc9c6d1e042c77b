"""Where a request may leave to: no way to a carrier but by the decision, or in a dialog of its own."""

from dataclasses import replace

import pytest

from cordboard.engine.destinations import is_special
from tests.calls.small_operator import ALICE, ALPHA_1, ALPHA_2, BETA, PBX, STRANGER, Operator, configuration
from tests.ladder import START, udp
from tests.messages import answer, field, fields, request


def two_carriers():
    """Alpha and beta with contracts of their own."""
    made = configuration()
    contracts = {**made.contracts, "d": replace(made.contracts["c"], name="d")}
    return replace(
        made, contracts=contracts, peering={**made.peering, "beta": replace(made.peering["beta"], contract="d")}
    )


def talking() -> tuple[Operator, list[str]]:
    """pbx talks to somebody of carrier alpha; returns the route set of pbx."""
    operator = Operator(two_carriers())
    operator.receives(request(uri="sip:+4930@sip.example", caller="sip:43720@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100")
    operator.receives(answer(operator.sends("INVITE", ALPHA_1), 200), ALPHA_1)
    ok = operator.sends("SIP/2.0 200")
    return operator, [f"Route: {value}" for value in fields(ok, "Record-Route")]


@pytest.mark.parametrize("source", [PBX, STRANGER])
@pytest.mark.parametrize("method", ["INVITE", "MESSAGE", "REGISTER"])
def test_a_ticket_for_one_carrier_opens_no_way_to_another(source, method):
    """Whoever saw a Record-Route could else call anywhere, past routing and barring."""
    operator, route = talking()
    operator.receives(request(method, "sip:+881999@198.51.100.3", to_tag="b1", cseq=2, extra=route), source)
    if method == "INVITE":
        operator.sends("SIP/2.0 100")
    operator.sends("SIP/2.0 403 Forbidden")
    operator.is_quiet()


def test_an_ack_to_another_carrier_is_dropped():
    operator, route = talking()
    operator.receives(request("ACK", "sip:+881999@198.51.100.3", to_tag="b1", extra=route), PBX)
    operator.is_quiet()


def test_within_the_dialog_its_carrier_is_reached_at_all_its_addresses():
    operator, route = talking()
    operator.receives(
        request("BYE", "sip:gw@198.51.100.2", to_tag="b1", cseq=2, via="192.0.2.5:5060", extra=route), PBX
    )
    operator.sends("BYE sip:gw@198.51.100.2", ALPHA_2)
    operator.is_quiet()


def test_a_reinvite_repeats_the_ticket_that_it_showed():
    operator, route = talking()
    again = request("INVITE", "sip:gw@198.51.100.1", to_tag="b1", cseq=2, via="192.0.2.5:5060", extra=route)
    operator.receives(again, PBX)
    operator.sends("SIP/2.0 100")
    assert field(operator.sends("INVITE", ALPHA_1), "Record-Route") == route[0].removeprefix("Route: ")


def test_a_name_that_turns_out_to_be_a_carrier_is_no_way_round():
    operator, route = talking()
    operator.receives(request("BYE", "sip:x@evil.example", to_tag="b1", cseq=2, via="192.0.2.5:5060", extra=route), PBX)
    operator.port.lookups[0].answer((BETA,), START)
    operator.sends("SIP/2.0 403")
    operator.is_quiet()


def test_the_ticket_of_a_call_from_a_carrier_names_that_carrier():
    """The phone that was called ends the call."""
    operator = Operator(two_carriers())
    operator.registers("alice", ALICE)
    operator.receives(request(uri="sip:431700@192.0.2.100", via="198.51.100.1:5060", from_tag="x1"), ALPHA_1)
    operator.sends("SIP/2.0 100")
    invite = operator.sends("INVITE", ALICE)
    route = [f"Route: {value}" for value in fields(invite, "Record-Route")]
    for host, rung in (("198.51.100.1", "BYE"), ("198.51.100.3", "SIP/2.0 403")):
        bye = request(
            "BYE", f"sip:gw@{host}", from_tag="b1", to_tag="x1", call_id="call-1", cseq=len(host), extra=route
        )
        operator.receives(bye, ALICE)
        operator.sends(rung)


@pytest.mark.parametrize(
    "contact",
    [
        "sip:+881612345678@198.51.100.1",
        "sip:x@127.0.0.1:22",
        "sip:x@0.0.0.0",
        "sip:x@224.0.1.75",
        "sip:x@carrier.example",
    ],
)
def test_a_contact_that_leads_to_a_carrier_or_nowhere_is_not_called(contact):
    """Registered in time, or by a name that changed since: it is asked when the call leaves."""
    operator = Operator(two_carriers())
    operator.registers("alice", ALICE)
    (binding,) = operator.core.locations.bindings("alice@sip.example", START)
    operator.core.locations.replace("alice@sip.example", [replace(binding, contact=contact)])
    operator.receives(request(uri="sip:431700@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100")
    for lookup in operator.port.lookups:
        lookup.answer((ALPHA_1,), START)
    assert operator.sends("SIP/2.0 4").startswith(b"SIP/2.0 4")
    operator.is_quiet()


def test_a_redirect_leads_to_no_other_carrier():
    made = two_carriers()
    made = replace(made, peering={**made.peering, "alpha": replace(made.peering["alpha"], follow_redirects=True)})
    operator = Operator(made)
    operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100")
    contacts = ["Contact: <sip:1@198.51.100.3>;q=0.9, <sip:2@198.51.100.2?Route=x>;q=0.5"]
    operator.receives(answer(operator.sends("INVITE", ALPHA_1), 302, extra=contacts), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    assert operator.sends("INVITE sip:2@198.51.100.2 SIP/2.0", ALPHA_2)
    operator.is_quiet()


@pytest.mark.parametrize(
    ("host", "special"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", True),
        ("ff02::1", True),
        ("255.255.255.255", True),
        ("192.0.2.1", False),
        ("x", False),
    ],
)
def test_special_addresses(host, special):
    assert is_special(host) is special


def test_a_device_on_the_engines_own_machine_is_reached_where_it_registered_from():
    operator = Operator()
    local = udp("127.0.0.9", 5070)
    operator.registers("alice", local, "sip:alice@127.0.0.9:5070")
    operator.receives(request(uri="sip:431700@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100")
    operator.sends("INVITE", local)
