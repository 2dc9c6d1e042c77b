"""The sections contacts, contracts, resellers, domains and customers (CONFIG.md, "Sections"), and what they share.

Not here: subscribers and peering groups, which have files of their own.
"""

from typing import Annotated

from config import values
from config.nodes import Text
from config.option_types import (
    CallCount,
    Email,
    Pattern,
    PlainText,
    Prefix,
    RefusalText,
    Switch,
    reference,
)
from config.options import SCALAR, ListOf, Name, NamedSection, Written, checked_by, option
from routing.model import NO_LIMITS, Limits


class Limited(Written):
    """R8: limits. Not written: no limit."""

    max_calls: CallCount | None = option("Most calls at once, in both directions; 0 is never.", None, unit="calls")
    max_calls_in: CallCount | None = option("Most incoming calls at once; 0 is never.", None, unit="calls")
    max_calls_out: CallCount | None = option("Most outgoing calls at once; 0 is never.", None, unit="calls")
    max_cps: CallCount | None = option("Most new calls in a second; 0 is never.", None, unit="calls per second")

    def limits(self) -> Limits:
        written = Limits(self.max_calls, self.max_calls_in, self.max_calls_out, self.max_cps)
        return NO_LIMITS if written == NO_LIMITS else written


class WrittenBar(Written):
    """R5: calls to numbers that start with the prefix, and in which the pattern is found, are refused."""

    id: Name | None = option("A name for explanations.", None, example="no-premium-rate")
    prefix: Prefix | None = option("The start of the normalised number.", None, example="43900")
    pattern: Pattern | None = option("A regular expression found in the normalised number.", None, example="^43810")
    refusal: RefusalText = option(
        "The answer: a status from 400 to 699 and a reason.", alias="with", example="403 Destination barred"
    )


class WrittenContact(Written):
    """A person or organisation."""

    email: Email = option("How to reach them.", example="noc@operator.example")
    company: PlainText | None = option("The organisation.", None, example="Nordtel")
    external_id: PlainText | None = option("Their identifier in another system.", None, example="C-1001")


class WrittenContract(Written):
    """Ties a contact to a billing profile, for resellers and peering partners."""

    contact: Annotated[Text, reference("contacts")] = option("The contact who signed.")
    billing_profile: Name | None = option("The billing profile; named, not rated yet.", None)


Attributes = NamedSection[Annotated[Text, checked_by(values.attribute_name, SCALAR)], PlainText]


class WrittenReseller(Limited):
    """Owns domains and customers."""

    contract: Annotated[Text, reference("contracts")] = option("The reseller's contract.")


class WrittenDomain(Written):
    """A SIP domain that is ours. Its name is the realm of digests."""

    reseller: Annotated[Text, reference("resellers")] = option("The reseller who owns the domain.")
    rewrite: Annotated[Text, reference("rewrite")] | None = option(
        "The rewrite set of subscribers that have none of their own (R3.2).", None
    )
    bar: ListOf[WrittenBar] = option("Barred destinations of all callers of the domain (R5).", ())
    attributes: Attributes | None = option(
        "What replacements name as ${caller_NAME}, for subscribers that lack it (R3.1).", None, example="{cc: 43}"
    )
    accept_unknown_callers: Switch = option(
        "Whether callers whom nobody knows may call the domain's own subscribers (R1.4).", False
    )
    allow_foreign_domains: Switch = option("Whether the domain's callers may call any other domain (R4.5).", False)


class WrittenCustomer(Limited):
    """Has subscribers; belongs to a reseller."""

    reseller: Annotated[Text, reference("resellers")] = option("The reseller whose customer it is.")
    contact: Annotated[Text, reference("contacts")] = option("Who the customer is.")
    bar: ListOf[WrittenBar] = option("Barred destinations of all the customer's subscribers (R5).", ())
