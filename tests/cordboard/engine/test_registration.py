"""May this caller bind this address of record, and to that? (RFC 3261 10.3 steps 1, 3 to 5)."""

import pytest

from sip.addressing import Flow, Transport, listener
from tests.calls.small_operator import ALICE, ALPHA_1, PBX, Operator
from tests.ladder import UDP, udp
from tests.messages import request


def register(caller: str, callee: str, contact: str = "sip:x@192.0.2.1", via: str = "192.0.2.1:5060") -> str:
    return request(
        "REGISTER", "sip:sip.example", caller=caller, callee=callee, extra=[f"Contact: <{contact}>"], via=via
    )


def test_a_trusted_source_binds_its_own_address_of_record_only():
    """R1.2: trusted replaces the digest only."""
    operator = Operator()
    operator.receives(register("sip:pbx@sip.example", "sip:pbx@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 200", PBX)
    operator.receives(register("sip:alice@sip.example", "sip:alice@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 403", PBX)


def test_a_peer_registers_nowhere():
    operator = Operator()
    text = register("sip:+431@sip.example", "sip:alice@sip.example", via="198.51.100.1:5060")
    operator.receives(text.replace("REGISTER sip:sip", "REGISTER sip:431@sip"), ALPHA_1)
    operator.sends("SIP/2.0 403", ALPHA_1)
    assert operator.port.stored == []


def test_another_domain_is_not_ours_to_bind():
    operator = Operator()
    text = register("sip:alice@sip.example", "sip:alice@elsewhere.example")
    assert operator.authenticates(text, "alice", ALICE).startswith(b"SIP/2.0 403")


def test_a_contact_that_cannot_be_read_is_the_devices_fault():
    operator = Operator()
    text = register("sip:alice@sip.example", "sip:alice@sip.example", contact="mailto:x@y")
    assert operator.authenticates(text, "alice", ALICE).startswith(b"SIP/2.0 400")


@pytest.mark.parametrize(
    "host",
    [
        "192.0.2.100",  # our listener, by any port, name or spelling
        "192.0.2.100:5070",
        "192.0.2.100.",
        "[::ffff:192.0.2.100]",
        "sip.example",
        "SIP.example.:5099",
        "198.51.100.1",  # carriers
        "198.51.100.1:5999",
        "198.51.100.3;transport=tcp",
        "[::ffff:c633:6401]",
        "198.51.100.1.",
        "0.0.0.0",  # addresses of no device
        "[::]",
        "224.0.1.75",
        "[ff02::1]",
        "255.255.255.255",
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "127.1",  # addresses in disguise
        "2130706433",
        "0x7f000001",
        "198.51.100.01",
    ],
)
def test_a_contact_where_no_device_of_ours_can_be_is_refused(host):
    """Calls to it would come back, or go to a carrier past routing, barring and limits."""
    operator = Operator()
    answered = operator.registers("alice", ALICE, f"sip:+43900123@{host}", extra=["Contact: <sip:alice@192.0.2.1>"])
    assert answered.startswith(b"SIP/2.0 403 Contact Is ")
    assert operator.port.stored == []
    operator.receives(request(uri="sip:431700@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("SIP/2.0 480", PBX)


@pytest.mark.parametrize("host", ["192.0.2.1:5070", "phone.example", "10.0.0.5", "[2001:db8::5]", "4a.example", "x.7b"])
def test_a_contact_where_a_device_can_be_is_bound(host):
    assert Operator().registers("alice", ALICE, f"sip:alice@{host}").startswith(b"SIP/2.0 200")


def test_a_device_on_this_machine_registers_an_address_of_it():
    assert Operator().registers("alice", udp("127.0.0.2"), "sip:alice@127.0.0.2:5070").startswith(b"SIP/2.0 200")


def test_a_device_behind_nat_may_have_an_address_that_is_ours_at_home():
    """The same private address is in many networks; calls go back to where the REGISTER came from."""
    local = listener(Transport.UDP, "10.0.0.1", 5060)
    operator = Operator(listeners=(UDP, local))
    far, near = Flow(local, "192.0.2.1", 40000), Flow(local, "10.0.0.1", 40000)
    assert operator.registers("alice", far, "sip:alice@10.0.0.1").startswith(b"SIP/2.0 200")
    assert operator.registers("bob", near, "sip:bob@10.0.0.1").startswith(b"SIP/2.0 403 Contact Is This Server")


@pytest.mark.parametrize("uri", ["sip:elsewhere.example", "sip:198.51.100.1", "tel:+431700"])
def test_a_register_for_another_registrar_is_refused(uri):
    """10.3 step 1: not ours, and no carrier's registrar is reached through us."""
    operator = Operator()
    text = register("sip:pbx@sip.example", "sip:pbx@sip.example", via="192.0.2.5:5060")
    operator.receives(text.replace("REGISTER sip:sip.example", f"REGISTER {uri}"), PBX)
    operator.sends("SIP/2.0 403 Not a Domain of This Registrar", PBX)
    operator.is_quiet()
    assert operator.port.stored == []


@pytest.mark.parametrize("uri", ["sip:192.0.2.100", "sip:192.0.2.100:5060;transport=udp", "sips:SIP.example"])
def test_a_register_to_our_address_or_domain_is_ours(uri):
    operator = Operator()
    text = register("sip:pbx@sip.example", "sip:pbx@sip.example", via="192.0.2.5:5060")
    operator.receives(text.replace("REGISTER sip:sip.example", f"REGISTER {uri}"), PBX)
    operator.sends("SIP/2.0 200", PBX)
