"""From ``listen:`` to listeners: one for each local address (DESIGN section 4)."""

from collections.abc import Sequence
from ipaddress import ip_address

from cordboard.server.problem import CannotRun
from routing.model import Configuration, Listen
from sip.addressing import Listener, Transport, listener

ANY = ("0.0.0.0", "::")  # noqa: S104 -- expanded into single addresses, never bound
INTERFACE = "interface:"


def listeners_of(configuration: Configuration) -> Sequence[Listener]:
    """The listeners that the configuration asks for. Raises CannotRun for an interface that is not there."""
    return [
        listener(Transport(each.transport), host, each.port, configuration.advertise)
        for each in configuration.listen
        for host in _hosts(each)
    ]


def _hosts(listen: Listen) -> Sequence[str]:
    if listen.host in ANY:
        return [host for host in _local_addresses(None, listen) if (":" in host) == (listen.host == "::")]
    if listen.host.startswith(INTERFACE):
        return _local_addresses(listen.host.removeprefix(INTERFACE), listen)
    return [listen.host]


def _local_addresses(interface: str | None, listen: Listen) -> Sequence[str]:
    from cordboard.server.netlink import addresses  # pyroute2 takes 0.2 s to import

    try:
        found = addresses(interface)
    except (OSError, LookupError) as error:
        raise CannotRun(f"{listen.at}: cannot list the addresses of {listen.host}: {error}") from error
    usable = [host for host in found if not ip_address(host).is_link_local]
    if not usable:
        raise CannotRun(f"{listen.at}: {listen.host} has no address to listen on")
    return usable
