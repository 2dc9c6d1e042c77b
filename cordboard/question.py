"""Questions about calls that nobody has made: what explain, simulate and ``tests:`` ask (CONFIG.md, "explain --json").

A question is text that a person or a program wrote; here it is read, as strictly as a request would be, and put to
routing. Not here: who calls and where it goes (routing/question), and showing the answer (routing/explain).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from config.endpoints import TRANSPORTS, address
from config.findings import BadValue, nearest, quote
from config.values import moment
from cordboard.engine.arriving import user_of
from routing import question as routing_question
from routing.health import AllWell, Down, Health
from routing.model import Configuration
from routing.notes import Notes
from routing.octet_text import readable
from routing.question import Answer
from routing.table import Table
from sip.errors import MalformedUri
from sip.uri import Uri, parse_uri

DEFAULT_TRANSPORT: Final = "udp"
_SCHEMES: Final = ("sip", "sips", "tel")
_ALL_WELL: Final = AllWell()
_SOURCE: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+))(?::([0-9]{1,5}))?|([0-9A-Fa-f:.]+)")


class QuestionError(ValueError):
    """A question that cannot be asked. ``str()`` names the field, what was found and what was expected."""


def wrong(field: str, found: str, expected: str | None = None, suggestion: str | None = None) -> QuestionError:
    """What is wrong with one field of a question, in the words of every other problem."""
    text = f"{field}: {found}"
    if expected is not None:
        text += f"; expected {expected}"
    if suggestion is not None:
        text += f"; did you mean {suggestion}?"
    return QuestionError(text)


@dataclass(slots=True)
class Question:
    """``caller`` and ``callee`` with or without ``sip:``; a callee without a domain is in the caller's."""

    caller: str
    callee: str
    source: str | None = None
    """``IP``, ``IP:PORT`` or ``[IPv6]:PORT``."""
    transport: str | None = None
    """None is UDP."""
    pai: str | None = None
    moment: str | None = None
    """ISO 8601, UTC if it does not say; None is now."""
    down: tuple[str, ...] = ()
    """``SERVER`` or ``GROUP/SERVER``."""
    id: object = None
    """Comes back with the answer; whatever JSON can hold."""


class Respondent:
    """Answers questions from one configuration; made once, asked often."""

    def __init__(self, configuration: Configuration, table: Table) -> None:
        self._table = table
        self._home = _home(configuration, table)
        names = [(group.name, server.name) for group in configuration.peering.values() for server in group.servers]
        self._servers = dict.fromkeys(name for group, server in names for name in (server, f"{group}/{server}"))

    def ask(self, question: Question, now: float, uniform: Callable[[], float], notes: Notes | None = None) -> Answer:
        """The answer that a live call would get. Raises QuestionError.

        ``now``: seconds since 1970, for a question that names no moment. ``uniform``: chance, 0 <= u < 1.
        """
        caller = _caller(question.caller)
        source = _address_of(question.source) if question.source is not None else None
        domain = self._domain_of(caller, source)
        asked = routing_question.Question(
            caller=_plain(caller),
            callee=_plain(_uri(question.callee, "to", domain), _in_uri(caller.host)),
            source=question.source,
            transport=_transport(question.transport) if question.transport is not None else DEFAULT_TRANSPORT,
            pai=_plain(_asserted(question.pai)) if question.pai is not None else None,
        )
        health = self._down(question.down) if question.down else _ALL_WELL
        if question.moment is not None:
            now = _seconds(question.moment)
        return routing_question.ask(asked, self._table, health, now, uniform, notes)

    def _domain_of(self, caller: Uri, source: str | None) -> str:
        """Where a callee without a domain is: the caller's domain; for a peer, and whoever is trusted, our address.

        Carriers dial our address (R4.1), and a subscriber who dials that means the domain at home.
        """
        trusted = source is not None and self._table.trusted_sources.owners(source)
        return self._home if trusted or self._table.domain(caller.host) is None else _in_uri(caller.host)

    def _down(self, names: tuple[str, ...]) -> Health:
        for name in names:
            if name not in self._servers:
                expected = "SERVER or GROUP/SERVER of the section peering"
                raise wrong("down", f"no server {quote(name)}", expected, nearest(name, self._servers))
        return Down(names)


def _home(configuration: Configuration, table: Table) -> str:
    """The address of the first listener; of one without an address, another name by which we are called."""
    hosts = [listen.host for listen in configuration.listen if listen.host in table.listener_hosts]
    hosts += sorted(table.listener_hosts) or list(table.directory.domains)
    return _in_uri(hosts[0]) if hosts else "localhost"


def _in_uri(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@lru_cache(maxsize=1024)  # many questions of a run are the same caller's
def _caller(text: str) -> Uri:
    if "@" not in text and not text.strip(" \t").lower().startswith("tel:"):
        raise wrong("from", f"{quote(text)} has no domain", "USER@DOMAIN")
    return _uri(text, "from")


def _uri(text: str, field: str, domain: str = "") -> Uri:
    """The URI that was written, with or without its scheme; ``domain`` completes one that has none."""
    written = text.strip(" \t")
    if written.partition(":")[0].lower() not in _SCHEMES:
        written = f"sip:{written}"
    if "@" not in written and domain and not written.lower().startswith("tel:"):
        written += f"@{domain}"
    try:
        return parse_uri(written if written.isascii() else _escaped(written))
    except (MalformedUri, UnicodeEncodeError):
        expected = "USER@DOMAIN or a number" if field == "to" else "USER@DOMAIN, with or without sip:"
        raise wrong(field, f"{quote(text)} is no SIP address", expected) from None


def _asserted(text: str) -> Uri:
    """P-Asserted-Identity holds URIs (RFC 3325 9.1): a number or a name alone is none."""
    if "@" not in text and text.strip(" \t").partition(":")[0].lower() not in _SCHEMES:
        raise wrong("pai", f"{quote(text)} is no URI", "USER@DOMAIN, with or without sip:, or tel:NUMBER")
    return _uri(text, "pai")


def _escaped(text: str) -> str:
    """Letters outside ASCII as a request would carry them: escaped octets of UTF-8."""
    return "".join(
        letter if letter.isascii() else "".join(f"%{octet:02X}" for octet in letter.encode()) for letter in text
    )


def _plain(uri: Uri, domain: str = "") -> str:
    """User and host, as a request would be understood; ``domain`` is for a tel URI, which has none: the caller's."""
    return f"sip:{readable(user_of(uri))}@{_in_uri(uri.host) or domain}"


def _address_of(source: str) -> str:
    """The address of ``IP``, ``IP:PORT`` or ``[IPv6]:PORT``."""
    match = _SOURCE.fullmatch(source)
    if match is not None and (found := address(match[1] or match[2] or match[4])) is not None:
        port = match[3]
        if port is None or 0 < int(port) < 65536:
            return found
    raise wrong("source", quote(source), "IP, IP:PORT or [IPv6]:PORT, such as 192.0.2.1:5060")


def _transport(text: str) -> str:
    if text.lower() not in TRANSPORTS:
        raise wrong("transport", quote(text), f"one of {', '.join(TRANSPORTS)}", nearest(text, TRANSPORTS))
    return text.lower()


def _seconds(text: str) -> float:
    try:
        return moment(text)
    except BadValue as bad:
        raise wrong("at", bad.found, bad.expected, bad.suggestion) from None
