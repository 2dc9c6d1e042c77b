"""The registrar: what a REGISTER does to the bindings of an address of record (RFC 3261 10.3 steps 2 and 6 to 8).

Whoever calls has found out that the domain is ours, who is asking, and that they may change this address of record
(steps 1, 3, 4, 5); repetitions of a request end in its transaction. A REGISTER does all that it asks for or nothing.
Contacts that point at ourselves are also for the caller to refuse: it knows our listeners.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sip.addressing import Flow
from sip.errors import MalformedMessage, MalformedUri
from sip.header_values import STAR, NameAddr, split_values
from sip.message import Request
from sip.registrar.binding import Binding
from sip.registrar.date import sip_date
from sip.registrar.location_service import Bindings, LocationService, bound_to
from sip.uri import parse_uri

_OPTION_TAG = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+")
_DELTA_SECONDS = re.compile(r"[0-9]{1,10}")
_Q_VALUE = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_HOUR = 3600

# What is kept of one binding is bounded: these are far above what devices send, push parameters included.
_MOST_CONTACT = 1024
_MOST_CALL_ID = 256
_MOST_USER_AGENT = 128
"""Characters; the rest is cut off, it is for people only."""


@dataclass(slots=True, frozen=True)
class RegistrarPolicy:
    """What is granted. Times in seconds."""

    min_expires: int = 60
    default_expires: int = 3600
    max_expires: int = 43200
    max_contacts: int = 10
    """Contacts of one address of record."""
    supported: frozenset[str] = frozenset()
    """Option tags, in lower case, that a REGISTER may require."""


@dataclass(slots=True)
class Answer:
    """The final answer to a REGISTER."""

    status: int
    reason: str
    lines: tuple[str, ...] = ()
    """Header field lines that belong into it."""
    bindings: Bindings | None = None
    """All bindings that the address of record now has, when something changed: to be stored. Else None."""


class Registrar:
    """Carries out REGISTER requests on a location service."""

    def __init__(self, location_service: LocationService, policy: RegistrarPolicy) -> None:
        self._location_service = location_service
        self._policy = policy

    def register(self, request: Request, address_of_record: str, flow: Flow, now: float) -> Answer:
        """Do what ``request``, which came by ``flow``, asks for ``address_of_record``."""
        try:
            unknown = self._unknown_options(request)
            if unknown:
                return Answer(420, "Bad Extension", (f"Unsupported: {', '.join(unknown)}",))
            before = self._location_service.bindings(address_of_record, now)
            if not request.contacts:
                return Answer(200, "OK", _listing(before, now))
            after = self._after(request, before, flow, now)
        except MalformedMessage as problem:
            return Answer(problem.status, problem.reason)
        if isinstance(after, Answer):
            return after
        kept = self._location_service.replace(address_of_record, after)
        return Answer(200, "OK", _listing(kept, now), kept)

    def _unknown_options(self, request: Request) -> list[str]:
        """10.3 step 2."""
        tags = [tag for value in request.values("require") for tag in split_values(value)]
        if any(_OPTION_TAG.fullmatch(tag) is None for tag in tags):
            raise MalformedMessage("Malformed Require header field")
        return [tag for tag in tags if tag.lower() not in self._policy.supported]

    def _after(self, request: Request, before: Bindings, flow: Flow, now: float) -> Sequence[Binding] | Answer:
        """The bindings that ``request`` makes of those ``before``, or why it may not (10.3 steps 6 and 7)."""
        contacts = request.contacts
        if contacts is STAR:
            return _after_star(request, before)
        if len(contacts) > 2 * self._policy.max_contacts:
            return _TOO_MANY  # even a full exchange of all contacts is shorter; spares comparing each with each
        rest = list(before)
        added: list[Binding] = []
        for contact in contacts:
            seconds = self._interval(contact, request)
            if 0 < seconds < min(self._policy.min_expires, _HOUR):
                return Answer(423, "Interval Too Brief", (f"Min-Expires: {self._policy.min_expires}",))
            binding = _binding(contact, request, flow, now + min(seconds, self._policy.max_expires))
            known = bound_to(binding.contact, rest)
            if known is not None:
                if _out_of_order(request, known):
                    return _OUT_OF_ORDER
                rest.remove(known)
            repeated = bound_to(binding.contact, added)
            if repeated is not None:
                added.remove(repeated)
            if seconds > 0:
                added.append(binding)
        if len(added) + len(rest) > max(self._policy.max_contacts, len(before)):
            return _TOO_MANY
        return added + rest

    def _interval(self, contact: NameAddr, request: Request) -> int:
        """Seconds asked for; what is no number is as if it were not there (20.10, 20.19)."""
        parameters = contact.parameters
        text = parameters["expires"] if "expires" in parameters else request.value("expires")
        if text is None or _DELTA_SECONDS.fullmatch(text) is None:
            return self._policy.default_expires
        seconds = int(text)
        return seconds if seconds < 2**32 else self._policy.default_expires


_TOO_MANY = Answer(403, "Too Many Contacts")
_OUT_OF_ORDER = Answer(500, "CSeq Not Higher Than Before")


def _after_star(request: Request, before: Bindings) -> Sequence[Binding] | Answer:
    """10.3 step 6: ``Contact: *`` removes everything."""
    if re.fullmatch("0{1,10}", request.value("expires") or "") is None:
        raise MalformedMessage("Contact * without Expires: 0")
    return _OUT_OF_ORDER if any(_out_of_order(request, binding) for binding in before) else ()


def _out_of_order(request: Request, binding: Binding) -> bool:
    """10.3 steps 6 and 7: the same device has already said something newer."""
    return binding.call_id == request.call_id and request.cseq.number <= binding.cseq


def _binding(contact: NameAddr, request: Request, flow: Flow, expires: float) -> Binding:
    call_id = request.call_id
    if len(contact.uri) > _MOST_CONTACT or len(call_id) > _MOST_CALL_ID:
        raise MalformedMessage("Contact or Call-ID too long")
    try:
        scheme = parse_uri(contact.uri).scheme
    except MalformedUri:
        scheme = ""
    if scheme not in ("sip", "sips"):
        raise MalformedMessage("Contact is not a SIP URI")
    agent = (request.value("user-agent") or "")[:_MOST_USER_AGENT]
    return Binding(contact.uri, _q(contact), expires, call_id, request.cseq.number, agent, flow)


def _q(contact: NameAddr) -> float:
    """20.10; without one all are equal, at 1."""
    if "q" not in contact.parameters:
        return 1.0
    text = contact.parameters["q"] or ""
    if _Q_VALUE.fullmatch(text) is None:
        raise MalformedMessage("Malformed q in Contact")
    return float(text)


def _listing(bindings: Bindings, now: float) -> tuple[str, ...]:
    """10.3 step 8: every current binding with the time that it has left."""
    return (*(_contact_line(binding, now) for binding in bindings), f"Date: {sip_date(now)}")


def _contact_line(binding: Binding, now: float) -> str:
    q = "" if binding.q == 1.0 else f";q={binding.q:g}"
    return f"Contact: <{binding.contact}>{q};expires={max(1, round(binding.expires - now))}"
