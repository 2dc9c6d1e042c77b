"""Names of header fields: canonical form, compact forms, which may stand only once (RFC 3261 7.3, 20).

The canonical name is the long one in lower case. Header fields we do not know are as good as those we do (16.3 step 1).
"""

import re

from sip import grammar

_TOKEN = re.compile(grammar.TOKEN)

COMPACT = {
    "a": "accept-contact",
    "b": "referred-by",
    "c": "content-type",
    "d": "request-disposition",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "j": "reject-contact",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "n": "identity-info",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "u": "allow-events",
    "v": "via",
    "x": "session-expires",
    "y": "identity",
}
"""Compact form to canonical name (RFC 3261 20 and the IANA registry of header fields)."""

_WRITTEN = """
    Accept Accept-Contact Accept-Encoding Accept-Language Alert-Info Allow Allow-Events Authentication-Info
    Authorization Call-ID Call-Info Contact Content-Disposition Content-Encoding Content-Language Content-Length
    Content-Type CSeq Date Error-Info Event Expires From Geolocation History-Info Identity Identity-Info In-Reply-To
    Join Max-Breadth Max-Forwards MIME-Version Min-Expires Min-SE Organization P-Access-Network-Info
    P-Asserted-Identity P-Called-Party-ID P-Charging-Function-Addresses P-Charging-Vector P-Early-Media
    P-Preferred-Identity Path Priority Privacy Proxy-Authenticate Proxy-Authorization Proxy-Require RAck Reason
    Record-Route Refer-Sub Refer-To Referred-By Reject-Contact Remote-Party-ID Replaces Reply-To Request-Disposition
    Require Resource-Priority Retry-After Route RSeq Server Service-Route Session-Expires Session-ID SIP-ETag
    SIP-If-Match Subject Subscription-State Supported Timestamp To Unsupported User-Agent Via Warning WWW-Authenticate
""".split()  # a list of words reads better as words

DISPLAY = {name.lower(): name for name in _WRITTEN}
"""Canonical name to the spelling in which we write it."""

SPELLINGS = {
    spelling: canonical
    for name, canonical in [(name, name.lower()) for name in _WRITTEN] + list(COMPACT.items())
    for spelling in (name, name.lower(), name.upper())
} | {"Call-Id": "call-id", "Cseq": "cseq"}
"""Names as they are mostly spelled, to the canonical name: what the parser looks up first."""


def canonical(name: str) -> str | None:
    """The canonical name for ``name`` in any case or compact form; None when it is no token."""
    if _TOKEN.fullmatch(name) is None:
        return None
    lower = name.lower()
    return COMPACT.get(lower, lower)


def display(canonical_name: str) -> str:
    """How we write the header field with this canonical name."""
    return DISPLAY.get(canonical_name) or canonical_name.title()
