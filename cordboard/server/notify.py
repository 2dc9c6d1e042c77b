"""systemd's readiness protocol (sd_notify(3)): a datagram to a socket that it names; without systemd, nothing."""

import os
import socket


def notify(state: str) -> None:
    """``READY=1``, ``RELOADING=1``, ``STOPPING=1``. Never fails: nobody may be listening."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        try:
            sock.sendto(state.encode(), address)
        except OSError:
            return
