"""From text to values: one function for each kind of value an option can have (CONFIG.md, "Loading").

Each takes the text as written and returns the value or raises ``BadValue``. Digits are ASCII digits, and never more
than ten: Python's own int() takes signs, underscores and the digits of other scripts.
Not here: positions, and which option takes which kind (options, models). Hosts and URIs are in endpoints.
"""

import hashlib
import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from config.findings import BadValue, nearest, quote
from routing.model import FailoverOn, Refusal

_SWITCH: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_INTEGER: Final = re.compile(r"[0-9]{1,10}")
_DURATION: Final = re.compile(r"([0-9]{1,10}(?:\.[0-9]{1,3})?)(ms|s|m|h|d)?")
_SECONDS: Final = {None: 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SIZE: Final = re.compile(r"([0-9]{1,10})([kKmMgG])?")
_REFUSAL: Final = re.compile(r"([4-6][0-9]{2})[ ]+([!-~][ -~]{0,127})")
_DECIMAL: Final = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,10})?")
_DAY: Final = 86400.0
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_NUMBER: Final = re.compile(r"[0-9]{1,32}")
_PREFIX: Final = re.compile(r"[!-~]{0,64}")
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+@-]{0,127}")
_ATTRIBUTE: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_EMAIL: Final = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,253}")
_MD5: Final = re.compile(r"[0-9a-fA-F]{32}")
_SHA256: Final = re.compile(r"[0-9a-fA-F]{64}")
_FAILOVER: Final = re.compile(r"[45](?:xx|[0-9]{2})")


def switch(text: str) -> bool:
    """yes, true, on; no, false, off; in any case."""
    value = _SWITCH.get(text.lower())
    if value is None:
        raise BadValue("bad-switch", quote(text), "yes or no", nearest(text, ("yes", "no", "true", "false")))
    return value


def integer(text: str, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``, both included."""
    if _INTEGER.fullmatch(text) is None or not least <= (value := int(text)) <= most:
        raise BadValue("bad-number", quote(text), f"a whole number from {least} to {most}")
    return value


def duration(text: str, least: float, most: float) -> float:
    """Seconds, from ``30s``, ``5m``, ``2h``, ``1d``, ``500ms`` or plain seconds."""
    match = _DURATION.fullmatch(text)
    if match is not None:
        seconds = float(match[1]) * _SECONDS[match[2]]
        if least <= seconds <= most:
            return seconds
    expected = f"a time from {_shown(least)} to {_shown(most)}, such as 30s, 5m or 2h"
    raise BadValue("bad-duration", quote(text), expected)


def _shown(seconds: float) -> str:
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= length and seconds % length == 0:
            return f"{seconds / length:g}{unit}"
    return f"{seconds:g}s"


def refusal(text: str) -> Refusal:
    """A status from 400 to 699 and a reason phrase. ASCII only, because the reason goes on the wire as it is."""
    match = _REFUSAL.fullmatch(text)
    if match is None:
        expected = 'a status from 400 to 699 and a reason, such as "403 Destination barred"'
        raise BadValue("bad-refusal", quote(text), expected)
    return Refusal(int(match[1]), match[2].rstrip(" "))


def choice(text: str, words: Collection[str]) -> str:
    """One of the words, as they are."""
    if text not in words:
        raise BadValue("bad-choice", quote(text), _one_of(words), nearest(text, words))
    return text


def _one_of(words: Collection[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def failover(words: Collection[str]) -> FailoverOn:
    """R7.2: ``timeout``, statuses from 400 to 599 and the classes 4xx and 5xx. 6xx never fails over."""
    statuses: set[int] = set()
    for word in words:
        if word.endswith("xx"):
            first = int(word[0]) * 100
            statuses.update(range(first, first + 100))
        elif word != "timeout":
            statuses.add(int(word))
    return FailoverOn(frozenset(statuses), "timeout" in words)


def failover_word(text: str) -> str:
    """One word of a ``failover_on`` list."""
    if text == "timeout" or _FAILOVER.fullmatch(text):
        return text
    expected = "timeout, a status from 400 to 599, or a class: 4xx, 5xx"
    raise BadValue("bad-failover", quote(text), expected, nearest(text, ("timeout", "4xx", "5xx")))


def name(text: str) -> str:
    """A name of an object: letters, digits and ``_ . + @ -``, and no spaces."""
    if _NAME.fullmatch(text) is None:
        raise BadValue("bad-name", quote(text), "letters, digits, and _ . + @ - inside")
    return text


def attribute_name(text: str) -> str:
    """What ``${caller_NAME}`` in a replacement may name."""
    if _ATTRIBUTE.fullmatch(text) is None:
        raise BadValue("bad-name", quote(text), "a word of small letters, digits and _, such as cc")
    return text


def telephone_number(text: str) -> str:
    """A number in normal form (R3.3): E.164 digits without ``+``."""
    if _NUMBER.fullmatch(text) is None:
        digits = text.removeprefix("+").replace(" ", "")
        suggestion = digits if _NUMBER.fullmatch(digits) else None
        raise BadValue("bad-telephone-number", quote(text), "up to 32 digits, without + and spaces", suggestion)
    return text


def prefix(text: str) -> str:
    """The literal start of a normalised number (R6.1); empty fits all."""
    if _PREFIX.fullmatch(text) is None:
        raise BadValue("bad-prefix", quote(text), "up to 64 characters without spaces")
    return text


def csv_path(text: str) -> str:
    """The name of a table. By the suffix, lines of it that may hold secrets are known and never quoted (excerpt)."""
    if not text.lower().endswith(".csv"):
        raise BadValue("csv-name", quote(text), "a file whose name ends in .csv")
    return text


def email(text: str) -> str:
    if _EMAIL.fullmatch(text) is None:
        raise BadValue("bad-email", quote(text), "an e-mail address, such as noc@operator.example")
    return text


def md5(text: str) -> str:
    """HA1 for MD5 in lower case. Never quoted: it is a secret."""
    if _MD5.fullmatch(text) is None:
        raise BadValue("bad-digest", "a value that is no MD5 HA1", "32 hexadecimal digits, as cordboard passwd prints")
    return text.lower()


def sha256(text: str) -> str:
    """HA1 for SHA-256 in lower case. Never quoted: it is a secret."""
    if _SHA256.fullmatch(text) is None:
        expected = "64 hexadecimal digits, as cordboard passwd prints"
        raise BadValue("bad-digest", "a value that is no SHA-256 HA1", expected)
    return text.lower()


def ha1(user: str, realm: str, password: str) -> tuple[str, str]:
    """RFC 7616 3.4.2: HA1 for MD5 and for SHA-256."""
    a1 = f"{user}:{realm}:{password}".encode()
    return hashlib.md5(a1, usedforsecurity=False).hexdigest(), hashlib.sha256(a1).hexdigest()


def rate(text: str) -> float:
    """A price a minute."""
    if _DECIMAL.fullmatch(text) is None:
        raise BadValue("bad-rate", quote(text), "a price such as 0.0110, with a point")
    return float(text)


def currency(text: str) -> str:
    if _CURRENCY.fullmatch(text) is None:
        raise BadValue("bad-currency", quote(text), "three capital letters, such as EUR")
    return text


def moment(text: str) -> float:
    """Seconds since 1970 of an ISO 8601 date or date and time; UTC unless it says otherwise."""
    try:
        written = datetime.fromisoformat(text) if text.isascii() else None
    except ValueError:
        written = None
    if written is None:
        raise BadValue("bad-date", quote(text), "a date such as 2026-01-31 or 2026-01-31T12:00:00+01:00")
    return (written if written.tzinfo else written.replace(tzinfo=UTC)).timestamp()


def last_moment(text: str) -> float:
    """Like ``moment``, but a date alone means its end: ``valid_to: 2026-01-31`` includes the 31st."""
    if _DATE.fullmatch(text):
        return moment(text) + _DAY
    return moment(text)
