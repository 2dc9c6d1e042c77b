"""REGISTER: may this caller bind this address of record, and to that? (RFC 3261 10.3 steps 1, 3 to 5).

Not here: what a REGISTER does to bindings (sip/registrar), and names that lead where no contact may
(cordboard/engine/destinations, once they are resolved).
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from cordboard.engine.active import Active
from cordboard.engine.answer import Answer
from cordboard.engine.arriving import user_of
from cordboard.engine.contact_targets import is_private
from cordboard.engine.destinations import is_special
from routing.attempt import Caller
from routing.directory import Subscriber
from sip.addressing import Flow, LocalAddresses
from sip.errors import SipError
from sip.facts import Event, Fact
from sip.message import Request
from sip.ports import Port
from sip.registrar.location_service import LocationService
from sip.registrar.registrar import Registrar, RegistrarPolicy
from sip.uri import parse_uri

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""The last label of ``127.1`` and ``0x7f000001``: no name ends so (25.1), but resolvers make an address of it."""


class Registration:
    def __init__(self, active: Active, locations: LocationService, port: Port, own: LocalAddresses) -> None:
        self._active = active
        self._locations = locations
        self._port = port
        self._own = own
        self._own_hosts = frozenset(
            _plain(host)
            for each in own.listeners
            for host in (each.host, each.sent_by.rpartition(":")[0].strip("[]").lower())
        )

    def register(self, request: Request, caller: Caller, flow: Flow, now: float) -> Answer:
        """Carry out the REGISTER of a caller who was admitted."""
        if not self._is_ours(_plain(request.parsed_uri.host)):
            return Answer(403, "Not a Domain of This Registrar")
        subscriber = self._allowed(request, caller)
        if subscriber is None:
            return Answer(403, "Not Your Address of Record")
        unfit = self._unfit_contact(request, flow)
        if unfit is not None:
            return Answer(403, unfit)
        answer = Registrar(self._locations, self._policy()).register(request, subscriber.id, flow, now)
        if answer.bindings is not None:
            self._port.store_bindings(subscriber.id, answer.bindings)
            self._port.note(
                Fact(Event.REGISTERED, request.call_id, f"{subscriber.id}: {len(answer.bindings)} contacts")
            )
        return Answer(answer.status, answer.reason, answer.lines)

    def _allowed(self, request: Request, caller: Caller) -> Subscriber | None:
        """Steps 3 to 5: To names the caller, by user or by a number of its own; nobody registers for another."""
        to = parse_uri(request.to.uri)
        subscriber, user = caller.subscriber, user_of(to)
        if subscriber is None or to.host != subscriber.domain.name:
            return None
        return subscriber if user == subscriber.user or user in subscriber.numbers else None

    def _is_ours(self, host: str) -> bool:
        return host in self._own_hosts or self._active.table.is_ours(host)

    def _unfit_contact(self, request: Request, flow: Flow) -> str | None:
        """Why one of the contacts may not be bound; None when all may."""
        for contact in request.contacts if isinstance(request.contacts, list) else ():
            try:
                uri = parse_uri(contact.uri)
            except SipError:
                continue  # the registrar says what is wrong with it
            if uri.host == flow.host and self._own.named(uri.host, uri.port, None) is None:
                continue  # where the REGISTER came from, be it this very machine
            if uri.host != flow.host and is_private(uri.host):
                continue  # behind NAT: nothing is ever sent there, but back to where the REGISTER came from
            reason = self._unfit_host(_plain(uri.host), flow)
            if reason is not None:
                return reason
        return None

    def _unfit_host(self, host: str, flow: Flow) -> str | None:
        """A contact is where a device is. Calls must not go round in circles, nor past routing and barring."""
        if self._is_ours(host):
            return "Contact Is This Server"
        if self._active.table.peer_sources.owners(host):
            return "Contact Is a Peering Server"
        if _NUMBER.fullmatch(host.rpartition(".")[2]) and _address(host) is None:
            return "Contact Is Neither Address nor Host Name"
        if is_special(host) and not (_is_loopback(host) and _is_loopback(flow.host)):
            return "Contact Is Not the Address of a Device"
        return None

    def _policy(self) -> RegistrarPolicy:
        security = self._active.table.security
        return RegistrarPolicy(
            security.min_expires, security.default_expires, security.max_expires, security.max_contacts
        )


def _plain(host: str) -> str:
    """A host in the one spelling that comparing it needs: no final dot, an IPv4 address not as ``::ffff:192.0.2.1``."""
    host = host.removesuffix(".")
    address = _address(host)
    return host if address is None else str(address)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_loopback
