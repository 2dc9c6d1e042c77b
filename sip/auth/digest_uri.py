"""Whether the ``uri`` of digest credentials is that of the request (RFC 3261 22.4, RFC 7616 3.4.6, R1.3)."""

from enum import Enum

from sip.addressing import LocalAddresses
from sip.errors import MalformedUri
from sip.uri import Uri, equal, parse_uri


class DigestUriPolicy(Enum):
    """How close to the Request-URI the digest's ``uri`` must be (R1.3)."""

    HOST = "host"
    """The Request-URI, or only its host[:port]. The address of one of our listeners counts as the host: the device
    names whom it sends to (SIPp always does), and nobody but us can be meant."""
    EXACT = "exact"
    """The Request-URI, by RFC 3261 19.1.4."""
    ANY = "any"


def fits(policy: DigestUriPolicy, written: str, request_uri: str, local: LocalAddresses) -> bool:
    """Whether the ``written`` digest uri may stand in a request with this Request-URI as received."""
    if policy is DigestUriPolicy.ANY or written == request_uri:
        return True
    try:
        claimed = parse_uri(written if written[:4].lower() in ("sip:", "sips") else f"sip:{written}")
    except MalformedUri:
        return False
    requested = _read(request_uri)
    if requested is not None and equal(claimed, requested):
        return True
    if policy is DigestUriPolicy.EXACT or claimed.user is not None:
        return False
    named = local.named(claimed.host, claimed.port, None) is not None
    return named or (requested is not None and _same_host(claimed, requested))


def _same_host(claimed: Uri, requested: Uri) -> bool:
    """``claimed`` is the host of ``requested``, with its port or without one."""
    if claimed.host != requested.host:
        return False
    return claimed.port is None or claimed.port == (requested.port or (5061 if requested.scheme == "sips" else 5060))


def _read(uri: str) -> Uri | None:
    try:
        return parse_uri(uri)
    except MalformedUri:
        return None
