"""Requests and responses as received, their values read when someone asks (RFC 3261 7).

A message head is held as text with one character per octet (latin-1), so it can be sent again byte by byte.
Not here: how bytes become a message (sip/parser), how a message becomes bytes (sip/writer).
"""

import re

from sip import grammar
from sip.errors import MalformedMessage, MalformedUri
from sip.header_values import (
    CSeq,
    NameAddr,
    Star,
    Via,
    parse_contacts,
    parse_cseq,
    parse_name_addr,
    parse_via,
    parse_vias,
    usual_address,
    usual_cseq,
    usual_via,
)
from sip.headers import display
from sip.uri import Uri, parse_uri

_FOLD = re.compile(grammar.FOLD)
_CALL_ID = re.compile(grammar.CALL_ID)
_USUAL_CALL_ID = re.compile(rf" ({grammar.CALL_ID})")
_OTHER_URI = re.compile(grammar.URI_TEXT)
_KNOWN_SCHEMES = ("sip", "sips", "tel")

METHODS = frozenset(
    ("INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "PRACK", "UPDATE", "INFO", "REFER", "SUBSCRIBE", "NOTIFY")
) | {"MESSAGE", "PUBLISH"}
"""The methods that RFCs define; any other token is one too (16.3 step 1)."""


def field_value(line: str) -> str:
    """The value of a header field line: unfolded, without white space around it."""
    value = line.partition(":")[2]
    if "\n" in value:
        value = _FOLD.sub(" ", value)
    return value.strip(" \t")


class Message:
    """What requests and responses share. Treated as read-only once parsed."""

    __slots__ = ("_call_id", "_contacts", "_cseq", "_from", "_to", "_top_via", "body", "fields", "lines")

    def __init__(self, lines: list[str], fields: dict[str, list[int]], body: bytes) -> None:
        self.lines = lines
        """Header field lines as received, without CRLF at the end; a folded one keeps its CRLF inside."""
        self.fields = fields
        """Canonical name (``sip.headers``) to the indexes of its lines, in order."""
        self.body = body
        self._top_via: Via | None = None
        self._cseq: CSeq | None = None
        self._call_id: str | None = None
        self._from: NameAddr | None = None
        self._to: NameAddr | None = None
        self._contacts: list[NameAddr] | Star | None = None

    def has(self, name: str) -> bool:
        """Whether a header field of this canonical name is there."""
        return name in self.fields

    def value(self, name: str) -> str | None:
        """Value of the first header field of this canonical name."""
        at = self.fields.get(name)
        return None if at is None else field_value(self.lines[at[0]])

    def values(self, name: str) -> list[str]:
        """Value of every header field of this canonical name, in order, not split at commas."""
        return [field_value(self.lines[at]) for at in self.fields.get(name, ())]

    @property
    def top_via(self) -> Via:
        if self._top_via is None:
            line = self._first_line("via")
            self._top_via = usual_via(line, line.find(":") + 1) or parse_via(field_value(line))
        return self._top_via

    @property
    def cseq(self) -> CSeq:
        if self._cseq is None:
            line = self._first_line("cseq")
            self._cseq = usual_cseq(line, line.find(":") + 1) or parse_cseq(field_value(line))
        return self._cseq

    @property
    def call_id(self) -> str:
        if self._call_id is None:
            line = self._first_line("call-id")
            match = _USUAL_CALL_ID.fullmatch(line, line.find(":") + 1)
            call_id = match[1] if match is not None else field_value(line)
            if match is None and _CALL_ID.fullmatch(call_id) is None:
                raise MalformedMessage("Malformed Call-ID header field")
            self._call_id = call_id
        return self._call_id

    @property
    def from_(self) -> NameAddr:
        if self._from is None:
            self._from = self._tagged("from")
        return self._from

    @property
    def to(self) -> NameAddr:
        if self._to is None:
            self._to = self._tagged("to")
        return self._to

    @property
    def contacts(self) -> list[NameAddr] | Star:
        """Every Contact, in order; empty when there is none."""
        if self._contacts is None:
            try:
                self._contacts = self._read_contacts()
            except MalformedMessage as problem:
                raise MalformedMessage("Malformed Contact header field") from problem
        return self._contacts

    def _read_contacts(self) -> list[NameAddr] | Star:
        places = self.fields.get("contact")
        if places is None:
            return []
        line = self.lines[places[0]]
        address = usual_address(line, line.find(":") + 1) if len(places) == 1 else None
        return [address] if address is not None else parse_contacts(self.values("contact"))

    def _first_line(self, name: str) -> str:
        at = self.fields.get(name)
        if at is None:
            raise MalformedMessage(f"Missing {display(name)} header field")
        return self.lines[at[0]]

    def _tagged(self, name: str) -> NameAddr:
        line = self._first_line(name)
        address = usual_address(line, line.find(":") + 1)
        if address is None:
            try:
                address = parse_name_addr(field_value(line))
            except MalformedMessage as problem:
                raise MalformedMessage(f"Malformed {display(name)} header field") from problem
        if not address.parameters.get("tag", "none"):  # an empty tag must not pass for a dialog
            raise MalformedMessage(f"Empty tag in {display(name)} header field")
        return address


class Request(Message):
    """A request. ``uri`` is the text of the Request-URI as received."""

    __slots__ = ("_max_forwards", "_parsed_uri", "method", "uri")

    def __init__(self, method: str, uri: str, lines: list[str], fields: dict[str, list[int]], body: bytes) -> None:
        Message.__init__(self, lines, fields, body)
        self.method = method
        self.uri = uri
        self._parsed_uri: Uri | None = None
        self._max_forwards: int | None = None

    @property
    def max_forwards(self) -> int | None:
        """Max-Forwards (20.22); None when there is none, or one above 255, which counts as none (RFC 4475 3.1.2.4)."""
        if self._max_forwards is None:
            self._max_forwards = self._read_max_forwards()
        return self._max_forwards

    def _read_max_forwards(self) -> int | None:
        value = self.value("max-forwards")
        if value is None:
            return None
        number = grammar.read_number(value)
        if number is None:
            raise MalformedMessage("Malformed Max-Forwards header field")
        return number if number <= 255 else None

    @property
    def parsed_uri(self) -> Uri:
        """The Request-URI. Raises MalformedMessage: 416 for a scheme that is not ours (16.3 step 2), else 400."""
        if self._parsed_uri is None:
            self._parsed_uri = _parse_request_uri(self.uri)
        return self._parsed_uri


class Response(Message):
    """A response."""

    __slots__ = ("reason", "status")

    def __init__(self, status: int, reason: str, lines: list[str], fields: dict[str, list[int]], body: bytes) -> None:
        Message.__init__(self, lines, fields, body)
        self.status = status
        self.reason = reason


def check_mandatory(request: Request) -> None:
    """The header fields that each request needs are there, once, and agree (8.1.1, 16.3 step 1).

    Raises MalformedMessage naming the header field. Max-Forwards may be missing, RFC 2543 did not have it.
    """
    fields = request.fields
    if "via" not in fields:
        raise MalformedMessage("Missing Via header field")
    for name in _EXACTLY_ONCE:
        found = fields.get(name)
        if found is None:
            raise MalformedMessage(f"Missing {display(name)} header field")
        if len(found) > 1:
            raise MalformedMessage(f"More than one {display(name)} header field")
    if "max-forwards" in fields and len(fields["max-forwards"]) > 1:
        raise MalformedMessage("More than one Max-Forwards header field")
    if request.cseq.method != request.method:
        # RFC 4475 3.1.2.18: for a method that nobody knows, 501 says more
        status = 400 if request.method in METHODS else 501
        raise MalformedMessage("CSeq method is not the method of the request", status)


_EXACTLY_ONCE = ("from", "to", "call-id", "cseq")


def check_syntax(request: Request) -> None:
    """What a proxy or registrar will act on can be read: reasonable syntax (16.3 step 1).

    Raises MalformedMessage, with 416 for a Request-URI of a scheme that is not ours. Call ``check_mandatory`` first.
    """
    _check_vias(request)
    request.from_  # noqa: B018  # reading is the check
    request.to  # noqa: B018
    request.call_id  # noqa: B018
    request.contacts  # noqa: B018
    request.parsed_uri  # noqa: B018


def _check_vias(request: Request) -> None:
    request.top_via  # noqa: B018
    places = request.fields["via"]
    if len(places) > 1 or "," in request.lines[places[0]]:
        for value in request.values("via"):
            parse_vias(value)


def _parse_request_uri(text: str) -> Uri:
    try:
        uri = parse_uri(text)
    except MalformedUri as problem:
        if _OTHER_URI.fullmatch(text) and text.partition(":")[0].lower() not in _KNOWN_SCHEMES:
            raise MalformedMessage("Unsupported URI Scheme", 416) from problem
        raise MalformedMessage("Malformed Request-URI") from problem
    if uri.headers is not None:  # 19.1.1: not allowed there, and they must never become header fields
        raise MalformedMessage("Request-URI with header fields")
    return uri
