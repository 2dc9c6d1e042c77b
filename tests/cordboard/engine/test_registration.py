"""May this caller bind this address of record? (RFC 3261 10.3 steps 3 to 5)."""

from tests.calls.small_operator import ALICE, ALPHA_1, PBX, Operator
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
