"""Limits of calls, whole (R7.1, R8)."""

from dataclasses import replace

import pytest

from routing.model import Limits
from tests.calls.small_operator import ALICE, ALPHA_1, ALPHA_2, PBX, Operator, configuration
from tests.messages import answer, fields, request


def limited(**limits: Limits):
    """The small operator with limits of a1 (``server``), alpha (``group``), pbx, alice, customer or reseller."""
    made = configuration()
    alpha = made.peering["alpha"]
    first = replace(alpha.servers[0], limits=limits.get("server", alpha.servers[0].limits))
    alpha = replace(alpha, servers=(first, *alpha.servers[1:]), limits=limits.get("group", alpha.limits))
    subscribers = {
        name: replace(each, limits=limits.get(each.user, each.limits)) for name, each in made.subscribers.items()
    }
    acme, reseller = made.customers["acme"], made.resellers["r"]
    return replace(
        made,
        peering={**made.peering, "alpha": alpha},
        subscribers=subscribers,
        customers={"acme": replace(acme, limits=limits.get("customer", acme.limits))},
        resellers={"r": replace(reseller, limits=limits.get("reseller", reseller.limits))},
    )


def call(number: int) -> str:
    return request(
        uri="sip:+4930@sip.example", via="192.0.2.5:5060", caller="sip:43720@sip.example", call_id=f"c{number}"
    )


def calls(operator: Operator, number: int) -> bytes:
    """pbx makes a call; returns what leaves after 100 Trying."""
    operator.receives(call(number), PBX)
    operator.sends("SIP/2.0 100", PBX)
    data, _ = operator.port.sent.pop(0)
    return data


def goes_to(data: bytes, host: str) -> bool:
    return data.startswith(b"INVITE") and f"@{host} ".encode() in data


def hangs_up(operator: Operator, number: int, invite: bytes) -> None:
    """Answered, then ended by the carrier."""
    operator.receives(answer(invite, 200), ALPHA_1)
    ok = operator.sends("SIP/2.0 200", PBX)
    route = [f"Route: {value}" for value in fields(ok, "Record-Route")]
    bye = request("BYE", "sip:x@192.0.2.5", from_tag="b1", to_tag="a1", call_id=f"c{number}", cseq=7, extra=route)
    operator.receives(bye, ALPHA_1)
    operator.sends("BYE", PBX)


def test_r7_1_a_server_at_its_limit_is_passed_over_until_a_call_ends():
    operator = Operator(limited(server=Limits(max_calls=1)))
    first = calls(operator, 1)
    assert goes_to(first, "198.51.100.1")
    assert goes_to(calls(operator, 2), "198.51.100.2")
    hangs_up(operator, 1, first)
    assert goes_to(calls(operator, 3), "198.51.100.1")


@pytest.mark.parametrize("limits", [Limits(max_calls=0), Limits(max_calls_out=0), Limits(max_cps=0)])
def test_r8_zero_means_never(limits):
    assert goes_to(calls(Operator(limited(server=limits)), 1), "198.51.100.2")
    assert goes_to(calls(Operator(limited(group=limits)), 1), "198.51.100.3")


def test_r8_a_failed_attempt_gives_its_place_back():
    operator = Operator(limited(server=Limits(max_calls=1), group=Limits(max_calls=1)))
    for number in range(3):
        invite = calls(operator, number)
        assert goes_to(invite, "198.51.100.1")
        operator.receives(answer(invite, 503), ALPHA_1)
        operator.sends("ACK", ALPHA_1)
        operator.receives(answer(operator.sends("INVITE", ALPHA_2), 486), ALPHA_2)
        operator.sends("ACK", ALPHA_2)
        operator.sends("SIP/2.0 486", PBX)
        assert len(operator.core.active.health.counts) == 0


@pytest.mark.parametrize("owner", ["pbx", "customer", "reseller"])
def test_r8_a_caller_over_the_limit_is_refused(owner):
    operator = Operator(limited(**{owner: Limits(max_calls=1)}))
    assert goes_to(calls(operator, 1), "198.51.100.1")
    assert calls(operator, 2).startswith(b"SIP/2.0 403 Maximum parallel calls exceeded")


def test_r8_a_local_callee_over_the_limit_is_busy():
    operator = Operator(limited(alice=Limits(max_calls_in=1)))
    operator.registers("alice", ALICE)
    for number, start in enumerate(["INVITE sip:alice@", "SIP/2.0 486"]):
        operator.receives(call(number).replace("+4930", "431700"), PBX)
        operator.sends("SIP/2.0 100", PBX)
        operator.sends(start)


def test_r8_a_carrier_over_its_limit_is_refused_and_a_phone_that_is_not_there_costs_nothing():
    operator = Operator(limited(group=Limits(max_calls_in=1)))
    inbound = {"uri": "sip:431700@192.0.2.100", "via": "198.51.100.1:5060"}
    operator.receives(request(**inbound, call_id="nobody"), ALPHA_1)
    operator.sends("SIP/2.0 100")
    operator.sends("SIP/2.0 480")
    operator.registers("alice", ALICE)
    operator.receives(request(**inbound, call_id="one"), ALPHA_1)
    operator.sends("SIP/2.0 100")
    operator.sends("INVITE", ALICE)
    operator.receives(request(**inbound, call_id="two"), ALPHA_1)
    operator.sends("SIP/2.0 100")
    operator.sends("SIP/2.0 403 Maximum parallel calls exceeded")


def test_r8_a_call_that_vanished_is_let_go_after_dialog_max():
    operator = Operator(limited(server=Limits(max_calls=1)))
    operator.receives(answer(calls(operator, 1), 200), ALPHA_1)
    operator.port.pass_time(4 * 3600 + 1)
    operator.port.sent.clear()
    operator.core.sweep(operator.port.now, 10)
    assert goes_to(calls(operator, 2), "198.51.100.1")


def test_r8_other_requests_than_invite_are_no_calls():
    operator = Operator(limited(pbx=Limits(max_calls=0)))
    operator.receives(request("MESSAGE", "sip:+4930@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("MESSAGE", ALPHA_1)


def test_r8_limits_survive_a_reload():
    operator = Operator(limited(server=Limits(max_calls=1)))
    calls(operator, 1)
    operator.core.active.table = Operator(limited(server=Limits(max_calls=1))).core.active.table
    assert goes_to(calls(operator, 2), "198.51.100.2")
