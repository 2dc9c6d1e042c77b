"""SIP, SIPS and tel URIs: reading, writing, comparing (RFC 3261 19.1, RFC 3966).

Text is one character per octet. A ``Uri`` keeps user, password and parameter values escaped as they were received;
host and parameter names are in lower case. Not here: URIs of other schemes, which nobody but their owner can read.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import AddressValueError, IPv6Address

from sip import grammar
from sip.errors import MalformedUri

_SIP_URI = re.compile(grammar.SIP_URI)
_TEL_URI = re.compile(grammar.TEL_URI)
# Most URIs: no escapes, no password, no headers. What this matches, _SIP_URI matches too, in twice the time.
_USUAL_URI = re.compile(
    rf"(sips?):(?:([{grammar.UNRESERVED_CHARACTERS}&=+$,;?/#]++)@)?+([a-z0-9\-]++(?:\.[a-z0-9\-]++)*+)(?::({grammar.PORT}))?+"
    rf"((?:;[a-z0-9\-]++(?:=[{grammar.URI_PARAMETER_CHARACTERS}]++)?+)*+)"
)
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_NOT_USER = re.compile(rf"[^{grammar.UNRESERVED_CHARACTERS}&=+$,;?/]")
_NOT_PARAMETER = re.compile(rf"[^{grammar.URI_PARAMETER_CHARACTERS}]")
_VISUAL_SEPARATORS = str.maketrans("", "", "-.()")
_RESERVED = ";/?:@&=+$,%"
"""RFC 2396 2.2, and the escape itself: these differ from their escaped form (19.1.4)."""


@dataclass(slots=True)
class Uri:
    """A URI in its parts. Treat one that came from a message as read-only."""

    scheme: str
    """``sip``, ``sips`` or ``tel``."""
    user: str | None = None
    """As received, escapes included; of a tel URI the number with its visual separators."""
    password: str | None = None
    host: str = ""
    """Lower case; an IPv6 address without brackets; empty for tel."""
    port: int | None = None
    parameters: dict[str, str | None] = field(default_factory=dict)
    headers: str | None = None
    """What follows ``?``, as received."""

    @property
    def user_unescaped(self) -> str:
        """The user part as dialled, ``""`` when there is none; of tel without visual separators (RFC 3966 5.1.1)."""
        if self.user is None:
            return ""
        return self.user.translate(_VISUAL_SEPARATORS) if self.scheme == "tel" else unescape(self.user)

    def __str__(self) -> str:
        text = f"{self.scheme}:"
        if self.scheme == "tel":
            text += self.user or ""
        else:
            if self.user is not None:
                text += self.user if self.password is None else f"{self.user}:{self.password}"
                text += "@"
            text += f"[{self.host}]" if ":" in self.host else self.host
            if self.port is not None:
                text += f":{self.port}"
        for name, value in self.parameters.items():
            text += f";{_NOT_PARAMETER.sub(_escape, name)}"
            if value is not None:
                text += f"={value}"
        return text if self.headers is None else f"{text}?{self.headers}"


def parse_uri(text: str) -> Uri:
    """Read a sip, sips or tel URI. Raises MalformedUri for anything else, and for white space or brackets around it."""
    match = _USUAL_URI.fullmatch(text)
    if match is not None:
        scheme, user, host, port, parameters = match.groups()
        read = _parse_parameters(parameters) if parameters else {}
        return Uri(scheme, user, None, host, None if port is None else read_port(port), read, None)
    match = _SIP_URI.fullmatch(text)
    if match is None:
        return _parse_tel(text)
    scheme, user, password, host, port, parameters, headers = match.groups()
    if user == "":
        raise MalformedUri("URI with an empty user part")
    return Uri(
        scheme.lower(),
        user,
        password,
        read_ipv6(host[1:-1]) if host[0] == "[" else host.lower(),
        None if port is None else read_port(port),
        _parse_parameters(parameters) if parameters else {},
        headers,
    )


def _parse_tel(text: str) -> Uri:
    match = _TEL_URI.fullmatch(text)
    if match is None:
        raise MalformedUri("not a sip, sips or tel URI")
    number, parameters = match.groups()
    if not number.translate(_VISUAL_SEPARATORS).lstrip("+"):
        raise MalformedUri("tel URI without a digit")
    return Uri("tel", number, parameters=_parse_parameters(parameters))


def _parse_parameters(text: str) -> dict[str, str | None]:
    parameters: dict[str, str | None] = {}
    for item in text.split(";")[1:]:
        name, equals, value = item.partition("=")
        name = unescape(name).lower() if "%" in name else name.lower()
        if name in parameters:  # 19.1.1: a reader further on could choose the other one
            raise MalformedUri("URI parameter given twice")
        parameters[name] = value if equals else None
    return parameters


def read_port(text: str) -> int:
    """The port 1 to 65535 that ``text``, at most five ASCII digits, stands for."""
    port = int(text)
    if not 0 < port < 65536:
        raise MalformedUri("port out of range")
    return port


@lru_cache(maxsize=1024)
def read_ipv6(text: str) -> str:
    """An IPv6 address without brackets, in lower case. The third colon of an old grammar is left out (RFC 5118)."""
    text = text.lower().replace(":::", "::")
    try:
        IPv6Address(text)
    except AddressValueError as problem:
        raise MalformedUri("not an IPv6 address") from problem
    return text


def unescape(text: str) -> str:
    """Undo ``%HH`` once (19.1.2); an escape that is none stays. The result may hold any octet, CR and LF included."""
    return _PERCENT.sub(_octet, text) if "%" in text else text


def escape_user(text: str) -> str:
    """Write ``text`` so that it can stand as the user part of a URI (25.1)."""
    return _NOT_USER.sub(_escape, text)


def equal(one: Uri, other: Uri) -> bool:
    """Whether two URIs are the same by RFC 3261 19.1.4, tel URIs by RFC 3966 4."""
    if one.scheme != other.scheme:
        return False
    if one.scheme == "tel":
        return _comparable(one.user_unescaped).lower() == _comparable(
            other.user_unescaped
        ).lower() and _comparable_parameters(one) == _comparable_parameters(other)
    return (
        _comparable(one.user) == _comparable(other.user)
        and _comparable(one.password) == _comparable(other.password)
        and _same_host(one.host, other.host)
        and one.port == other.port
        and _same_parameters(one, other)
        and _comparable_headers(one.headers) == _comparable_headers(other.headers)
    )


_SIGNIFICANT = frozenset(("transport", "user", "ttl", "method", "maddr"))
"""19.1.4: these make a difference even when only one URI has them."""


def _same_parameters(one: Uri, other: Uri) -> bool:
    ours, theirs = _comparable_parameters(one), _comparable_parameters(other)
    for name in ours.keys() | theirs.keys():
        if name in ours and name in theirs:
            if ours[name] != theirs[name]:
                return False
        elif name in _SIGNIFICANT:
            return False
    return True


def _comparable_parameters(uri: Uri) -> dict[str, str | None]:
    return {name: None if value is None else _comparable(value).lower() for name, value in uri.parameters.items()}


def _comparable_headers(headers: str | None) -> list[tuple[str, str]]:
    if headers is None:
        return []
    pairs = (item.partition("=") for item in headers.split("&"))
    return sorted((_comparable(name).lower(), _comparable(value)) for name, _, value in pairs)


def _comparable(text: str | None) -> str:
    """``text`` with every escape undone that does not change the meaning. None is "": no URI has both."""
    return "" if text is None else _PERCENT.sub(_octet_unless_reserved, text)


def _same_host(one: str, other: str) -> bool:
    if ":" in one and ":" in other:
        return IPv6Address(one) == IPv6Address(other)
    return one == other


def _octet(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _octet_unless_reserved(match: re.Match[str]) -> str:
    octet = _octet(match)
    return match[0].upper() if octet in _RESERVED else octet


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    octets = character.encode("latin-1" if character <= "\xff" else "utf-8")
    return "".join(f"%{octet:02X}" for octet in octets)
