"""Where a request may leave to, asked once its next hop is known: names have become addresses by then.

The address of a peering server is reached in two ways only: the decision chose that server, or the request belongs to a
dialog of its owner, as the dialog's ticket says. Else a phone that registers a carrier's address as its contact, or who
once saw a ticket, would call there past routing, barring and limits.
Owners are peering contracts: one carrier may have several groups, and answer from any of their addresses.
"""

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from cordboard.engine.active import Active
from routing.attempt import Caller
from routing.peering import Server
from sip.addressing import Flow, LocalAddresses
from sip.message import Request
from sip.proxy.dialog_requests import names_owner

Allows = Callable[[Flow], bool]


class Destinations:
    """One for the process. ``key`` signs dialog tickets."""

    def __init__(self, active: Active, own: LocalAddresses, key: bytes) -> None:
        self._active = active
        self._own = own
        self._key = key

    def in_dialog(self, request: Request, ticket: str) -> Allows:
        """Anywhere but to a carrier that has no part in the dialog."""

        def allows(flow: Flow) -> bool:
            owners = self._contracts(flow.host)
            return not owners or any(names_owner(self._key, ticket, request, owner) for owner in owners)

        return allows

    def of_contact(self, received: Flow | None) -> Allows:
        """Back to where a device registered from; else to no carrier, not to ourselves, and to no special address."""

        def allows(flow: Flow) -> bool:
            if received is not None and flow.host == received.host and not self._is_us(flow):
                return True
            return not (self._contracts(flow.host) or self._is_us(flow) or is_special(flow.host))

        return allows

    def of_redirect(self, server: Server) -> Allows:
        """A carrier may redirect to itself and to addresses that nobody owns, not to another carrier or to us."""

        def allows(flow: Flow) -> bool:
            owners = self._contracts(flow.host)
            return (not owners or server.group.contract in owners) and not self._is_us(flow)

        return allows

    def _contracts(self, host: str) -> Sequence[str]:
        owners = self._active.table.peer_sources.owners(host)
        return [server.group.contract for servers in owners for server in servers] if owners else ()

    def _is_us(self, flow: Flow) -> bool:
        return self._own.named(flow.host, flow.port, None) is not None


def owners_of_caller(caller: Caller) -> Sequence[str]:
    """Who is to be signed as having a part in a dialog, for its caller."""
    return (caller.server.group.contract,) if caller.server is not None else ()


def is_special(host: str) -> bool:
    """Loopback, multicast, broadcast, unspecified: no device can be reached there from outside."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_multicast or address.is_unspecified or host == "255.255.255.255"
