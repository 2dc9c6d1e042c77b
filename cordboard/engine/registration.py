"""REGISTER: may this caller bind this address of record? (RFC 3261 10.3 steps 1, 3 to 5; the rest: sip/registrar)."""

from cordboard.engine.active import Active
from cordboard.engine.answer import Answer
from cordboard.engine.arriving import user_of
from routing.attempt import Caller
from routing.directory import Subscriber
from sip.addressing import Flow, LocalAddresses
from sip.errors import SipError
from sip.facts import Event, Fact
from sip.message import Request
from sip.ports import Port
from sip.proxy.route_information import listener_of
from sip.registrar.location_service import LocationService
from sip.registrar.registrar import Registrar, RegistrarPolicy
from sip.uri import parse_uri


class Registration:
    def __init__(self, active: Active, locations: LocationService, port: Port, own: LocalAddresses) -> None:
        self._active = active
        self._locations = locations
        self._port = port
        self._own = own

    def register(self, request: Request, caller: Caller, flow: Flow, now: float) -> Answer:
        """Carry out the REGISTER of a caller who was admitted."""
        subscriber = self._allowed(request, caller)
        if subscriber is None:
            return Answer(403, "Not Your Address of Record")
        if self._binds_ourselves(request):
            return Answer(403, "Contact Is This Server")
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

    def _binds_ourselves(self, request: Request) -> bool:
        """A contact at one of our own addresses would send calls round in circles."""
        if not isinstance(request.contacts, list):
            return False
        for contact in request.contacts:
            try:
                uri = parse_uri(contact.uri)
                if uri.scheme in ("sip", "sips") and listener_of(uri, self._own) is not None:
                    return True
            except SipError:
                continue  # the registrar says what is wrong with it
        return False

    def _policy(self) -> RegistrarPolicy:
        security = self._active.table.security
        return RegistrarPolicy(
            security.min_expires, security.default_expires, security.max_expires, security.max_contacts
        )
