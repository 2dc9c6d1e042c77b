"""A name server on loopback, UDP only, that answers from a table and counts what it is asked."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence

import dns.asyncresolver
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rrset

Zone = Mapping[str, Mapping[str, Sequence[str]]]
"""Name, type, values: ``{"x.example": {"A": ["192.0.2.1"]}}``."""


class NameServer(asyncio.DatagramProtocol):
    """``silent`` makes it deaf, ``failing`` makes it say SERVFAIL to questions of these types ("*": to all)."""

    def __init__(self, zone: Zone, ttl: int = 300) -> None:
        self.zone = {dns.name.from_text(name): records for name, records in zone.items()}
        self.ttl = ttl
        self.silent = False
        self.failing: set[str] = set()
        self.asked: Counter[tuple[str, str]] = Counter()

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.port = int(self._transport.get_extra_info("sockname")[1])

    def stop(self) -> None:
        self._transport.close()

    def lookup(self) -> dns.asyncresolver.Resolver:
        """A resolver that asks this server and nobody else, and is not patient."""
        made = dns.asyncresolver.Resolver(configure=False)
        made.nameservers, made.port = ["127.0.0.1"], self.port
        made.timeout, made.lifetime = 0.5, 0.5
        return made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        kind = question.rdtype.name
        self.asked[question.name.to_text(omit_final_dot=True), kind] += 1
        if not self.silent:
            self._transport.sendto(self._answer(query, question.name, kind).to_wire(), addr)  # type: ignore[attr-defined]

    def _answer(self, query: dns.message.Message, name: dns.name.Name, kind: str) -> dns.message.Message:
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.AA
        records = self.zone.get(name)
        while records is not None and "CNAME" in records:  # as a recursive server does
            alias = dns.rrset.from_text(name, self.ttl, "IN", "CNAME", *records["CNAME"])
            answer.answer.append(alias)
            name = alias[0].target
            records = self.zone.get(name)
        if self.failing & {kind, "*"}:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif records is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif kind in records:
            answer.answer.append(dns.rrset.from_text(name, self.ttl, "IN", kind, *records[kind]))
        return answer
