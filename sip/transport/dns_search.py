"""Which questions to ask of DNS, and in which order (RFC 3263 4.1, 4.2): NAPTR, SRV, A and AAAA.

Not here: remembering answers, and the draw among services of one priority (resolver).
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import dns.asyncresolver
import dns.exception
import dns.resolver
from dns.rdata import Rdata
from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA
from dns.rdtypes.IN.NAPTR import NAPTR
from dns.rdtypes.IN.SRV import SRV

from sip.addressing import Transport

_NAPTR_SERVICES = {b"SIP+D2U": Transport.UDP, b"SIP+D2T": Transport.TCP, b"SIPS+D2T": Transport.TLS}
_SRV_NAMES = {Transport.UDP: "_sip._udp.", Transport.TCP: "_sip._tcp.", Transport.TLS: "_sips._tcp."}

R = TypeVar("R", bound=Rdata)

Ways = Mapping[Transport, Sequence[type[A] | type[AAAA]]]
"""The transports that we have, best first, and what kinds of addresses each of them reaches."""


@dataclass(slots=True, frozen=True)
class Service:
    """One thing to try, with its addresses, best first. Lower ``priority`` first, then by chance as ``weight`` says."""

    transport: Transport
    port: int
    addresses: tuple[str, ...]
    priority: int = 0
    weight: int = 0


class Search:
    """The search for one name. ``seconds`` is then how long what it found is good for.

    Raises dns.exception.DNSException when no name server gives an answer.
    """

    def __init__(self, lookup: dns.asyncresolver.Resolver, ways: Ways) -> None:
        self._lookup = lookup
        self._ways = ways
        self.seconds = float("inf")

    async def services(self, host: str, port: int | None, transport: Transport | None) -> tuple[Service, ...]:
        """What to try for ``host``; nothing when there is no such name, or it offers nothing that we have."""
        if port is None:
            for used, name in await self._srv_names(host, transport):
                records = await self._records(name, SRV)
                if records:
                    return await self._reached(used, records)
        used = transport or Transport.UDP
        addresses = await self._addresses(host, used)
        return (Service(used, port or used.default_port, addresses),) if addresses else ()

    async def _srv_names(self, host: str, transport: Transport | None) -> list[tuple[Transport, str]]:
        """The names to ask for SRV records, best first: NAPTR knows when the transport is ours to choose (4.1)."""
        if transport is None and (offered := self._offered_transports(await self._records(host, NAPTR))):
            return offered
        usable = self._ways if transport is None else (transport,)
        return [(used, _SRV_NAMES[used] + host) for used in usable if used in _SRV_NAMES]

    def _offered_transports(self, records: Sequence[NAPTR]) -> list[tuple[Transport, str]]:
        """What NAPTR records say that we have too, in the order that they want."""
        offered = []
        for record in sorted(records, key=lambda each: (each.order, each.preference)):
            used = _NAPTR_SERVICES.get(record.service.upper())
            if used in self._ways and used is not None and record.flags.lower() == b"s":
                offered.append((used, record.replacement.to_text()))
        return offered

    async def _reached(self, used: Transport, records: Sequence[SRV]) -> tuple[Service, ...]:
        """The services of SRV records. A target of "." says that there is no such service (RFC 2782)."""
        hosts = {each.target.to_text() for each in records} - {"."}
        found = await asyncio.gather(*(self._addresses(host, used) for host in hosts))
        addresses = dict(zip(hosts, found, strict=True))
        return tuple(
            Service(used, each.port, reached, each.priority, each.weight)
            for each in records
            if (reached := addresses.get(each.target.to_text()))
        )

    async def _addresses(self, host: str, used: Transport) -> tuple[str, ...]:
        """IPv4 before IPv6. When one of the two is answered the other question may fail: some servers do at AAAA."""
        kinds = self._ways.get(used, ())
        answers = await asyncio.gather(*(self._records(host, kind) for kind in kinds), return_exceptions=True)
        found = tuple(record.address for answer in answers if isinstance(answer, list) for record in answer)
        failed = [answer for answer in answers if isinstance(answer, BaseException)]
        if failed and not found:
            raise failed[0]
        return found

    async def _records(self, name: str, kind: type[R]) -> list[R]:
        """The records of one kind; none when the name has none, or does not exist."""
        try:
            answer = await self._lookup.resolve(name, kind.__name__, raise_on_no_answer=False, search=False)
        except dns.resolver.NXDOMAIN:
            return []
        if answer.rrset is None:
            return []
        self.seconds = min(self.seconds, answer.chaining_result.minimum_ttl)
        return [record for record in answer.rrset if isinstance(record, kind)]
