"""Loopback addresses that no other test uses, at the same time or just before."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

PORT = 5060

_numbers = count(os.getpid() * 16)
"""Another process begins elsewhere, so that two runs rarely have to look for a free network."""


class Network:
    """The addresses 127.a.b.1 to 127.a.b.253, with a name for each part that is played on them."""

    def __init__(self, prefix: str) -> None:
        self.engine = f"{prefix}.1"
        self.phone = f"{prefix}.2"
        self.pbx = f"{prefix}.5"
        self.other_pbx = f"{prefix}.6"
        self.alpha_1 = f"{prefix}.21"
        self.alpha_2 = f"{prefix}.22"
        self.beta = f"{prefix}.31"
        self.observer = f"{prefix}.99"


@contextmanager
def claimed() -> Iterator[Network]:
    """A network of one's own: its last address is bound for as long as it is used."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as claim:
        for number in _numbers:
            prefix = f"127.{64 + (number >> 8) % 128}.{number % 256}"
            try:
                claim.bind((f"{prefix}.254", PORT))
            except OSError:
                continue
            yield Network(prefix)
            return


def is_bound(host: str, port: int = PORT) -> bool:
    """Whether somebody listens on this UDP address (Linux, proc(5): in the machine's order of octets)."""
    wanted = f"{int.from_bytes(socket.inet_aton(host), 'little'):08X}:{port:04X}"
    return any(line.split()[1] == wanted for line in Path("/proc/net/udp").read_text().splitlines()[1:])
