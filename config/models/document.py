"""The whole file: every section there is (CONFIG.md, "Sections")."""

from typing import Annotated

from config.models.parties import WrittenContact, WrittenContract, WrittenCustomer, WrittenDomain, WrittenReseller
from config.models.peering import WrittenGroup
from config.models.rewriting import WrittenRewriteSet
from config.models.settings import (
    WrittenAdmin,
    WrittenRouting,
    WrittenSecurity,
    WrittenStorage,
    WrittenTest,
    WrittenTimers,
)
from config.models.subscribers import WrittenSubscriber
from config.option_types import Advertised, CsvPath, DomainName, Listener, PlainText, SubscriberId, word
from config.options import ListOf, Name, NamedSection, OneOrMore, Settings, Written, default_settings, option


class Document(Written):
    """A Cordboard configuration."""

    version: Annotated[str, word("1")] = option("The version of this format.", "1")
    include: OneOrMore[PlainText] = option(
        "More files: patterns relative to this one, inside its directory.", (), example="peers/*.yaml"
    )
    listen: OneOrMore[Listener] = option(
        "Where requests are received: TRANSPORT://ADDRESS:PORT; the address may be interface:NAME. "
        "An address alone is UDP on port 5060.",
        example="udp://192.0.2.1:5060",
    )
    advertise: Advertised | None = option("The address that others reach us at, if it is another one.", None)
    routing: Settings[WrittenRouting] = option(
        "How candidates are ordered and tried.", default_settings(WrittenRouting), written={}
    )
    timers: Settings[WrittenTimers] = option("How long things may take.", default_settings(WrittenTimers), written={})
    security: Settings[WrittenSecurity] = option(
        "Bounds on what strangers and devices may do.", default_settings(WrittenSecurity), written={}
    )
    contacts: NamedSection[Name, WrittenContact] = option("People and organisations.", {})
    contracts: NamedSection[Name, WrittenContract] = option("What resellers and partners have signed.", {})
    resellers: NamedSection[Name, WrittenReseller] = option("Owners of domains and customers.", {})
    domains: NamedSection[DomainName, WrittenDomain] = option("SIP domains that are ours.", {})
    customers: NamedSection[Name, WrittenCustomer] = option("Owners of subscribers.", {})
    subscribers: NamedSection[SubscriberId, WrittenSubscriber] = option("Who may call and be called.", {})
    subscribers_from: ListOf[CsvPath] = option("CSV files of more subscribers.", (), example="subscribers.csv")
    peering: NamedSection[Name, WrittenGroup] = option("Where calls may leave to.", {})
    rewrite: NamedSection[Name, WrittenRewriteSet] = option("How numbers are written.", {})
    storage: Settings[WrittenStorage] = option("What outlives a restart.", default_settings(WrittenStorage), written={})
    admin: Settings[WrittenAdmin] = option("How a running engine is asked.", default_settings(WrittenAdmin), written={})
    tests: ListOf[WrittenTest] = option("Calls that every check makes on paper.", ())
