"""Who plays in the demonstration. Numbers, domains, carriers and rules are in demo.yaml; here is what it cannot say:
where the phones are, their passwords, and which carriers misbehave.
"""

from dataclasses import dataclass

from cordboard.demo.calling import Account

ANNA = Account("431900100", "sip.demo.example", "annas-password")
BEN = Account("431900200", "premium.demo.example", "bens-password")
GUEST = Account("431900900", "sip.demo.example", "guest")
"""For whoever watches, and has a softphone."""


@dataclass(slots=True, frozen=True)
class Role:
    """``caller`` is the URI that it calls as; without ``account`` it is known by its address."""

    host: str
    caller: str
    account: Account | None = None


PHONES = {
    "anna": Role("127.0.0.2", f"sip:{ANNA.id}", ANNA),
    "ben": Role("127.0.0.3", f"sip:{BEN.id}", BEN),
    "pbx": Role("127.0.0.5", "sip:431900300@sip.demo.example"),
}
"""By their names in ladders. Carriers are called by the names of their servers, ``GROUP/SERVER``."""

MISBEHAVING: dict[str, int | None] = {"beta/b1": 503, "gamma/g1": None}
"""What calls to these carriers get; None is silence. All others answer."""

ABROAD = "+4930123456"
"""Whom carriers call for."""


def role(name: str, host: str) -> Role:
    """The role of one of the cast; ``host`` is a carrier's address."""
    return PHONES.get(name) or Role(host, f"sip:{ABROAD}@{host}")
