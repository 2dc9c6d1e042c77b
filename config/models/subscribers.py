"""The section subscribers: who may call and be called, how they prove who they are (R1.2, R1.3).

Not here: subscribers in CSV (subscriber_tables) and what a subscriber becomes (build_subscribers).
"""

from typing import Annotated

from config import values
from config.models.parties import Attributes, Limited, WrittenBar
from config.nodes import Text
from config.option_types import DigestMd5, DigestSha256, Network, Pattern, SecretText, TelephoneNumber, reference, word
from config.options import ListOf, Written, converted_by, option
from routing.model import SubscriberType

_TYPES = tuple(kind.value for kind in SubscriberType)


class WrittenTrustedSource(Written):
    """R1.2: requests from here are the subscriber's, without a digest."""

    source: Network = option("An IP address or network.", example="192.0.2.0/28")
    transport: Annotated[str, word("any", "udp", "tcp", "tls", "ws", "wss")] = option("What it must come over.", "any")
    from_pattern: Pattern | None = option(
        "A regular expression that must be found in the From URI (of anonymous calls: in the P-Asserted-Identity URI).",
        None,
        alias="from",
        example=r"^sip:\+?43720555\d{0,3}@",
    )


class WrittenAuth(Written):
    """How a subscriber proves who it is. Digests: HA1 from ``cordboard passwd USER@DOMAIN``."""

    ha1_md5: DigestMd5 | None = option("MD5 of user:domain:password; 32 hexadecimal digits.", None)
    ha1_sha256: DigestSha256 | None = option("SHA-256 of user:domain:password; 64 hexadecimal digits.", None)
    password: SecretText | None = option(
        "The password, from which both are made. In clear text it works and is warned about.",
        None,
        example="${file:secrets/office}",
    )
    trusted: ListOf[WrittenTrustedSource] = option("Sources that need no digest.", ())


class WrittenSubscriber(Limited):
    """Lives in a domain, belongs to a customer. Its key is USER@DOMAIN."""

    customer: Annotated[Text, reference("customers")] = option("The customer that it belongs to.")
    type: Annotated[str, word(*_TYPES)] = option("What it is.", "regular")
    numbers: ListOf[TelephoneNumber] = option(
        "Its numbers, E.164 digits without +; the first is primary, the others are aliases.", ()
    )
    extension: Annotated[str, converted_by(values.telephone_number, {"type": ["string", "integer"]})] | None = option(
        "Its short number inside the customer's PBX (R4.1).", None, example="101"
    )
    auth: WrittenAuth | None = option("How it proves who it is.", None)
    allowed_ips: ListOf[Network] = option("Where a digest may come from; empty is anywhere (R1).", ())
    rewrite: Annotated[Text, reference("rewrite")] | None = option(
        "Its own rewrite set, instead of the domain's.", None
    )
    bar: ListOf[WrittenBar] = option("Barred destinations (R5).", ())
    attributes: Attributes | None = option(
        "What replacements name as ${caller_NAME} (R3.1).", None, example="{cc: 43, ac: 1}"
    )
