"""From text to hosts, ports, networks, listeners and server URIs.

Like ``values``: text in, the value or ``BadValue`` out. Hosts come out in lower case, IPv6 without brackets.
Not here: resolving names, and which interface has which address (the server does that).
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from config.findings import BadValue, nearest, quote
from sip.errors import MalformedUri
from sip.uri import Uri, parse_uri

DEFAULT_PORT: Final = 5060  # RFC 3261 19.1.2
LISTEN_TRANSPORTS: Final = ("udp", "tcp")
TRANSPORTS: Final = ("udp", "tcp", "tls", "ws", "wss")

_LABEL: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_HOST_NAME: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_ALL_DIGITS: Final = re.compile(r"[0-9.]+")
_PORT: Final = re.compile(r"[0-9]{1,5}")
_LISTEN: Final = re.compile(r"([A-Za-z]{2,4})://(\[[^\]]*\]|interface:[A-Za-z0-9_.@-]{1,64}|[^:\[\]]+)(?::([^:]*))?")
_NETWORK_URI: Final = re.compile(r"(sips?):\[?([0-9A-Fa-f.:]+)\]?(/[0-9]+)((?:;.*)?)")
_URI_PORT: Final = re.compile(r"[Ss][Ii][Pp][Ss]?:[^@;?]*[^:\[]:([0-9]{1,10})(?:;.*)?")
_USER: Final = re.compile(r"(?:[A-Za-z0-9_.!~*'()&=+$,;?/#-]|%[0-9A-Fa-f]{2}){1,128}")


@dataclass(slots=True, frozen=True)
class ListenAddress:
    """``host`` is an address or ``interface:NAME``."""

    transport: str
    host: str
    port: int


@dataclass(slots=True, frozen=True)
class ServerUri:
    """Where a peering server is. ``host`` is an address, a network (receives only) or a name."""

    host: str
    port: int | None
    transport: str | None


def port(text: str) -> int:
    """1 to 65535."""
    if _PORT.fullmatch(text) is None or not 0 < int(text) < 65536:
        raise BadValue("bad-port", quote(text), "a port from 1 to 65535")
    return int(text)


def address(text: str) -> str | None:
    """An IP address in its short form, or None when it is none."""
    try:
        return str(ipaddress.ip_address(text)) if "%" not in text else None
    except ValueError:
        return None


def network(text: str) -> str:
    """An IP address or network as written. A network with bits set behind its mask is refused: two were meant."""
    try:
        if "%" not in text:
            ipaddress.ip_network(text)
            return text
    except ValueError:
        pass
    expected = "an address or a network, such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32"
    raise BadValue("bad-address", quote(text), expected, _network_meant(text))


def _network_meant(text: str) -> str | None:
    bare = text.replace("[", "").replace("]", "").partition("%")[0]
    try:
        return str(ipaddress.ip_network(bare, strict=False)) if "/" in bare else str(ipaddress.ip_address(bare))
    except ValueError:
        return None


def host(text: str) -> str:
    """An address (IPv6 in brackets or not) or a host name, in lower case."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    found = address(bare)
    if found is not None and (bare is text or ":" in found):
        return found
    if _HOST_NAME.fullmatch(text) is None or _ALL_DIGITS.fullmatch(text):
        raise BadValue("bad-host", quote(text), "an IP address or a host name, such as 192.0.2.1 or sip.example.net")
    return text.lower()


def advertised(text: str) -> str:
    """``HOST`` or ``HOST:PORT`` that others reach us at, as written."""
    name, colon, digits = text.rpartition(":") if not text.endswith("]") and text.count(":") != 0 else (text, "", "")
    if address(text) is not None:
        return text
    host(name if colon else text)
    if colon:
        port(digits)
    return text


def domain(text: str) -> str:
    """A SIP domain: a host name or an address, in lower case."""
    try:
        return host(text)
    except BadValue as bad:
        raise BadValue("bad-domain", bad.found, "a domain such as sip.example.net") from None


def user(text: str) -> str:
    """The user part of a subscriber's URI (RFC 3261 25.1)."""
    if _USER.fullmatch(text) is None:
        raise BadValue("bad-subscriber-id", quote(text), "a user part, such as office or 431900100")
    return text


def subscriber_id(text: str) -> tuple[str, str]:
    """User and domain of ``user@domain``; the domain in lower case."""
    owner, _, name = text.rpartition("@")
    if _USER.fullmatch(owner) is None or _HOST_NAME.fullmatch(name) is None:
        suggestion = text.removeprefix("sip:") if text.startswith("sip:") else None
        raise BadValue("bad-subscriber-id", quote(text), "USER@DOMAIN, such as office@sip.example.net", suggestion)
    return owner, name.lower()


def listen(text: str) -> ListenAddress:
    """``udp://ADDRESS[:PORT]``, ``tcp://…``, ``udp://interface:NAME[:PORT]``; the port is 5060 if not written.

    An address or ``interface:NAME`` alone is UDP on port 5060.
    """
    match = _LISTEN.fullmatch(_with_transport(text))
    if match is None:
        expected = "TRANSPORT://ADDRESS:PORT, such as udp://127.0.0.1:5060, tcp://[::1]:5060 or udp://interface:eth0"
        raise BadValue("bad-listen", quote(text), expected, _listen_meant(text))
    transport, where, digits = match[1].lower(), match[2], match[3]
    if transport in TRANSPORTS and transport not in LISTEN_TRANSPORTS:
        raise BadValue("not-supported", f"listening on {quote(transport)} is not supported yet", "udp or tcp")
    if transport not in LISTEN_TRANSPORTS:
        found = f"the transport {quote(transport)}"
        raise BadValue("bad-listen", found, "udp or tcp", nearest(transport, LISTEN_TRANSPORTS))
    number = DEFAULT_PORT if digits is None else port(digits)
    if where.startswith("interface:"):
        return ListenAddress(transport, where, number)
    found_address = address(where.strip("[]"))
    if found_address is None or (":" in found_address) != where.startswith("["):
        raise BadValue("bad-listen", quote(where), "an IP address, IPv6 in brackets, or interface:NAME")
    return ListenAddress(transport, found_address, number)


def _with_transport(text: str) -> str:
    """An address that stands alone as a listener."""
    alone = address(text)
    if alone is not None:
        return f"udp://[{text}]" if ":" in alone else f"udp://{text}"
    is_host = re.fullmatch(r"\[[0-9A-Fa-f:.]+\]|interface:[^:/]+", text) is not None
    return f"udp://{text}" if is_host else text


def _listen_meant(text: str) -> str | None:
    candidate = f"udp://{text}"
    if "/" not in text and (match := _LISTEN.fullmatch(candidate)):
        return candidate if match[2].startswith("interface:") or address(match[2].strip("[]")) else None
    return None


def server_uri(text: str) -> ServerUri:
    """A SIP URI without a user part; its host may be a network, for a server that only sends to us (R1.1)."""
    match = _NETWORK_URI.fullmatch(text)
    if match is None:
        uri = _parse(text)
        return ServerUri(_host_of(uri), uri.port, _transport(uri))
    block = network(match[2] + match[3])
    uri = _parse(f"{match[1]}:localhost{match[4]}")
    return ServerUri(block, None, _transport(uri))


def _parse(text: str) -> Uri:
    expected = "a SIP URI, such as sip:192.0.2.1:5060;transport=tcp or sip:carrier.example.net"
    try:
        uri = parse_uri(text)
    except MalformedUri:
        if match := _URI_PORT.fullmatch(text):
            port(match[1])  # says that it is impossible
        raise BadValue("bad-server-uri", quote(text), expected, _uri_meant(text)) from None
    if uri.scheme == "tel" or uri.user is not None or uri.headers is not None:
        found = f"{quote(text)}, which names more than a server"
        raise BadValue("bad-server-uri", found, "sip:HOST:PORT without a user and headers")
    return uri


def _uri_meant(text: str) -> str | None:
    try:
        parse_uri(f"sip:{text}")
    except MalformedUri:
        return None
    return f"sip:{text}"


def _host_of(uri: Uri) -> str:
    found = address(uri.host)
    if found is None and _ALL_DIGITS.fullmatch(uri.host):
        raise BadValue("bad-server-uri", quote(uri.host), "an IP address or a host name")
    if found is not None and _is_nobodys(found):
        raise BadValue("bad-host", f"{quote(uri.host)}, an address that no server can have", "the server's own address")
    return found or uri.host


def _is_nobodys(found: str) -> bool:
    """Addresses that stand for any of ours, or for many hosts at once."""
    ip = ipaddress.ip_address(found)
    return ip.is_unspecified or ip.is_multicast or found == "255.255.255.255"


def _transport(uri: Uri) -> str | None:
    written = uri.parameters.get("transport")
    if written is None:
        if "transport" in uri.parameters:
            raise BadValue("bad-server-uri", "a transport without a value", "one of udp, tcp, tls, ws, wss")
        return "tls" if uri.scheme == "sips" else None
    transport = written.lower()
    if transport not in TRANSPORTS:
        found = f"the transport {quote(written)}"
        raise BadValue("bad-server-uri", found, "one of udp, tcp, tls, ws, wss", nearest(transport, TRANSPORTS))
    return transport
