"""The registered contacts of a subscriber as targets (R4.2): all at once, or by falling q value where given."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from itertools import groupby

from cordboard.engine.active import Active
from cordboard.engine.call_counts import call_key
from cordboard.engine.caller_line import from_value
from cordboard.engine.destinations import Destinations, owners_of_caller
from routing.decision import ToSubscriber
from routing.numbers import outbound
from sip.addressing import Flow
from sip.errors import SipError
from sip.facts import Event, Fact
from sip.message import Request
from sip.ports import Port
from sip.proxy.sender import is_address
from sip.proxy.target_set import Failure, Target, Verdict
from sip.registrar.binding import Binding
from sip.uri import parse_uri

PRIVATE = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "fc00::/7",
        "fe80::/10",
    )
)


class ContactTargets:
    """Implements ``sip.proxy.target_set.TargetSet``."""

    def __init__(
        self,
        decision: ToSubscriber,
        bindings: Sequence[Binding],
        request: Request,
        removed: Sequence[str],
        destinations: Destinations,
        active: Active,
        port: Port,
    ) -> None:
        caller_user, _ = outbound(decision.subscriber, decision.form)
        value = from_value(request, caller_user)
        owners = owners_of_caller(decision.form.caller)
        self._steps = [
            [
                Target(
                    request_uri(each.contact),
                    flow=behind_nat(each),
                    from_value=value,
                    removed=removed,
                    owners=owners,
                    allows=destinations.of_contact(each.received),
                )
                for each in step
            ]
            for _, step in groupby(bindings, key=lambda binding: binding.q)
        ]
        self._request = request
        self._counts = active.health.counts
        self._port = port

    def open(self, now: float) -> Sequence[Target]:
        return self._steps.pop(0) if self._steps else ()

    def judge(self, target: Target, failure: Failure, now: float) -> Verdict:
        """A device that fails leaves the others their chance; a 6xx speaks for all of them (16.7 step 5)."""
        return Verdict.NEXT if failure.status < 600 else Verdict.STOP

    def exhausted(self) -> tuple[int, str]:
        return 408, "Request Timeout"

    def finished(self, status: int, now: float) -> None:
        if status >= 300:
            self._counts.end(call_key(self._request))
        event = Event.ANSWERED if status < 300 else Event.ENDED
        self._port.note(Fact(event, self._request.call_id, str(status)))


def request_uri(contact: str) -> str:
    """The contact as a Request-URI: without header fields, which must never leave in one (16.6 step 2, 19.1.1)."""
    return contact.partition("?")[0]


def behind_nat(binding: Binding) -> Flow | None:
    """The way a REGISTER came, when the contact is an address that means nothing outside its own network. Else None."""
    received = binding.received
    if received is None or received.listener.reliable:
        return received
    try:
        host = parse_uri(binding.contact).host
    except SipError:
        return received
    return received if host != received.host and is_private(host) else None


def is_private(host: str) -> bool:
    """An address of RFC 1918, RFC 6598, link-local or unique local (RFC 4193); a name is none."""
    if not is_address(host):
        return False
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in PRIVATE)
