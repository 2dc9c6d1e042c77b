"""The error queue of a UDP socket: which datagram an ICMP error answers (RFC 3261 18.4; Linux ip(7), IP_RECVERR).

Without it an unconnected socket hears of no refused port at all. With it each ICMP error lies in a queue of its own,
with the destination and the first octets of the datagram it is about, and is also *pending* on the socket: the next
call, whatever it wanted to do, fails with it. So whoever gets an error from a socket reads this queue, and then tries
again what it had wanted.

Not here: who sent that datagram (sip/transport/udp).
"""

import errno
import socket
import struct
from collections.abc import Iterator
from typing import NamedTuple

_IP_RECVERR = 11
_IPV6_RECVERR = 25
_IP_MTU_DISCOVER = 10
_IPV6_MTU_DISCOVER = 23
_PMTUDISC_DONT = 0

_ERROR = struct.Struct("=IBBBBII")
"""struct sock_extended_err: errno, origin, type, code, padding, info, data."""
_LOCAL = 1
_ICMP = 2
_ICMP6 = 3
_FATAL = frozenset({(_ICMP, 3), (_ICMP, 12), (_ICMP6, 1), (_ICMP6, 4)})
"""18.4: unreachable and parameter problem are reported; source quench and time exceeded are ignored."""
_QUOTE = 2048
"""Octets: an ICMPv6 error quotes as much as fits into 1,280, an ICMP error of Linux as fits into 576."""
_AT_ONCE = 256


class Undelivered(NamedTuple):
    """A datagram that did not arrive: where it was sent, and its first octets as the ICMP error quotes them."""

    host: str
    port: int
    quote: bytes


def enable(sock: socket.socket) -> None:
    """Have ICMP errors queued, and let routers cut what is too long for a link on the way instead of refusing it."""
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_RECVERR, 1)
        sock.setsockopt(socket.IPPROTO_IPV6, _IPV6_MTU_DISCOVER, _PMTUDISC_DONT)
    else:
        sock.setsockopt(socket.IPPROTO_IP, _IP_RECVERR, 1)
        sock.setsockopt(socket.IPPROTO_IP, _IP_MTU_DISCOVER, _PMTUDISC_DONT)


def drain(sock: socket.socket) -> Iterator[Undelivered | None]:
    """Empty the queue; None stands for an error that says nothing about a datagram's fate.

    What the send itself was told (a datagram that is too long) is thrown away in silence.
    At most 256 at once: when there are more, the kernel makes the next one pending again.
    """
    for _ in range(_AT_ONCE):
        try:
            quote, ancillary, _, address = sock.recvmsg(_QUOTE, 512, socket.MSG_ERRQUEUE | socket.MSG_DONTWAIT)
        except OSError:
            return
        number, origin, kind = _read_error(ancillary)
        if (origin, kind) in _FATAL and number != errno.EMSGSIZE:
            yield Undelivered(address[0], address[1], quote)
        elif origin != _LOCAL:
            yield None


def _read_error(ancillary: list[tuple[int, int, bytes]]) -> tuple[int, int, int]:
    """Number, origin and type of the error that came with a message of the queue."""
    for _, _, data in ancillary:
        if len(data) >= _ERROR.size:
            number, origin, kind, *_ = _ERROR.unpack_from(data)
            return number, origin, kind
    return 0, 0, 0
