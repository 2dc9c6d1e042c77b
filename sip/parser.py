"""Bytes of one datagram, or of one message framed by sip/framing, to a Request or Response (RFC 3261 7, 18.3).

Only the outline is read here: start line, names of header fields, Content-Length. Values are read when someone asks
(sip/message). ``_read`` is strict; when it refuses, ``read_what_is_there`` finds as much of a request as an answer
needs.
"""

import re
from dataclasses import dataclass

from sip import grammar
from sip.errors import MalformedMessage
from sip.headers import SPELLINGS, canonical
from sip.message import METHODS, Message, Request, Response, field_value

_METHOD = re.compile(grammar.TOKEN)
_STATUS = {str(status): status for status in range(100, 700)}
_VERSION = re.compile(r"[Ss][Ii][Pp]/2\.0")
_ANY_VERSION = re.compile(r"[Ss][Ii][Pp]/[0-9]+\.[0-9]+")
_FIRST_WORD = re.compile(r"([^ \t\r\n]++)[ \t]++")
_LINE_END = re.compile(r"\r\n(?![ \t])")
_NOT_A_FOLD = re.compile(r"\r(?!\n[ \t])|(?<!\r)\n")


@dataclass(slots=True, frozen=True)
class Limits:
    """How much of a message we are ready to hold. Octets, but for ``fields``."""

    message: int = 65535
    """No UDP payload is longer, and none that we forward may be."""
    head: int = 32768
    """Half of that: what grows on the way (Via, Record-Route) must still find room."""
    fields: int = 256
    """70 Via and 70 Record-Route fields, one for each hop that Max-Forwards allows, and as many others."""


DEFAULT = Limits()


class UnreadableMessage(MalformedMessage):
    """What ``parse`` raises. ``request`` is what could be read of a request, to answer it; None calls for silence."""

    def __init__(self, reason: str, status: int = 400, request: Request | None = None) -> None:
        super().__init__(reason, status)
        self.request = request


class _Folded(Exception):  # an event of reading, not an error
    pass


def parse(data: bytes, limits: Limits = DEFAULT) -> Request | Response:
    """Read one message; line ends before it are skipped (7.5), octets behind its Content-Length dropped (18.3).

    Raises UnreadableMessage. Empty data, keep-alives and noise of other protocols have no ``request`` in it.
    """
    try:
        return _read(data, limits)
    except MalformedMessage as problem:
        raise UnreadableMessage(problem.reason, problem.status, read_what_is_there(data, limits)) from problem


def _read(data: bytes, limits: Limits) -> Request | Response:
    if data.startswith(b"\r\n"):
        data = _without_leading_line_ends(data)
    end = data.find(b"\r\n\r\n")
    if end < 0:
        raise MalformedMessage("No empty line after the header fields")
    if end > limits.head or len(data) > limits.message:
        raise MalformedMessage("Message Too Large", 513)
    head = data[:end].decode("latin-1")
    lines = head.split("\r\n")
    joined = "".join(lines)
    if "\n" in joined or "\r" in joined:
        raise MalformedMessage("Stray CR or LF in the header fields")
    if len(lines) > limits.fields:
        raise MalformedMessage("Too many header fields", 513)
    start = lines.pop(0)
    try:
        fields = _index(lines)
    except _Folded:
        start, *lines = _LINE_END.split(head)
        if "\n" in start:
            raise MalformedMessage("Folded start line") from None
        fields = _index(lines)
    message = _start(start, lines, fields, data[end + 4 :])
    if "content-length" in fields:
        _apply_content_length(message)
    return message


def _index(lines: list[str]) -> dict[str, list[int]]:
    fields: dict[str, list[int]] = {}
    known = SPELLINGS.get
    for at, line in enumerate(lines):
        written, colon, _ = line.partition(":")
        name = known(written)
        if name is None or not colon:
            name = _unusual_name(line)
        if name in fields:
            fields[name].append(at)
        else:
            fields[name] = [at]
    return fields


def _unusual_name(line: str) -> str:
    if line[0] in " \t":
        raise _Folded
    written, colon, _ = line.partition(":")
    name = canonical(written.rstrip(" \t"))
    if name is None or not colon:
        raise MalformedMessage("Malformed header field name")
    return name


def _start(line: str, lines: list[str], fields: dict[str, list[int]], body: bytes) -> Request | Response:
    first, _, rest = line.partition(" ")
    uri, _, version = rest.partition(" ")
    if version == "SIP/2.0" and first in METHODS and uri:
        return Request(first, uri, lines, fields, body)
    if _VERSION.fullmatch(first):
        if uri not in _STATUS:
            raise MalformedMessage("Malformed status code")
        return Response(_STATUS[uri], version, lines, fields, body)
    if not uri or _METHOD.fullmatch(first) is None or _ANY_VERSION.fullmatch(version) is None:
        raise MalformedMessage("Malformed request line")
    if _VERSION.fullmatch(version) is None:
        raise MalformedMessage("Version Not Supported", 505)
    return Request(first, uri, lines, fields, body)


def _apply_content_length(message: Message) -> None:
    """18.3: a body longer than announced is cut, a shorter one refused. Two fields that agree are one."""
    places = message.fields["content-length"]
    present = len(message.body)
    line = message.lines[places[0]]
    if len(places) == 1 and line == f"Content-Length: {present}":
        return
    length = grammar.read_number(field_value(line))
    if length is None:
        raise MalformedMessage("Malformed Content-Length header field")
    if any(grammar.read_number(other) != length for other in message.values("content-length")):
        raise MalformedMessage("Content-Length header fields that differ")
    if length > present:
        raise MalformedMessage("Content-Length is more than what follows")
    message.body = message.body[:length]


def _without_leading_line_ends(data: bytes) -> bytes:
    at = 0
    while data.startswith(b"\r\n", at):
        at += 2
    return data[at:]


def read_what_is_there(data: bytes, limits: Limits = DEFAULT) -> Request | None:
    """As much of a malformed request as can be answered: whole, clean lines, no body. None when it is no request."""
    data = _without_leading_line_ends(data[: limits.message])
    end = data.find(b"\r\n\r\n")
    head = data[: end if end >= 0 else max(data.rfind(b"\r\n"), 0)].decode("latin-1")
    start, *received = _LINE_END.split(head, limits.fields)
    found = _something_like_a_request(start)
    if found is None:
        return None
    lines: list[str] = []
    fields: dict[str, list[int]] = {}
    for line in received:
        written, colon, _ = line.partition(":")
        name = canonical(written.rstrip(" \t"))
        if name and colon and not _NOT_A_FOLD.search(line):
            fields.setdefault(name, []).append(len(lines))
            lines.append(line)
    return Request(*found, lines, fields, b"")


def _something_like_a_request(line: str) -> tuple[str, str] | None:
    """Method and Request-URI of a start line with any white space in it; the version at its end tells it from noise.

    No expression for the whole line: white space beside text that may hold white space is tried in every division.
    """
    first = _FIRST_WORD.match(line)
    line = line.rstrip(" \t")
    version = line.rfind("/") - len("SIP")
    if first is None or version < first.end() or _ANY_VERSION.fullmatch(line, version) is None:
        return None
    uri = line[first.end() : version].rstrip(" \t")
    if "\r" in uri or "\n" in uri or _VERSION.fullmatch(first[1]):
        return None
    return first[1], uri
