"""The section peering: where calls may leave to, and who may send us calls (R2, R6, R7).

Not here: decks in CSV (decks) and what a group becomes (build_peering).
"""

from typing import Annotated, ClassVar

from config.models.parties import Limited
from config.nodes import Text
from config.option_types import (
    CsvPath,
    FailoverWord,
    Pattern,
    PlainText,
    Prefix,
    RefusalText,
    SecretText,
    ServerAddress,
    Switch,
    reference,
    seconds,
    whole,
    word,
)
from config.options import ListOf, Name, Written, option, together
from config.peering_structure import check_inbound, check_rules, check_servers
from routing.model import InboundField

_FIELDS = tuple(field.value for field in InboundField)

RewriteName = Annotated[Text, reference("rewrite")]
InboundPatterns = dict[Annotated[str, word(*_FIELDS)], Pattern]


class WrittenRule(Written):
    """R6.1: why a group may be a candidate. Numbers are in normal form here: E.164 digits without +."""

    id: Name | None = option("A name for explanations; rule-1, rule-2, … if not written.", None, example="at-mobile")
    prefix: Prefix | None = option("The literal start of the normalised number; empty fits all.", None, example="436")
    prefixes_from: CsvPath | None = option(
        "A CSV file with a column prefix; the rule stands for one rule per row.", None, example="decks/europe.csv"
    )
    callee_pattern: Pattern | None = option(
        "A regular expression found in the callee URI sip:NUMBER@DOMAIN.", None, example=r"^sip:436\d{6,}@"
    )
    caller_pattern: Pattern | None = option(
        "A regular expression found in the caller URI sip:USER@DOMAIN.", None, example=r"@premium\.example$"
    )
    enabled: Switch = option("Whether the rule counts.", True)
    stopper: Switch = option("Whether the list of candidates ends behind this rule's (R6.5).", False)


class WrittenInboundRule(Written):
    """R2: exactly one of require and refuse."""

    id: Name | None = option("A name for explanations.", None)
    require: InboundPatterns | None = option("Patterns that must all be found.", None, example=r"{ruri_user: ^43}")
    refuse: InboundPatterns | None = option("Patterns of which none may be found.", None)
    refusal: RefusalText | None = option(
        "The answer when the rule fails; without it the next group that owns the address is tried.",
        None,
        alias="with",
        example="404 Not our number",
    )


class WrittenCredentials(Written):
    """R7.2: how we answer when this server challenges us."""

    user: PlainText = option("Our user name there.")
    password: SecretText = option("Our password there.", example="${file:secrets/alpha}")
    realm: PlainText | None = option("The realm that may be answered; any if not written.", None)


class WrittenServer(Limited):
    """A peering server."""

    name: Name = option("Its name, unique in the group.", example="a1")
    uri: ServerAddress = option(
        "Where it is: an address, a name (RFC 3263), or a network that only sends to us.",
        example="sip:198.51.100.7:5060;transport=tcp",
    )
    weight: Annotated[int, whole(0, 1_000_000)] = option("Its share in its pool; 0 comes last (R6.3).", 1)
    enabled: Switch = option("Whether it sends and receives calls.", True)
    match_port: Switch = option("Whether its calls must come from the port of its URI (R1.1).", False)
    rewrite: RewriteName | None = option("Its own rewrite set, instead of the group's.", None)
    probe: Annotated[float, seconds(1, 86400)] | None = option(
        "Time between OPTIONS requests; not written: none are sent (R7.5).", None, unit="seconds", example="30s"
    )
    probe_fail: Annotated[int, whole(1, 100)] = option("Missed answers after which it is down.", 2)
    probe_ok: Annotated[int, whole(1, 100)] = option("Answers after which it is up again.", 1)
    credentials: WrittenCredentials | None = option("How we answer its challenges.", None)


class WrittenGroup(Limited):
    """A peering group: servers, and the rules by which calls may go there."""

    planned: ClassVar = frozenset({"hours"})

    contract: Annotated[Text, reference("contracts")] = option("The partner's contract.")
    priority: Annotated[int, whole(0, 1_000_000)] = option("Smaller is tried first (R6.2).", 1)
    enabled: Switch = option("Whether the group counts.", True)
    servers: Annotated[ListOf[WrittenServer], together(check_servers)] = option("Its servers.", ())
    rules: Annotated[ListOf[WrittenRule], together(check_rules)] = option(
        "Why it may be a candidate; none: it only sends us calls.", ()
    )
    inbound: Annotated[ListOf[WrittenInboundRule], together(check_inbound)] = option(
        "What its calls to us must be like; none: all are accepted.", ()
    )
    accepts_calls: Switch = option("Whether it may send us calls at all (R2.4).", True)
    relay: Switch = option("Whether its calls may leave to other groups (R4.4).", False)
    rewrite: RewriteName | None = option("The rewrite set of its servers.", None)
    failover_on: ListOf[FailoverWord] | None = option(
        "After which answers the next candidate is tried, besides silence and transport errors; "
        "not written: what routing says (R7.2).",
        None,
        example="5xx",
    )
    failover_after_ringing: Switch | None = option(
        "Whether that holds after a 18x, too; not written: what routing says (R7.3).", None
    )
    follow_redirects: Switch = option("Whether 3xx answers are followed; else they are passed back.", False)
