"""From domains, customers and subscribers as written to the directory: references resolved, numbers indexed (R4.1).

A hundred thousand subscribers pass through here. Not here: peers (compile_peering).
"""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

from routing.barring import NOTHING_BARRED, Bar, BarList
from routing.directory import Customer, Directory, Domain, Reseller, Subscriber
from routing.findings import Findings
from routing.model import BarEntry, Configuration, RewriteRule
from routing.model import Domain as DomainModel
from routing.model import RewriteSet as RewriteSetModel
from routing.model import Subscriber as SubscriberModel
from routing.octet_text import as_octet_text
from routing.pattern_set import Pattern, PatternSet
from routing.rewriting import Rewrite, RewriteList, RewriteSet

NO_ATTRIBUTES: Mapping[str, str] = {}


def compile_directory(
    configuration: Configuration, rewrite: Mapping[str, RewriteSet], caller_patterns: PatternSet, findings: Findings
) -> Directory:
    """Everybody who is ours. Bad patterns are added to ``findings`` and left out."""
    resellers = {name: Reseller(name, entry.limits, entry.at) for name, entry in configuration.resellers.items()}
    domains = {
        as_octet_text(name.lower()): _domain(domain, resellers, rewrite, findings)
        for name, domain in configuration.domains.items()
    }
    customers = {
        name: Customer(name, resellers.get(entry.reseller), entry.limits, compile_bar(entry.bar, findings), entry.at)
        for name, entry in configuration.customers.items()
    }
    directory = Directory(domains, customers, resellers, {})
    same_hits: dict[tuple[int, ...], tuple[int, ...]] = {}
    for subscriber in configuration.subscribers.values():
        hits = tuple(caller_patterns.found(_uri(subscriber)))
        _add_subscriber(subscriber, directory, rewrite, same_hits.setdefault(hits, hits), findings)
    return directory


def _domain(
    domain: DomainModel, resellers: Mapping[str, Reseller], rewrite: Mapping[str, RewriteSet], findings: Findings
) -> Domain:
    return Domain(
        name=as_octet_text(domain.name.lower()),
        reseller=resellers.get(domain.reseller),
        rewrite=rewrite[domain.rewrite] if domain.rewrite is not None else None,
        bar=compile_bar(domain.bar, findings),
        accept_unknown_callers=domain.accept_unknown_callers,
        allow_foreign_domains=domain.allow_foreign_domains,
        attributes=domain.attributes or NO_ATTRIBUTES,
        at=domain.at,
    )


def _add_subscriber(
    model: SubscriberModel,
    directory: Directory,
    rewrite: Mapping[str, RewriteSet],
    pattern_hits: Sequence[int],
    findings: Findings,
) -> None:
    domain = directory.domains[as_octet_text(model.domain.lower())]
    customer = directory.customers[model.customer]
    user = as_octet_text(model.user)
    subscriber = Subscriber(
        id=f"{user}@{domain.name}",
        uri=_uri(model),
        user=user,
        domain=domain,
        customer=customer,
        type=model.type,
        numbers=model.numbers,
        extension=model.extension,
        ha1_md5=model.ha1_md5,
        ha1_sha256=model.ha1_sha256,
        allowed=_networks(model, findings) if model.allowed_ips else (),
        rewrite=rewrite[model.rewrite] if model.rewrite is not None else domain.rewrite,
        attributes=model.attributes or NO_ATTRIBUTES,
        limits=model.limits,
        bar=compile_bar(model.bar, findings),
        pattern_hits=pattern_hits,
        at=model.at,
    )
    domain.subscribers[user] = subscriber
    for number in model.numbers:
        directory.numbers.setdefault(number, subscriber)
    if model.extension is not None:
        customer.extensions.setdefault(model.extension, subscriber)


def _uri(model: SubscriberModel) -> str:
    return f"sip:{as_octet_text(model.user)}@{as_octet_text(model.domain.lower())}"


def _networks(model: SubscriberModel, findings: Findings) -> tuple[IPv4Network | IPv6Network, ...]:
    networks = []
    for text in model.allowed_ips:
        try:
            networks.append(ip_network(text, strict=False))
        except ValueError:
            findings.error(model.at, "bad-address", f"allowed_ips {text}", "an address or a network")
    return tuple(networks)


def compile_bar(entries: Sequence[BarEntry], findings: Findings) -> BarList:
    """R5: one list of barring entries."""
    if not entries:
        return NOTHING_BARRED
    return BarList([_bar(entry) for entry in entries if _is_good(entry, findings)])


def _is_good(entry: BarEntry, findings: Findings) -> bool:
    return entry.pattern is None or findings.pattern_is_good(entry.pattern, entry.at)


def _bar(entry: BarEntry) -> Bar:
    pattern = Pattern(entry.pattern) if entry.pattern is not None else None
    return Bar(entry.id, as_octet_text(entry.prefix or ""), pattern, entry.refusal, entry.at)


def compile_rewrite(sets: Iterable[RewriteSetModel], findings: Findings) -> dict[str, RewriteSet]:
    """R3.1: rewrite sets by name. Bad patterns and replacements are added to ``findings`` and left out."""
    return {
        entry.name: RewriteSet(
            name=entry.name,
            caller_in=_rewrite_list("caller_in", entry.caller_in, entry, findings),
            callee_in=_rewrite_list("callee_in", entry.callee_in, entry, findings),
            caller_out=_rewrite_list("caller_out", entry.caller_out, entry, findings),
            callee_out=_rewrite_list("callee_out", entry.callee_out, entry, findings),
            at=entry.at,
        )
        for entry in sets
    }


def _rewrite_list(name: str, rules: Iterable[RewriteRule], whole: RewriteSetModel, findings: Findings) -> RewriteList:
    good = [
        rule
        for rule in rules
        if findings.pattern_is_good(rule.pattern, rule.at)
        and findings.replacement_is_good(rule.pattern, rule.replacement, rule.at)
    ]
    rewrites = [Rewrite(rule.pattern, rule.replacement, rule.at) for rule in good]
    return RewriteList(f"{whole.name}/{name}", rewrites, whole.at)
