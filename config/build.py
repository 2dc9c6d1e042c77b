"""From what was written to ``routing.model.Configuration`` (CONFIG.md, "Sections").

Values are converted and references checked when the models read them; here the parts come together, and what
concerns two of them is checked: names taken twice, tests that name what there is not.
Not here: subscribers (build_subscribers), peering groups (build_peering), lint.
"""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from config import endpoints
from config.build_bars import build_bars
from config.build_peering import build_peering, failover, plain
from config.build_subscribers import build_subscribers, plain_attributes
from config.findings import BadValue, Findings, nearest, quote
from config.models.document import Document
from config.models.parties import WrittenDomain
from config.models.rewriting import RewritePair, WrittenRewriteSet
from config.models.settings import Expectation, WrittenRouting, WrittenSecurity, WrittenTest
from config.nodes import Text, beside
from config.reading import Reading, dangling
from routing.model import (
    Configuration,
    Contact,
    Contract,
    Customer,
    DigestUri,
    Domain,
    Listen,
    PeeringGroup,
    Reseller,
    RewriteRule,
    RewriteSet,
    RouteTest,
    RoutingSettings,
    Security,
    SortKey,
    Subscriber,
    Timers,
    WeightMode,
)

DEFAULT_STORAGE: Final = "cordboard.sqlite"
DEFAULT_SOCKET: Final = "cordboard.sock"


def build(document: Document, file: str, reading: Reading, now: float) -> Configuration:
    """The configuration. ``file`` is the main one; ``now``, seconds since 1970, only matters to lint.

    When problems were noted, entries may be missing from it: it is then good for finding more of them, not for calls.
    """
    findings = reading.findings
    subscribers = build_subscribers(document, reading)
    peering = build_peering(document.peering, reading, now)
    return Configuration(
        file=file,
        listen=tuple(_listen(text) for text in document.listen),
        advertise=plain(document.advertise),
        routing=_routing(document.routing, findings),
        timers=Timers(document.timers.no_response, document.timers.total, document.timers.dialog_max),
        security=_security(document.security, findings),
        contacts={
            str(key): Contact(str(key), one.email, key.at, plain(one.company), plain(one.external_id))
            for key, one in document.contacts.items()
        },
        contracts={
            str(key): Contract(str(key), str(one.contact), key.at, plain(one.billing_profile))
            for key, one in document.contracts.items()
        },
        resellers={
            str(key): Reseller(str(key), str(one.contract), key.at, one.limits())
            for key, one in document.resellers.items()
        },
        domains=_domains(document.domains, findings),
        customers={
            str(key): Customer(
                str(key), str(one.reseller), str(one.contact), key.at, one.limits(), build_bars(one.bar, findings)
            )
            for key, one in document.customers.items()
        },
        subscribers=subscribers,
        peering=peering,
        rewrite={str(key): _rewrite(key, written) for key, written in document.rewrite.items()},
        tests=tuple(_test(written, subscribers, peering, reading) for written in document.tests),
        storage_path=_path(document.storage.path, DEFAULT_STORAGE, file),
        admin_socket=_path(document.admin.socket, DEFAULT_SOCKET, file),
    )


def _path(written: Text | None, default: str, file: str) -> str:
    return beside(written) if written is not None else str(PurePath(file).parent / default)


def _listen(written: Text) -> Listen:
    address = endpoints.listen(written)
    return Listen(address.transport, address.host, address.port, written.at)


def _routing(written: WrittenRouting, findings: Findings) -> RoutingSettings:
    default = RoutingSettings()
    order = default.order if written.order is None else tuple(SortKey(key) for key in written.order)
    if not order or len(set(order)) < len(order) or SortKey.WEIGHT in order[:-1]:
        found = ", ".join(key.value for key in order) or "nothing"
        findings.error(written.at, "bad-order", found, "each key at most once, and weight, if at all, last")
    return RoutingSettings(
        order=order,
        weight_mode=WeightMode(written.weight_mode),
        no_route=written.no_route,
        failover_on=failover(written.failover_on) or default.failover_on,
        failover_after_ringing=written.failover_after_ringing,
        max_attempts=written.max_attempts,
        bar=build_bars(written.bar, findings),
    )


def _security(written: WrittenSecurity, findings: Findings) -> Security:
    if not written.min_expires <= written.default_expires <= written.max_expires:
        found = (
            f"min_expires {written.min_expires:g}, default_expires {written.default_expires:g}, "
            f"max_expires {written.max_expires:g}"
        )
        findings.error(written.at, "bad-expires", found, "the minimum first, the default between, the maximum last")
    return Security(
        digest_uri=DigestUri(written.digest_uri),
        nonce_lifetime=written.nonce_lifetime,
        min_expires=int(written.min_expires),
        default_expires=int(written.default_expires),
        max_expires=int(written.max_expires),
        max_contacts=written.max_contacts,
        max_transactions=written.max_transactions,
    )


def _domains(written: Mapping[Text, WrittenDomain], findings: Findings) -> dict[str, Domain]:
    domains: dict[str, Domain] = {}
    for key, one in written.items():
        name = endpoints.domain(key)
        if name in domains:
            found = f"the domain {quote(name)} again, it is also in {domains[name].at}"
            findings.error(key.at, "duplicate-key", found, "each domain once; capital letters make no other domain")
            continue
        domains[name] = Domain(
            name,
            str(one.reseller),
            key.at,
            rewrite=plain(one.rewrite),
            bar=build_bars(one.bar, findings),
            accept_unknown_callers=one.accept_unknown_callers,
            allow_foreign_domains=one.allow_foreign_domains,
            attributes=plain_attributes(one.attributes),
        )
    return domains


def _rewrite(key: Text, written: WrittenRewriteSet) -> RewriteSet:
    return RewriteSet(
        str(key),
        caller_in=_rewrite_list(written.caller_in),
        callee_in=_rewrite_list(written.callee_in),
        caller_out=_rewrite_list(written.caller_out),
        callee_out=_rewrite_list(written.callee_out),
        at=key.at,
    )


def _rewrite_list(pairs: tuple[RewritePair, ...]) -> tuple[RewriteRule, ...]:
    return tuple(RewriteRule(str(pair.pattern), str(pair.replacement), pair.at) for pair in pairs)


def _test(
    written: WrittenTest, subscribers: Mapping[str, Subscriber], peering: Mapping[str, PeeringGroup], reading: Reading
) -> RouteTest:
    _check_groups(written, reading)
    if reading.complete and not reading.findings.has_errors:  # else what is missing may have been dropped
        _check_members(written, subscribers, peering, reading.findings)
    return RouteTest(
        str(written.caller),
        str(written.callee),
        _expect(written.expect),
        written.at,
        source=plain(written.source),
        transport=written.transport,
        pai=plain(written.pai),
        moment=plain(written.moment),
        down=tuple(str(server) for server in written.down),
    )


def _expect(expectation: Expectation) -> tuple[str, ...] | int | str:
    if expectation.local is not None:
        return f"local {expectation.local}"
    return tuple(str(group) for group in expectation.groups) if expectation.status is None else expectation.status


def _check_groups(written: WrittenTest, reading: Reading) -> None:
    """Names in a test exist; else it could only fail, and say something else."""
    for group in written.expect.groups:
        try:
            reading.refer("peering", group)
        except BadValue as bad:
            reading.findings.bad_value(group.at, bad)


def _check_members(
    written: WrittenTest, subscribers: Mapping[str, Subscriber], peering: Mapping[str, PeeringGroup], findings: Findings
) -> None:
    local = written.expect.local
    if local is not None and local not in subscribers:
        findings.bad_value(written.at, dangling("subscribers", local, subscribers))
    servers = {name for group in peering.values() for one in group.servers for name in _names(group.name, one.name)}
    for server in written.down:
        if server not in servers:
            found = f"the server {quote(server)} does not exist"
            bad = BadValue("dangling-name", found, "GROUP/SERVER of the section peering", nearest(server, servers))
            findings.bad_value(server.at, bad)


def _names(group: str, server: str) -> tuple[str, str]:
    return server, f"{group}/{server}"
