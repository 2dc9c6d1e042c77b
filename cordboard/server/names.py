"""Names of peering servers as addresses, looked up once at load (R1.1)."""

import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from routing.model import Configuration
from sip.proxy.sender import is_address

AT_ONCE = 16
"""Lookups under way at the same time; one that hangs must not make the others wait."""


def addresses_of(configuration: Configuration) -> Mapping[str, Sequence[str]]:
    """The addresses of every server that is written as a name; blocks for as long as the slowest lookup."""
    names = {
        server.host
        for group in configuration.peering.values()
        for server in group.servers
        if not is_address(server.host) and "/" not in server.host
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(sorted(names), pool.map(_addresses, sorted(names)), strict=True))


def _addresses(name: str) -> Sequence[str]:
    """No address is no error here: the server then sends us nothing that we recognise, and calls to it fail over."""
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
    except OSError:
        return ()
    return sorted({str(entry[4][0]) for entry in found})
