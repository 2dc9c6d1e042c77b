"""Values of header fields that a proxy or registrar acts on: Via, addresses, CSeq, credentials (RFC 3261 20).

All functions take an unfolded value (``sip.message.field_value``) and raise MalformedMessage (400).
Parameter names are in lower case, values without the quotes that were around them. A name given twice is refused
(7.3.1): whoever reads the message next could choose the other one. Not here: URIs (sip/uri).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from sip import grammar
from sip.errors import MalformedMessage, MalformedUri
from sip.uri import Uri, parse_uri, read_ipv6, read_port

_VIA = re.compile(grammar.VIA)
_NAME_ADDRESS = re.compile(grammar.NAME_ADDRESS, re.DOTALL)
_BARE_ADDRESS = re.compile(grammar.BARE_ADDRESS)
_PARAMETER = re.compile(grammar.PARAMETER, re.DOTALL)
_CSEQ = re.compile(grammar.CSEQ)
_ELEMENT = re.compile(grammar.LIST_ELEMENT, re.DOTALL)
_AUTH_PARAMETER = re.compile(grammar.AUTH_PARAMETER, re.DOTALL)
_TOKEN = re.compile(grammar.TOKEN)
_UNQUOTED_VALUE = re.compile(r'[^\x00-\x20\x7f",;<>]+')
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)
_NEEDS_QUOTED_PAIR = re.compile(r'["\\]')

# How nearly every Via and address is written. What these match, the expressions above match too, three times slower.
# They read a header field line from behind its colon, or a value; a folded one they leave to the others.
_USUAL_TEXT = rf"[{grammar.TOKEN_CHARACTERS}:\[\]]++"
_USUAL_PARAMETERS = rf"((?:;[a-z0-9\-]++(?:={_USUAL_TEXT})?+)*+)"
_USUAL_VIA = re.compile(
    rf" ?(SIP/2\.0/([A-Z]++) ([a-z0-9\-]++(?:\.[a-z0-9\-]++)*+)(?::({grammar.PORT}))?+"
    rf"(?:;branch=({_USUAL_TEXT})(;rport)?+(?![;=])|{_USUAL_PARAMETERS}))(?=,|\Z)"
)
_USUAL_ADDRESS = re.compile(
    rf' ?(?:"([^"\\\r\n]*+)" ?+)?+<({grammar.URI_TEXT})>(?:;tag=({_USUAL_TEXT})(?!;)|{_USUAL_PARAMETERS})'
)
_USUAL_CSEQ = re.compile(rf" ?([0-9]{{1,9}}) ({grammar.TOKEN})")

Parameters = dict[str, str | None]


@dataclass(slots=True)
class Via:
    """One hop of a message's way (20.42)."""

    transport: str
    """Upper case."""
    host: str
    """Lower case; IPv6 without brackets."""
    port: int | None
    parameters: Parameters
    text: str
    """As received, without white space around it."""

    @property
    def branch(self) -> str | None:
        return self.parameters.get("branch")

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port is None else f":{self.port}"
        return f"SIP/2.0/{self.transport} {host}{port}{write_parameters(self.parameters)}"


@dataclass(slots=True)
class NameAddr:
    """Value of From, To, Contact, Route and their like (20.10)."""

    display: str | None
    """Without quotes and escapes."""
    uri: str
    """As received, without angle brackets."""
    parameters: Parameters
    _parsed_uri: Uri | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def parsed_uri(self) -> Uri:
        """Raises MalformedUri for what is no sip, sips or tel URI."""
        if self._parsed_uri is None:
            self._parsed_uri = parse_uri(self.uri)
        return self._parsed_uri

    @property
    def tag(self) -> str | None:
        return self.parameters.get("tag")

    def __str__(self) -> str:
        display = "" if self.display is None else f"{quote(self.display)} "
        return f"{display}<{self.uri}>{write_parameters(self.parameters)}"


@dataclass(slots=True)
class CSeq:
    """Number and method (20.16)."""

    number: int
    method: str


class Star(Enum):
    """``Contact: *`` (10.2.2)."""

    STAR = "*"


STAR: Final = Star.STAR


def parse_via(value: str) -> Via:
    """The first Via of ``value``."""
    via, end = _read_via(value, 0)
    if end != len(value) and value[end] != ",":
        raise MalformedMessage("Malformed Via header field")
    return via


def usual_via(text: str, at: int = 0) -> Via | None:
    """The Via that stands in ``text`` from ``at`` on, when it is written as nearly all are; None: ask ``parse_via``."""
    match = _USUAL_VIA.match(text, at)
    if match is None:
        return None
    via, transport, host, port, branch, rport, parameters = match.groups()
    if branch is None:
        read = _usual_parameters(parameters)
    else:
        read = {"branch": branch} if rport is None else {"branch": branch, "rport": None}
    return Via(transport, host, None if port is None else _via_port(port), read, via)


def parse_vias(value: str) -> list[Via]:
    """Every Via of ``value``, topmost first."""
    vias = []
    at = -1
    while at < len(value):
        via, at = _read_via(value, at + 1)
        vias.append(via)
        if at != len(value) and value[at] != ",":
            raise MalformedMessage("Malformed Via header field")
    return vias


def _read_via(value: str, at: int) -> tuple[Via, int]:
    match = _VIA.match(value, at)
    if match is None:
        raise MalformedMessage("Malformed Via header field")
    transport, host, port = match.groups()
    parameters, end = _read_parameters(value, match.end())
    if parameters.get("branch") == "":
        raise MalformedMessage("Via header field with an empty branch")
    host = _via_ipv6(host[1:-1]) if host[0] == "[" else host.lower()
    text = value[at:end].strip(" \t")
    return Via(transport.upper(), host, None if port is None else _via_port(port), parameters, text), end


def _via_port(text: str) -> int:
    try:
        return read_port(text)
    except MalformedUri as problem:
        raise MalformedMessage("Malformed port in Via header field") from problem


def _via_ipv6(text: str) -> str:
    try:
        return read_ipv6(text)
    except MalformedUri as problem:
        raise MalformedMessage("Malformed host in Via header field") from problem


def parse_cseq(value: str) -> CSeq:
    """8.1.1.5: a number below 2**32 and a method."""
    match = _CSEQ.fullmatch(value)
    if match is None:
        raise MalformedMessage("Malformed CSeq header field")
    number = int(match[1])
    if number >= 2**32:
        raise MalformedMessage("CSeq number out of range")
    return CSeq(number, match[2])


def usual_cseq(text: str, at: int = 0) -> CSeq | None:
    """The CSeq that ``text`` is from ``at`` on, when it is written as nearly all are; None: ask ``parse_cseq``."""
    match = _USUAL_CSEQ.fullmatch(text, at)
    return CSeq(int(match[1]), match[2]) if match is not None else None


def parse_name_addr(value: str) -> NameAddr:
    """One name-addr or addr-spec with its parameters, and nothing after it."""
    address = usual_address(value)
    if address is not None:
        return address
    address, end = _read_name_addr(value)
    if end != len(value):
        raise MalformedMessage("Malformed address in header field")
    return address


def usual_address(text: str, at: int = 0) -> NameAddr | None:
    """The address that ``text`` is from ``at`` on, when it is written as nearly all are; None: ask
    ``parse_name_addr``."""
    match = _USUAL_ADDRESS.fullmatch(text, at)
    if match is None:
        return None
    display, uri, tag, parameters = match.groups()
    return NameAddr(display, uri, _usual_parameters(parameters) if tag is None else {"tag": tag})


def _read_name_addr(value: str) -> tuple[NameAddr, int]:
    match = _NAME_ADDRESS.match(value)
    if match is not None:
        quoted, plain, uri = match.groups()
        display = _unquote(quoted) if quoted is not None else plain.strip(" \t") or None
    else:
        match = _BARE_ADDRESS.match(value)
        if match is None:
            raise MalformedMessage("Malformed address in header field")
        display, uri = None, match[1]
    parameters, end = _read_parameters(value, match.end())
    return NameAddr(display, uri, parameters), end


def with_uri(value: str, uri: str) -> str:
    """``value``, an address with or without parameters, with another URI; the rest stays as it was written.

    Brackets are added when the URI needs them (20.10).
    """
    match = _NAME_ADDRESS.match(value)
    if match is not None:
        return f"{value[: match.start(3)]}{uri}{value[match.end(3) :]}"
    match = _BARE_ADDRESS.match(value)
    if match is None:
        raise MalformedMessage("Malformed address in header field")
    if _BARE_ADDRESS.fullmatch(uri) is None:
        uri = f"<{uri}>"
    return f"{value[: match.start(1)]}{uri}{value[match.end(1) :]}"


def parse_contacts(values: Iterable[str]) -> list[NameAddr] | Star:
    """All addresses of the Contact fields with these values, in order; STAR when ``*`` stands alone (10.2.2)."""
    elements = [element for value in values for element in split_values(value)]
    if "*" in elements:
        if len(elements) > 1:
            raise MalformedMessage("Contact * with another Contact")
        return STAR
    return [parse_name_addr(element) for element in elements]


def _usual_parameters(text: str) -> Parameters:
    """``text``, which is well-formed, without quotes and in lower case."""
    parameters: Parameters = {}
    if not text:
        return parameters
    items = text.split(";")
    del items[0]
    for item in items:
        name, equals, value = item.partition("=")
        parameters[name] = value if equals else None
    if len(parameters) != len(items):
        raise MalformedMessage("Parameter given twice in header field")
    return parameters


def _read_parameters(value: str, at: int) -> tuple[Parameters, int]:
    """The parameters that begin at ``at``, and where they and the white space after them end."""
    parameters: Parameters = {}
    end = len(value)
    while at < end:
        match = _PARAMETER.match(value, at)
        if match is None:
            break
        name, text = match.groups()
        name = name.lower()
        if name in parameters:
            raise MalformedMessage("Parameter given twice in header field")
        parameters[name] = _unquote(text) if text and text[0] == '"' else text
        at = match.end()
    while at < end and value[at] in " \t":
        at += 1
    return parameters, at


def split_values(value: str) -> list[str]:
    """The elements of a comma-separated value, trimmed; commas in quotes and brackets are data. ``""`` has none."""
    if "," not in value:
        value = value.strip(" \t")
        return [value] if value else []
    if '"' not in value and "<" not in value:
        return [element.strip(" \t") for element in value.split(",")]
    elements = []
    at = -1
    while at < len(value):
        end = _end_of_quoted_element(value, at + 1)
        elements.append(value[at + 1 : end].strip(" \t"))
        at = end
    return elements


def end_of_element(value: str, at: int = 0) -> int:
    """Where the list element that begins at ``at`` ends: at its comma, or at the end of the value."""
    if '"' not in value and "<" not in value:
        end = value.find(",", at)
        return end if end >= 0 else len(value)
    return _end_of_quoted_element(value, at)


def _end_of_quoted_element(value: str, at: int) -> int:
    match = _ELEMENT.match(value, at)
    assert match is not None
    end = match.end()
    if end != len(value) and value[end] != ",":
        raise MalformedMessage("Unbalanced quote or bracket in header field")
    return end


def parse_auth_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Scheme, in lower case, and parameters of a challenge or of credentials (20.7).

    Quotes are removed, backslashes stay: digests are made over the text as it stands between the quotes.
    """
    scheme, _, rest = value.strip(" \t").partition(" ")
    if _TOKEN.fullmatch(scheme) is None:
        raise MalformedMessage("Malformed authentication scheme")
    parameters: dict[str, str] = {}
    at = -1 if rest.strip(" \t") else len(rest)
    while at < len(rest):
        match = _AUTH_PARAMETER.match(rest, at + 1)
        if match is None:
            raise MalformedMessage("Malformed authentication parameter")
        name, text = match[1].lower(), match[2]
        at = match.end()
        if name in parameters or (at < len(rest) and rest[at] != ","):
            raise MalformedMessage("Malformed authentication parameter")
        parameters[name] = text[1:-1] if text[0] == '"' else text
    return scheme.lower(), parameters


def write_parameters(parameters: Parameters) -> str:
    """``;name=value`` for each, quoted where needed."""
    text = ""
    for name, value in parameters.items():
        if value is None:
            text += f";{name}"
        else:
            text += f";{name}={value if _UNQUOTED_VALUE.fullmatch(value) else quote(value)}"
    return text


def quote(text: str) -> str:
    """``text`` as a quoted-string (25.1)."""
    escaped = _NEEDS_QUOTED_PAIR.sub(r"\\\g<0>", text)
    return f'"{escaped}"'


def _unquote(text: str) -> str:
    inner = text[1:-1]
    return _QUOTED_PAIR.sub(r"\1", inner) if "\\" in inner else inner
