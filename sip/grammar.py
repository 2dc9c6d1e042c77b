"""The grammar of SIP as named regular expressions (RFC 3261 25.1), each built from those above it.

Sources only; the modules that read compile what they need. Everything is written with explicit ASCII sets, since a
message is held as one character per octet (latin-1) and Python's own classes accept more than SIP does. Values are
matched after unfolding (``sip.message.field_value``), so linear white space is only SP and HTAB here. Quantifiers that
could be retried in vain are possessive: no input makes these expressions slow.

Not here: where a message ends (sip/framing).
"""

import re

# 25.1 basic rules. LWS without its fold.
WSP = r"[ \t]"
LWS = r"[ \t]*+"
DIGITS = r"[0-9]{1,10}"
"""Longest number read anywhere: 2**32 - 1 has ten digits, and Python's int() has no bound of its own."""
TOKEN_CHARACTERS = r"A-Za-z0-9\-.!%*_+`'~"  # no password
TOKEN = rf"[{TOKEN_CHARACTERS}]+"
ESCAPED = r"%[0-9A-Fa-f]{2}"
UNRESERVED_CHARACTERS = r"A-Za-z0-9\-_.!~*'()"

# 25.1 quoted-string. Octets above 0x7F and controls behind a backslash pass (RFC 4475 3.1.1.2).
QUOTED_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'

# 25.1 host. Underscores are no host name by RFC 952, but operators' and containers' names have them.
HOST_NAME = r"[A-Za-z0-9_\-]++(?:\.[A-Za-z0-9_\-]++)*+\.?"
IPV6_TEXT = r"[0-9A-Fa-f:.]{2,47}"
"""Checked further by ``sip.uri.read_ipv6``, which tolerates the third colon of RFC 5118 4.10."""
HOST = rf"(?:{HOST_NAME}|\[{IPV6_TEXT}\])"
PORT = r"[0-9]{1,5}"

# 25.1 userinfo. '#' must be escaped by the RFC, but telephones send it for service codes (*21#).
USER = rf"[{UNRESERVED_CHARACTERS}&=+$,;?/#]*+(?:{ESCAPED}[{UNRESERVED_CHARACTERS}&=+$,;?/#]*+)*+"
PASSWORD = rf"[{UNRESERVED_CHARACTERS}&=+$,]*+(?:{ESCAPED}[{UNRESERVED_CHARACTERS}&=+$,]*+)*+"

# 25.1 uri-parameters and headers
URI_PARAMETER_CHARACTERS = rf"{UNRESERVED_CHARACTERS}\[\]/:&+$"
URI_PARAMETER_TEXT = rf"(?:[{URI_PARAMETER_CHARACTERS}]|{ESCAPED})++"
URI_PARAMETERS = rf"(?:;{URI_PARAMETER_TEXT}(?:={URI_PARAMETER_TEXT})?+)*+"
URI_HEADERS = rf"(?:[{UNRESERVED_CHARACTERS}\[\]/?:+$&=]|{ESCAPED})++"

# 25.1 SIP-URI, SIPS-URI: scheme, user, password, host, port, parameters, headers
SIP_URI = (
    rf"([Ss][Ii][Pp][Ss]?):(?:({USER})(?::({PASSWORD}))?@)?({HOST})(?::({PORT}))?"
    rf"({URI_PARAMETERS})(?:\?({URI_HEADERS}))?"
)

# RFC 3966 3: number, parameters. A local number without phone-context is let through: dial plans know what it means.
TEL_URI = rf"[Tt][Ee][Ll]:(\+?(?:[0-9A-Fa-f*#\-.()])++)({URI_PARAMETERS})"

# 25.1 absoluteURI, as far as a proxy must tell one from junk
SCHEME = r"[A-Za-z][A-Za-z0-9+\-.]*"
URI_TEXT = rf"{SCHEME}:[^\x00-\x20\x7f<>\"]++"
"""A URI between angle brackets, of any scheme (RFC 4475 3.3.4)."""
BARE_URI_TEXT = rf"{SCHEME}:[^\x00-\x20\x7f<>\",;?]++"
"""20.10: without brackets, a comma, a semicolon or a question mark do not belong to the URI."""

# 25.1 generic-param: name, value. gen-value is a token, a host or a quoted string; anything unambiguous is let through.
PARAMETER = rf'{LWS};{LWS}({TOKEN}){LWS}(?:={LWS}({QUOTED_STRING}|[^\x00-\x20\x7f",;<>]*+))?+{LWS}'
PARAMETERS = rf"(?:{PARAMETER})*+"

# 25.1 name-addr, addr-spec. The unquoted display name may hold anything that cannot be taken for something else, not
# only tokens: UTF-8 without quotes is common. A comma is no part of it (RFC 4475 3.1.2.15).
DISPLAY_NAME = r'[^\x00-\x08\x0a-\x1f\x7f",;:<>\\]*+'
NAME_ADDRESS = rf"{LWS}(?:({QUOTED_STRING}){LWS}|({DISPLAY_NAME}))<({URI_TEXT})>"
BARE_ADDRESS = rf"{LWS}({BARE_URI_TEXT})"

# 20.42 via-parm: transport, host, port
VIA = rf"{LWS}[Ss][Ii][Pp]{LWS}/{LWS}2\.0{LWS}/{LWS}({TOKEN}){WSP}++({HOST})(?:{LWS}:{LWS}({PORT}))?(?=[ \t;,]|\Z)"

# 20.16 CSeq: number, method
CSEQ = rf"({DIGITS}){WSP}++({TOKEN})"

# 20.8 Call-ID. The RFC's word is narrower; nobody gains by refusing the rest.
CALL_ID = r"[^\x00-\x20\x7f]++"

# One element of a comma-separated list, commas in quotes and brackets being data (7.3.1)
LIST_ELEMENT = rf'[^",<]*+(?:(?:{QUOTED_STRING}|<[^<>]*+>)[^",<]*+)*+'

# 20.7 auth-param: name, value. Values without quotes are read widely: devices forget them.
AUTH_PARAMETER = rf'{LWS}({TOKEN}){LWS}={LWS}("[^"\\]*+(?:\\.[^"\\]*+)*+"|[^\x00-\x20\x7f",]++){LWS}'

# 7.3.1 folding of a header field
FOLD = r"(?:(?<![ \t])[ \t]++)?+\r\n[ \t]++"
"""White space is tried from its first octet only, or a search would go through a long run of it from each."""

_NUMBER = re.compile(DIGITS)


def read_number(text: str) -> int | None:
    """The number that 1 to 10 ASCII digits are, else None: no signs, spaces, underscores or digits of other scripts."""
    return int(text) if _NUMBER.fullmatch(text) else None
