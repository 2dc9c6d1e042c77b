"""The facts of a request before we know who sent it: what R1 and R2 look at.

Texts are the message's own, one character for each octet; hosts in lower case; "" is a missing header or part.
Users are without parameters and percent-escapes. Not here: reading them out of a message (cordboard/engine/admission).
"""

from dataclasses import dataclass

from routing.model import InboundField


def sip_uri(user: str, domain: str) -> str:
    """``sip:user@domain``, an IPv6 address in brackets; "" when there is neither."""
    if ":" in domain:
        domain = f"[{domain}]"
    if user:
        return f"sip:{user}@{domain}"
    return f"sip:{domain}" if domain else ""


@dataclass(slots=True)
class Arrival:
    """Read-only. ``source`` is the received address, ``transport`` one of ``udp tcp tls ws wss``."""

    source: str
    port: int
    transport: str
    from_user: str
    from_domain: str
    to_user: str
    to_domain: str
    ruri_user: str
    ruri_domain: str
    pai_user: str = ""
    pai_domain: str = ""

    @property
    def from_uri(self) -> str:
        return sip_uri(self.from_user, self.from_domain)

    @property
    def to_uri(self) -> str:
        return sip_uri(self.to_user, self.to_domain)

    @property
    def ruri_uri(self) -> str:
        return sip_uri(self.ruri_user, self.ruri_domain)

    @property
    def pai_uri(self) -> str:
        return sip_uri(self.pai_user, self.pai_domain)

    @property
    def anonymous(self) -> bool:
        """RFC 3323 4.1.1.3: From hides who calls."""
        return self.from_user == "anonymous" or self.from_domain == "anonymous.invalid"

    def text_of(self, field: InboundField) -> str:
        """R2.2: the text an inbound rule looks at."""
        text: str = getattr(self, field.value)
        return text
