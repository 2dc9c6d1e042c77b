"""What an operator reads when an address cannot be listened on."""

import errno

import pytest

from sip.addressing import Transport, listener
from sip.errors import SipError
from sip.transport.listening import refused, with_port

UDP6 = listener(Transport.UDP, "::1", 5060)


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.EADDRINUSE, "the port is in use by another program"),
        (errno.EACCES, "no right to use this port (below 1024: root, or CAP_NET_BIND_SERVICE)"),
        (errno.EADDRNOTAVAIL, "this address is not one of this machine's"),
        (errno.ENODEV, "No such device"),
    ],
)
def test_every_cause_is_one_line_with_the_address(number: int, cause: str) -> None:
    error = refused(UDP6, OSError(number, "No such device"))
    assert isinstance(error, SipError)
    assert str(error) == f"cannot listen on udp:[::1]:5060: {cause}"


def test_a_port_that_the_system_chose_is_what_we_call_ourselves() -> None:
    assert with_port(UDP6, 5060) is UDP6
    chosen = with_port(listener(Transport.UDP, "::1", 0, "sip.example.com"), 40000)
    assert (chosen.host, chosen.port, chosen.sent_by) == ("::1", 40000, "sip.example.com:40000")
    assert with_port(listener(Transport.TCP, "::1", 0), 40000).sent_by == "[::1]:40000"
