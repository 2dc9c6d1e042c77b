"""From a name to the addresses to try (RFC 3263, RFC 2782) with dnspython, remembered as long as DNS allows.

An address, and a name whose answer is remembered, cost no waiting. When no name server answers, the last answer it
ever gave serves on: a carrier's addresses change more rarely than name servers fail.

Not here: which query finds what (dns_search), which local address reaches a destination (endpoint).
"""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from math import log

import dns.asyncresolver
import dns.exception
from dns.rdtypes.IN.A import A
from dns.rdtypes.IN.AAAA import AAAA

from sip.addressing import Flow, Listener, Transport
from sip.transport.dns_search import Search, Service, Ways

_NEGATIVE = 15.0
"""Seconds for which a name stays unknown: a new carrier's record is soon seen, a storm of calls does not ask again."""
_SHORTEST = 1.0
_LONGEST = 86_400.0
_RETRY = 10.0
"""Seconds until a name server that did not answer is asked again."""
_TRY = 1.5
_LIFETIME = 4.0
"""Seconds for one try, and for all tries at one question."""
_NAMES = 4096
_KINDS = ((A, "192.0.2.1"), (AAAA, "2001:db8::1"))
"""The kinds of addresses, and one of each that stands for all."""

Answer = Callable[[Sequence[Flow], float], None]
Question = tuple[str, int | None, Transport | None]


@dataclass(slots=True)
class _Remembered:
    services: tuple[Service, ...]
    until: float
    """Seconds of the monotonic clock."""


class Resolver:
    """``listener_for`` tells our own address for a destination, None when we have no way there.

    ``transports`` are those that we can send by, best first. ``on_error`` gets what an answered core raises.
    ``lookup`` is dnspython's resolver, the machine's own (/etc/resolv.conf) unless one is given.
    """

    def __init__(
        self,
        listener_for: Callable[[Transport, str], Listener | None],
        transports: Sequence[Transport],
        on_error: Callable[[Exception], None],
        lookup: dns.asyncresolver.Resolver | None = None,
        *,
        uniform: Callable[[], float] = random.random,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._listener_for = listener_for
        self._transports = tuple(transports)
        self._on_error = on_error
        self._lookup = lookup
        self._uniform = uniform
        self._monotonic = monotonic
        self._wall = wall
        self._remembered: dict[Question, _Remembered] = {}
        self._asked: dict[Question, list[Answer]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def resolve(self, host: str, port: int | None, transport: Transport | None, answer: Answer) -> None:
        """Call ``answer(flows, now)`` with what to try, best first: before returning when that is known already.

        ``host`` is a name or an address, IPv6 without brackets. No flows: there is no such name, or no way to it.
        """
        services = self.known(host, port, transport)
        if services is not None:
            answer(self._flows(services), self._wall())
            return
        question = (host.lower(), port, transport)
        waiting = self._asked.setdefault(question, [])
        waiting.append(answer)
        if len(waiting) == 1:
            task = asyncio.get_running_loop().create_task(self._ask(question))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def known(self, host: str, port: int | None, transport: Transport | None) -> tuple[Service, ...] | None:
        """What can be answered without asking anyone."""
        try:
            address = str(ip_address(host))
        except ValueError:
            found = self._remembered.get((host.lower(), port, transport))
            return found.services if found is not None and self._monotonic() < found.until else None
        used = transport or Transport.UDP
        return (Service(used, port or used.default_port, (address,)),)

    async def close(self) -> None:
        """Ask no more; questions that are still open are not answered."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask(self, question: Question) -> None:
        try:
            services = await self._search(question)
        except Exception as error:
            self._on_error(error)
            services = ()
        for answer in self._asked.pop(question):
            try:
                answer(self._flows(services), self._wall())
            except Exception as error:
                self._on_error(error)

    async def _search(self, question: Question) -> tuple[Service, ...]:
        """Ask, and remember what came of it."""
        known = self._remembered.pop(question, None)
        try:
            search = Search(self._own_lookup(), self._ways())
            services = await search.services(*question)
            seconds = min(max(search.seconds, _SHORTEST), _LONGEST) if services else _NEGATIVE
        except (dns.exception.DNSException, OSError, UnicodeError):
            services, seconds = known.services if known else (), _RETRY
        self._keep(question, services, seconds)
        return services

    def _keep(self, question: Question, services: tuple[Service, ...], seconds: float) -> None:
        if len(self._remembered) >= _NAMES:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[question] = _Remembered(services, self._monotonic() + seconds)

    def _own_lookup(self) -> dns.asyncresolver.Resolver:
        """Reads /etc/resolv.conf when it is first needed; raises DNSException when that names no server."""
        if self._lookup is None:
            self._lookup = dns.asyncresolver.Resolver()
            self._lookup.timeout, self._lookup.lifetime = _TRY, _LIFETIME
        return self._lookup

    def _ways(self) -> Ways:
        kinds = {
            transport: [kind for kind, any_address in _KINDS if self._listener_for(transport, any_address)]
            for transport in self._transports
        }
        return {transport: reached for transport, reached in kinds.items() if reached}

    def _flows(self, services: tuple[Service, ...]) -> list[Flow]:
        """Services by priority, those of one priority by a draw in which each has its weight (RFC 2782)."""
        if len(services) > 1:
            services = tuple(sorted(services, key=lambda each: (each.priority, self._draw(each.weight))))
        flows = (
            Flow(local, address, service.port)
            for service in services
            for address in service.addresses
            if (local := self._listener_for(service.transport, address)) is not None
        )
        return list(flows)

    def _draw(self, weight: int) -> float:
        """A number that is the smallest of several as often as its weight has it; weight 0 hardly ever is."""
        return -log(1.0 - self._uniform()) / (weight or 0.001)
