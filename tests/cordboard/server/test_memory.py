"""Calls make no reference cycles, so nothing is lost while the collector is off (DESIGN section 5)."""

import gc
import weakref

from cordboard.server import memory
from tests.calls.small_operator import ALPHA_1, ALPHA_2, PBX, Operator
from tests.messages import answer, fields, request


def test_a_whole_call_leaves_nothing_to_collect():
    """Answered, failed over, cancelled: all is freed when the last timer has run out."""
    operator = Operator()
    gc.collect()
    gc.disable()
    try:
        for number in range(5):
            answered_after_failover(operator, f"a{number}")
            cancelled(operator, f"c{number}")
        operator.port.pass_time(300)
        operator.port.sent.clear()
        assert len(operator.core.transactions) == 0
        assert gc.collect() == 0
    finally:
        gc.enable()


def answered_after_failover(operator: Operator, call_id: str) -> None:
    operator.receives(request(uri="sip:+4930@sip.example", via="192.0.2.5:5060", call_id=call_id), PBX)
    operator.sends("SIP/2.0 100", PBX)
    first = operator.sends("INVITE", ALPHA_1)
    operator.receives(answer(first, 503), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    second = operator.sends("INVITE", ALPHA_2)
    operator.receives(answer(second, 180), ALPHA_2)
    operator.sends("SIP/2.0 180", PBX)
    operator.receives(answer(second, 200), ALPHA_2)
    ok = operator.sends("SIP/2.0 200", PBX)
    route = [f"Route: {value}" for value in fields(ok, "Record-Route")]
    bye = request("BYE", "sip:gw@198.51.100.2", via="192.0.2.5:5060", call_id=call_id, to_tag="b1", extra=route)
    operator.receives(bye, PBX)
    operator.receives(answer(operator.sends("BYE", ALPHA_2), 200), ALPHA_2)
    operator.sends("SIP/2.0 200", PBX)


def cancelled(operator: Operator, call_id: str) -> None:
    place = {"uri": "sip:+4930@sip.example", "via": "192.0.2.5:5060", "branch": f"z9hG4bK{call_id}", "call_id": call_id}
    operator.receives(request(**place), PBX)
    operator.sends("SIP/2.0 100", PBX)
    invite = operator.sends("INVITE", ALPHA_1)
    operator.receives(answer(invite, 180), ALPHA_1)
    operator.sends("SIP/2.0 180", PBX)
    operator.receives(request("CANCEL", **place), PBX)
    operator.sends("SIP/2.0 200", PBX)
    operator.sends("CANCEL", ALPHA_1)
    operator.receives(answer(invite, 487), ALPHA_1)
    operator.sends("ACK", ALPHA_1)
    operator.sends("SIP/2.0 487", PBX)


def test_cycles_that_something_makes_all_the_same_are_collected():
    class Knot:
        def __init__(self) -> None:
            self.itself = self

    gone = []
    try:
        memory.settle()
        knot = Knot()
        finalizer = weakref.ref(knot, lambda _: gone.append(True))
        del knot
        memory.tidy()
        assert gone
        assert finalizer() is None
    finally:
        gc.unfreeze()
        gc.enable()
