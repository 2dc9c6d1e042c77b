"""The sections routing, timers, security, storage, admin and tests.

Defaults are those of routing.model; here they are documented.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import ValidationInfo

from config.findings import BadValue, quote
from config.models.parties import WrittenBar
from config.nodes import Items, Text
from config.option_types import FailoverWord, FilePath, Moment, PlainText, RefusalText, Switch, seconds, whole, word
from config.options import SCALAR, Converter, ListOf, Written, option, text_of
from routing.model import DigestUri, RoutingSettings, Security, SortKey, Timers, WeightMode

_ROUTING: Final = RoutingSettings()
_TIMERS: Final = Timers()
_SECURITY: Final = Security()
_STATUS: Final = re.compile(r"[3-6][0-9]{2}")


def _words(enum: type[SortKey] | type[WeightMode] | type[DigestUri]) -> tuple[str, ...]:
    return tuple(str(member.value) for member in enum)


class WrittenRouting(Written):
    """How candidates are ordered and tried (R5, R6, R7)."""

    order: ListOf[Annotated[str, word(*_words(SortKey))]] | None = option(
        "What comes first among candidates (R6.2).", None, written=["priority", "longest-prefix", "weight"]
    )
    weight_mode: Annotated[str, word(*_words(WeightMode))] = option("How weights are drawn (R6.3).", "proportional")
    no_route: RefusalText = option(
        "The answer when there is no candidate (R6.6).", _ROUTING.no_route, written="404 No route to destination"
    )
    failover_on: ListOf[FailoverWord] | None = option(
        "After which answers the next candidate is tried: statuses, 4xx, 5xx (R7.2). Not written: 408 and every 5xx "
        "but 501, 505 and 513. Silence and transport errors always fail over; the word timeout only says so.",
        None,
        example="5xx",
    )
    failover_after_ringing: Switch = option("Whether that holds after a 18x, too (R7.3).", True)
    max_attempts: Annotated[int, whole(1, 100)] = option("Most candidates tried for one call (R7.3).", 8)
    bar: ListOf[WrittenBar] = option("Barred destinations of everybody (R5).", ())


class WrittenTimers(Written):
    """Times of calls."""

    no_response: Annotated[float, seconds(0.5, 64)] = option(
        "Silence after which the next candidate is tried (R7.2).", _TIMERS.no_response, unit="seconds", example="4s"
    )
    total: Annotated[float, seconds(1, 3600)] = option(
        "Longest wait for a final answer (R7.3).", _TIMERS.total, unit="seconds", example="3m"
    )
    dialog_max: Annotated[float, seconds(60, 7 * 86400)] = option(
        "After this a call that vanished counts no more (R8).", _TIMERS.dialog_max, unit="seconds", example="4h"
    )


class WrittenSecurity(Written):
    """What strangers and devices may do."""

    digest_uri: Annotated[str, word(*_words(DigestUri))] = option("What the uri of a digest must be (R1.3).", "host")
    nonce_lifetime: Annotated[float, seconds(1, 86400)] = option(
        "How long a challenge can be answered.", _SECURITY.nonce_lifetime, unit="seconds", example="5m"
    )
    min_expires: Annotated[float, seconds(1, 86400)] = option(
        "Shortest registration; shorter ones get 423.", float(_SECURITY.min_expires), unit="seconds"
    )
    default_expires: Annotated[float, seconds(1, 7 * 86400)] = option(
        "Length of a registration that names none.", float(_SECURITY.default_expires), unit="seconds"
    )
    max_expires: Annotated[float, seconds(1, 7 * 86400)] = option(
        "Longest registration; longer ones are shortened.", float(_SECURITY.max_expires), unit="seconds"
    )
    max_contacts: Annotated[int, whole(1, 1000)] = option(
        "Most contacts of one subscriber.", _SECURITY.max_contacts, unit="contacts"
    )
    max_transactions: Annotated[int, whole(100, 10_000_000)] = option(
        "Most transactions at once; more get 503.", _SECURITY.max_transactions, unit="transactions"
    )


class WrittenStorage(Written):
    """What outlives a restart: registrations and keys."""

    path: FilePath | None = option("An SQLite file.", None, written="cordboard.sqlite")


class WrittenAdmin(Written):
    """How a running engine is asked and told."""

    socket: FilePath | None = option("A Unix socket.", None, written="cordboard.sock")


@dataclass(slots=True, frozen=True)
class Expectation:
    """What a test expects: groups in order, a status, or a subscriber."""

    groups: tuple[Text, ...] = ()
    status: int | None = None
    local: str | None = None


def _expectation(node: object, info: ValidationInfo) -> Expectation:
    expected = "a list of groups, a status such as 403, or local USER@DOMAIN"
    if isinstance(node, Items):
        return Expectation(groups=tuple(text_of(group) for group in node))
    written = text_of(node, expected)
    if _STATUS.fullmatch(written):
        return Expectation(status=int(written))
    word_, _, subscriber = written.partition(" ")
    if word_ != "local" or not subscriber:
        is_group = " " not in written and written != "local"
        raise BadValue("bad-expect", quote(written), expected, f"[{written}]" if is_group else None)
    return Expectation(local=subscriber.strip(" "))


_EXPECTED_SCHEMA: Final = {
    "anyOf": [{"type": "array", "items": SCALAR}, {"type": ["string", "integer"]}],
}


class WrittenTest(Written):
    """A call that every check and reload makes on paper; a wrong outcome refuses the load."""

    caller: PlainText = option("Who calls.", alias="from", example="office@sip.example.net")
    callee: PlainText = option("What they dial.", alias="to", example="00436641234567")
    expect: Annotated[Expectation, Converter(_expectation, _EXPECTED_SCHEMA)] = option(
        "Groups in order of first appearance, a status, or local USER@DOMAIN.", example="[alpha, beta]"
    )
    source: PlainText | None = option("Where the call comes from.", None, example="192.0.2.1:5060")
    transport: Annotated[str, word("udp", "tcp", "tls", "ws", "wss")] | None = option("What it comes over.", None)
    pai: PlainText | None = option("Its P-Asserted-Identity.", None)
    moment: Moment | None = option("When it comes.", None, alias="at", example="2026-01-31T12:00:00+01:00")
    down: ListOf[PlainText] = option("Servers that are down meanwhile.", (), example="alpha/a1")
