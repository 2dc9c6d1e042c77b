"""Whose is a source address: the most specific network that contains it, and the networks around that one (R1).

Networks start at addresses kept in order; each knows the network around it, so that one bisection and a few steps
up find them all. IPv4 and IPv6 share the order. Not here: who wins among the owners (identify, inbound).
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Generic, TypeVar

from sortedcontainers import SortedDict

Owner = TypeVar("Owner")

_IPV6 = 1 << 136
"""Puts the keys of IPv6 networks behind those of IPv4."""
_KNOWN = 8192
"""Addresses whose owners are remembered: asked for with every call, and a tenth of the search."""
_MAPPED = IPv6Network("::ffff:0:0/96")


def _key(version: int, start: int, prefix_length: int) -> int:
    """Orders networks by start, a wider one before the narrower that starts with it."""
    return (_IPV6 if version == 6 else 0) + (start << 8) + prefix_length


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address as itself when a dual-stack socket shows it as ``::ffff:192.0.2.1``."""
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=8192)
def address_key(text: str) -> int:
    """An address as a key that sorts behind every network which starts at it or before. ValueError: no address."""
    address = _plain(ip_address(text))
    return _key(address.version, int(address), 255)


class Network(Generic[Owner]):
    """One address or network, what is owned there, and the network around it."""

    __slots__ = ("first", "last", "owners", "parent")

    def __init__(self, first: int, last: int, parent: "Network[Owner] | None") -> None:
        self.first = first
        self.last = last
        self.parent = parent
        self.owners: list[Owner] = []


def network_keys(text: str) -> tuple[int, int]:
    """First and last key of an address or CIDR network; host bits may be set. ValueError: neither."""
    network = ip_network(text, strict=False)
    length, start, end = network.prefixlen, int(network.network_address), int(network.broadcast_address)
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        length, start, end, version = length - 96, start & 0xFFFFFFFF, end & 0xFFFFFFFF, 4
    else:
        version = network.version
    return _key(version, start, length), _key(version, end, 255)


class Sources(Generic[Owner]):
    """Immutable once built: which owners a source address has, the most specific network's first."""

    __slots__ = ("_known", "_networks")

    def __init__(self, owned: Iterable[tuple[str, Owner]]) -> None:
        """``owned``: an address or network and its owner. Raises ValueError for what is neither."""
        by_keys: dict[tuple[int, int], list[Owner]] = {}
        for text, owner in owned:
            by_keys.setdefault(network_keys(text), []).append(owner)
        self._known: dict[str, list[list[Owner]]] = {}
        self._networks: SortedDict[int, Network[Owner]] = SortedDict()
        around: Network[Owner] | None = None
        for first, last in sorted(by_keys):
            while around is not None and around.last < last:
                around = around.parent
            around = Network(first, last, around)
            around.owners = by_keys[first, last]
            self._networks[first] = around

    def owners(self, address: str) -> list[list[Owner]]:
        """Owners by network, most specific first, each in the order given. Empty: nobody, or no address."""
        found = self._known.get(address)
        if found is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            found = self._known[address] = self._owners(address)
        return found

    def _owners(self, address: str) -> list[list[Owner]]:
        try:
            key = address_key(address)
        except ValueError:
            return []
        index = self._networks.bisect_right(key) - 1
        network: Network[Owner] | None = self._networks.peekitem(index)[1] if index >= 0 else None
        found = []
        while network is not None:
            if key <= network.last:
                found.append(network.owners)
            network = network.parent
        return found

    def overlaps(self, text: str) -> list[Owner]:
        """Owners of every network that contains the given one or lies in it."""
        first, last = network_keys(text)
        found = [owner for key in self._networks.irange(first, last) for owner in self._networks[key].owners]
        index = self._networks.bisect_left(first) - 1
        network: Network[Owner] | None = self._networks.peekitem(index)[1] if index >= 0 else None
        while network is not None:
            if last <= network.last:
                found.extend(network.owners)
            network = network.parent
        return found
