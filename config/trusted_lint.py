"""What is probably not meant about trusted sources (R1.2): spoofed, too wide, claimed twice.

Not here: sources that are a peer's, too; routing/compile knows the peers' resolved addresses and says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from config.findings import Findings, quote
from routing.model import Subscriber, TrustedSource

WIDE_BITS: Final = {4: 8, 6: 16}
"""A network with a prefix this short, or shorter, is the internet rather than a customer."""


@dataclass(slots=True, frozen=True)
class _Claim:
    network: IPv4Network | IPv6Network
    source: TrustedSource
    owner: Subscriber

    @property
    def order(self) -> tuple[int, int, int]:
        """By address, a network before those inside it."""
        return self.network.version, int(self.network.network_address), self.network.prefixlen


def lint_trusted(subscribers: Iterable[Subscriber], findings: Findings) -> None:
    """Remarks on every trusted source."""
    claims = []
    for subscriber in subscribers:
        for source in subscriber.trusted:
            claim = _Claim(ip_network(source.network), source, subscriber)
            claims.append(claim)
            _lint_source(claim, findings)
    _lint_overlaps(sorted(claims, key=lambda claim: claim.order), findings)


def _lint_source(claim: _Claim, findings: Findings) -> None:
    source = claim.source
    if source.transport in (None, "udp") and source.from_pattern is None:
        found = f"{source.network} is trusted over UDP, whatever the From: anybody on the path can claim to be there"
        findings.warning(source.at, "trusted-udp-without-from", found, "a from pattern, or transport: tcp or tls")
    if claim.network.prefixlen <= WIDE_BITS[claim.network.version]:
        found = f"{source.network} is a very large network to trust"
        findings.warning(source.at, "trusted-too-wide", found, "the customer's own addresses")


def _lint_overlaps(claims: list[_Claim], findings: Findings) -> None:
    """Networks are nested or apart, so the ones around a claim are those still open on the stack."""
    around: list[_Claim] = []
    for claim in claims:
        while around and not _contains(around[-1], claim):
            around.pop()
        for other in around:
            if other.owner is not claim.owner and _compete(other.source, claim.source):
                first, second = sorted((other, claim), key=lambda each: each.source.at)
                found = f"{second.source.network} overlaps a source of {quote(first.owner.id)} in {first.source.at}"
                expected = "different addresses, transports or from patterns"
                findings.warning(second.source.at, "trusted-overlap", found, expected)
                break
        around.append(claim)


def _contains(outer: _Claim, inner: _Claim) -> bool:
    a, b = outer.network, inner.network
    if a.version != b.version:
        return False
    return int(a.network_address) <= int(b.network_address) and int(b.broadcast_address) <= int(a.broadcast_address)


def _compete(one: TrustedSource, other: TrustedSource) -> bool:
    """Whether a request could be either's. Two different From patterns are taken to tell them apart."""
    if one.transport is not None and other.transport is not None and one.transport != other.transport:
        return False
    return one.from_pattern is None or other.from_pattern is None or one.from_pattern == other.from_pattern
