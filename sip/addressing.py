"""Where messages come from and go to: transports, listeners, flows (RFC 3261 18, RFC 3581).

Not here: sockets (sip/transport) and name resolution (RFC 3263, sip/transport/resolver).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

_WITH_PORT = re.compile(r"(?:[^:\[\]]+|\[[^\]]*\]):[0-9]+")


class Transport(Enum):
    """A transport by its name in URIs; ``via`` is its name in Via."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"
    WS = "ws"
    WSS = "wss"

    @property
    def reliable(self) -> bool:
        return self is not Transport.UDP

    @property
    def default_port(self) -> int:
        return 5061 if self in (Transport.TLS, Transport.WSS) else 5060


def host_port(host: str, port: int) -> str:
    """``host:port`` as URIs and Via write it: an IPv6 address gets its brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@dataclass(slots=True, frozen=True, eq=False)
class Listener:
    """One local address we listen on, by identity. ``sent_by`` is how Via and Record-Route name it.

    The rest follows from these four, and is kept because every message asks for it.
    """

    transport: Transport
    host: str
    port: int
    sent_by: str
    name: str = field(init=False)
    """Of the transport, as URIs write it."""
    reliable: bool = field(init=False)
    ipv6: bool = field(init=False)
    via: str = field(init=False)
    """How a Via of ours begins: protocol and ``sent_by``."""
    uri: str = field(init=False)
    """How a Record-Route of ours begins."""

    def __post_init__(self) -> None:
        name = self.transport.value
        transport = "" if self.transport is Transport.UDP else f";transport={name}"
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "reliable", self.transport.reliable)
        object.__setattr__(self, "ipv6", ":" in self.host)
        object.__setattr__(self, "via", f"SIP/2.0/{name.upper()} {self.sent_by}")
        object.__setattr__(self, "uri", f"sip:{self.sent_by}{transport}")


def listener(transport: Transport, host: str, port: int, advertised: str | None = None) -> Listener:
    """A listener on ``host`` (without brackets); ``advertised`` (HOST or HOST:PORT) is what it calls itself."""
    if advertised is not None and _WITH_PORT.fullmatch(advertised):
        sent_by = advertised
    else:
        sent_by = host_port((advertised or host).strip("[]"), port)
    return Listener(transport, host, port, sent_by)


@dataclass(slots=True)
class Flow:
    """One remote address seen from one listener: where a message came from, or goes to. Read-only.

    ``connection`` names a stream connection; None is UDP, or a stream that has yet to be opened.
    """

    listener: Listener
    host: str
    port: int
    connection: object | None = None

    def __str__(self) -> str:
        return f"{self.listener.name}:{host_port(self.host, self.port)}"


class LocalAddresses:
    """All our listeners: which of them an address names, and which of them reaches a destination."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self.listeners = tuple(listeners)
        self.by_uri = {each.uri: each for each in listeners}
        """By ``Listener.uri``: a route entry that comes back as we wrote it is known by its text."""
        self._named: dict[tuple[str, int | None, Transport | None], Listener] = {}
        for local in sorted(listeners, key=lambda each: each.transport is not Transport.UDP):
            self._learn(local)

    def _learn(self, local: Listener) -> None:
        """Every way to name it: address or advertised name, with its port or without a default one."""
        name, _, port = local.sent_by.rpartition(":")
        for host, number in ((name.strip("[]").lower(), int(port)), (local.host, local.port)):
            for written in (number, None) if number == local.transport.default_port else (number,):
                for transport in (local.transport, None):
                    self._named.setdefault((host, written, transport), local)

    def named(self, host: str, port: int | None, transport: Transport | None) -> Listener | None:
        """The listener that ``host:port`` names (IPv6 without brackets); no transport means the first that fits."""
        return self._named.get((host, port, transport))

    def towards(self, transport: Transport, host: str, near: Listener | None) -> Listener | None:
        """The listener to send from to the address ``host``: ``near`` when it fits, else the first that does."""
        ipv6 = ":" in host
        if near is not None and near.transport is transport and near.ipv6 == ipv6:
            return near
        return next((each for each in self.listeners if each.transport is transport and each.ipv6 == ipv6), None)
