"""REGISTER, and calls to registered phones (RFC 3261 10, R4)."""

import pytest

from tests.calls.small_operator import ALICE, ALPHA_1, BOB, PBX, STRANGER, Operator, configuration
from tests.ladder import START, udp
from tests.messages import answer, field, fields, request


def test_a_phone_registers_and_gets_the_call_of_a_carrier():
    """R1.1, R4.1: by number; the contact is the Request-URI."""
    operator = Operator()
    ok = operator.registers("alice", ALICE, "sip:alice@192.0.2.1:5062")
    assert ok.startswith(b"SIP/2.0 200")
    assert field(ok, "Contact").startswith("<sip:alice@192.0.2.1:5062>;expires=")
    operator.receives(
        request(uri="sip:431700@192.0.2.100", caller="sip:+4930@alpha.example", via="198.51.100.1:5060"), ALPHA_1
    )
    operator.sends("SIP/2.0 100", ALPHA_1)
    invite = operator.sends("INVITE sip:alice@192.0.2.1:5062 SIP/2.0", udp("192.0.2.1", 5062))
    operator.receives(answer(invite, 200), udp("192.0.2.1", 5062))
    operator.sends("SIP/2.0 200", ALPHA_1)
    operator.is_quiet()
    assert [aor for aor, _ in operator.port.stored] == ["alice@sip.example"]


def test_a_carriers_call_that_no_inbound_rule_takes_is_refused_with_its_words():
    """R2.3."""
    operator = Operator()
    operator.receives(request(uri="sip:4999@192.0.2.100", via="198.51.100.1:5060"), ALPHA_1)
    operator.sends("SIP/2.0 404 Not our number", ALPHA_1)
    operator.is_quiet()


def test_a_carrier_does_not_reach_other_carriers():
    """R4.4."""
    operator = Operator()
    operator.receives(request(uri="sip:4319999@192.0.2.100", via="198.51.100.1:5060"), ALPHA_1)
    operator.sends("SIP/2.0 100", ALPHA_1)
    operator.sends("SIP/2.0 404", ALPHA_1)
    operator.is_quiet()


def test_a_subscriber_without_a_phone_is_480():
    """R4.2."""
    operator = Operator()
    operator.receives(request(uri="sip:431700@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("SIP/2.0 480", PBX)


def test_all_devices_ring_and_the_first_gets_the_call():
    operator = Operator()
    operator.registers("alice", ALICE, "sip:alice@192.0.2.1")
    operator.registers("alice", BOB, "sip:alice@192.0.2.2", branch="z9hG4bKsecond", cseq=7)
    operator.receives(request(uri="sip:431700@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    second, first = operator.sends("INVITE sip:alice@192.0.2.2"), operator.sends("INVITE sip:alice@192.0.2.1")
    operator.receives(answer(second, 180), BOB)
    operator.sends("SIP/2.0 180", PBX)
    operator.receives(answer(first, 200), ALICE)
    operator.sends("SIP/2.0 200", PBX)
    operator.sends("CANCEL sip:alice@192.0.2.2", BOB)
    operator.is_quiet()


def test_devices_with_lower_q_ring_later():
    """R4.2: by q value where set."""
    operator = Operator()
    text = request(
        "REGISTER",
        "sip:sip.example",
        caller="sip:alice@sip.example",
        callee="sip:alice@sip.example",
        extra=["Contact: <sip:alice@192.0.2.1>;q=0.3, <sip:alice@192.0.2.2>;q=0.9"],
    )
    operator.authenticates(text, "alice", ALICE)
    operator.receives(request(uri="sip:431700@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    better = operator.sends("INVITE sip:alice@192.0.2.2", BOB)
    operator.is_quiet()
    operator.receives(answer(better, 486), BOB)
    operator.sends("ACK", BOB)
    operator.sends("INVITE sip:alice@192.0.2.1", ALICE)


def test_a_phone_behind_a_nat_is_reached_where_it_registered_from():
    operator = Operator()
    outside = udp("192.0.2.1", 40123)
    operator.registers("alice", outside, "sip:alice@10.0.0.7:5060")
    operator.receives(request(uri="sip:431700@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("INVITE sip:alice@10.0.0.7:5060", outside)


def test_nobody_registers_for_another():
    """10.3 step 4."""
    operator = Operator()
    text = request(
        "REGISTER",
        "sip:sip.example",
        caller="sip:alice@sip.example",
        callee="sip:bob@sip.example",
        extra=["Contact: <sip:x@192.0.2.1>"],
    )
    assert operator.authenticates(text, "alice", ALICE).startswith(b"SIP/2.0 403")
    assert operator.port.stored == []


def test_a_number_of_ones_own_is_ones_own_address_of_record():
    operator = Operator()
    text = request(
        "REGISTER",
        "sip:sip.example",
        caller="sip:431700@sip.example",
        callee="sip:431700@sip.example",
        extra=["Contact: <sip:x@192.0.2.1>"],
    )
    assert operator.authenticates(text, "alice", ALICE).startswith(b"SIP/2.0 200")
    assert operator.port.stored[0][0] == "alice@sip.example"


def test_a_contact_at_the_engine_itself_is_refused():
    """It would send calls round in circles."""
    operator = Operator()
    assert operator.registers("alice", ALICE, "sip:alice@192.0.2.100:5060").startswith(b"SIP/2.0 403")


@pytest.mark.parametrize("user", ["alice", "nobody"])
def test_a_register_without_password_says_nothing_about_the_user(user):
    operator = Operator()
    operator.receives(
        request(
            "REGISTER",
            "sip:sip.example",
            caller=f"sip:{user}@sip.example",
            callee=f"sip:{user}@sip.example",
            call_id="same",
        ),
        STRANGER,
    )
    challenge = operator.sends("SIP/2.0 401 Unauthorized", STRANGER)
    assert len(fields(challenge, "WWW-Authenticate")) == 2


def test_a_repeated_register_is_carried_out_once():
    """17.2.2."""
    operator = Operator()
    operator.registers("alice", ALICE)
    assert len(operator.port.stored) == 1


def test_allowed_ips_hold_after_the_digest():
    """R1: outside them 403, for REGISTER too."""
    from dataclasses import replace

    made = configuration()
    alice = replace(made.subscribers["alice@sip.example"], allowed_ips=("10.0.0.0/8",))
    operator = Operator(configuration(subscribers={**made.subscribers, "alice@sip.example": alice}))
    assert operator.registers("alice", ALICE).startswith(b"SIP/2.0 403")
    assert operator.registers("alice", udp("10.1.2.3")).startswith(b"SIP/2.0 200")


def test_a_binding_ends_with_its_time():
    operator = Operator()
    operator.registers("alice", ALICE, extra=["Expires: 120"])
    assert operator.core.locations.bindings("alice@sip.example", START + 119)
    assert not operator.core.locations.bindings("alice@sip.example", START + 121)
