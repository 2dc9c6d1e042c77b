"""config/trusted_lint: trusted sources that are spoofed, too wide, or claimed twice (R1.2)."""

import pytest

from config.findings import Findings
from config.trusted_lint import lint_trusted
from routing.model import Subscriber, TrustedSource
from routing.problems import Position

AT = Position("a.yaml", 1)


def owner(user: str, *sources: tuple[str, str | None, str | None]) -> Subscriber:
    trusted = tuple(TrustedSource(*source, Position("a.yaml", line)) for line, source in enumerate(sources, 1))
    return Subscriber(user, "op.example", "k", AT, trusted=trusted)


def remarked(*owners: Subscriber) -> list[str]:
    findings = Findings()
    lint_trusted(owners, findings)
    return [problem.code for problem in findings.problems]


@pytest.mark.parametrize(
    ("transport", "pattern", "expected"),
    [
        (None, None, ["trusted-udp-without-from"]),
        ("udp", None, ["trusted-udp-without-from"]),
        ("tcp", None, []),
        ("udp", "^sip:43", []),
    ],
)
def test_udp_needs_a_from(transport: str | None, pattern: str | None, expected: list[str]):
    assert remarked(owner("a", ("192.0.2.1", transport, pattern))) == expected


@pytest.mark.parametrize(
    ("network", "expected"),
    [("10.0.0.0/8", ["trusted-too-wide"]), ("10.0.0.0/9", []), ("::/16", ["trusted-too-wide"]), ("2001:db8::/32", [])],
)
def test_wide_networks(network: str, expected: list[str]):
    assert remarked(owner("a", (network, "tcp", None))) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("192.0.2.1", "tcp", None), ("192.0.2.1", "tcp", None), ["trusted-overlap"]),
        (("192.0.2.0/24", "tcp", None), ("192.0.2.1", "tcp", "^sip:1"), ["trusted-overlap"]),
        (("192.0.2.1", "tcp", "^sip:1"), ("192.0.2.1", "tcp", "^sip:1"), ["trusted-overlap"]),
        (("192.0.2.1", "tcp", "^sip:1"), ("192.0.2.1", "tcp", "^sip:2"), []),
        (("192.0.2.1", "tcp", None), ("192.0.2.1", "tls", None), []),
        (("192.0.2.0/25", "tcp", None), ("192.0.2.128/25", "tcp", None), []),
        (("0.0.0.0/9", "tcp", None), ("::/17", "tcp", None), []),
    ],
)
def test_two_owners_of_one_source(
    one: tuple[str, str, str | None], other: tuple[str, str, str | None], expected: list[str]
):
    assert remarked(owner("a", one), owner("b", other)) == expected


def test_one_owner_may_say_it_twice():
    assert remarked(owner("a", ("192.0.2.0/24", "tcp", None), ("192.0.2.1", "tcp", None))) == []


def test_many_sources_are_looked_at_in_order_not_in_pairs():
    """10,000 sources inside one network; each pair would be fifty million."""
    owners = [owner(f"u{n}", (f"10.{n >> 8}.{n & 255}.1", "tcp", None)) for n in range(10_000)]
    assert remarked(*owners, owner("all", ("10.0.0.0/9", "tcp", None))) == ["trusted-overlap"] * 10_000
