"""A question as a person or a file asks it, answered as a live call would be (CONFIG.md, "explain").

``explain``, ``simulate`` and the ``tests:`` of a configuration ask like this. Not here: showing the answer (explain)
and reading questions (cordboard/cli).
"""

from collections.abc import Callable
from dataclasses import dataclass

from routing.arrival import Arrival
from routing.attempt import Attempt, Caller, IdentifiedBy, subscriber_caller
from routing.decide import decide
from routing.decision import Challenge, Decision, Refuse, ToPeers, ToSubscriber
from routing.health import Health, WithLimitsOfZero
from routing.identify import authenticated, by_domain, by_source
from routing.limits import never_called, never_calls
from routing.notes import Note, Notes, Verdict
from routing.numbers import note_outbound
from routing.octet_text import as_octet_text
from routing.table import Table


@dataclass(slots=True)
class Question:
    """``caller``: ``sip:u@d`` or ``u@d``; ``callee`` the same, or only a number, then in the caller's domain."""

    caller: str
    callee: str
    source: str | None = None
    """Received address; a port may follow as in ``192.0.2.1:5060`` or ``[2001:db8::1]:5060``."""
    transport: str = "udp"
    pai: str | None = None


@dataclass(slots=True)
class Answer:
    """``caller`` is None when R1 ended it; a peer that R2 refused is there. ``table`` is the one that was asked."""

    arrival: Arrival
    caller: Caller | None
    result: Decision | Challenge
    table: Table


def ask(
    question: Question,
    table: Table,
    health: Health,
    now: float,
    uniform: Callable[[], float],
    notes: Notes | None = None,
) -> Answer:
    """Identifies the caller and decides. A subscriber's own address as caller counts as authenticated by digest."""
    arrival = arrival_of(question, table)
    caller = _identify(question, arrival, table, notes)
    if isinstance(caller, Challenge):
        return Answer(arrival, None, caller, table)
    if isinstance(caller, Refuse):
        return Answer(arrival, caller.caller, caller, table)
    decision = decide(Attempt(caller, arrival), table, WithLimitsOfZero(health), now, uniform, notes)
    if notes is not None:
        _note_outbound(decision, notes)
    return Answer(arrival, caller, _within_limits(decision, notes), table)


def _note_outbound(decision: Decision, notes: Notes) -> None:
    """R3.4, for each candidate of the pools in order: one that cannot be used now is shown with its numbers, too."""
    if isinstance(decision, ToPeers | Refuse) and decision.form is not None:
        note_outbound((candidate.server for pool in decision.pools for candidate in pool), decision.form, notes)


def _within_limits(decision: Decision, notes: Notes | None) -> Decision:
    """R8, without load: a call that goes somewhere still ends here when a limit of its caller or callee is 0."""
    if isinstance(decision, Refuse):
        return decision
    refusal = never_calls(decision.form.caller, notes)
    if refusal is None and isinstance(decision, ToSubscriber):
        refusal = never_called(decision.subscriber, notes)
    return decision if refusal is None else Refuse(refusal.status, refusal.reason, decision.form)


def _identify(question: Question, arrival: Arrival, table: Table, notes: Notes | None) -> Caller | Challenge | Refuse:
    known = by_source(arrival, table, notes)
    if known is not None:
        return known
    subscriber = table.subscriber(arrival.from_user, arrival.from_domain)
    if subscriber is None:
        return by_domain(arrival, table, notes)
    if question.source is not None:
        return authenticated(subscriber, arrival, table, notes)
    if notes is not None:
        notes.append(Note("R1", subscriber.id, Verdict.YES, "taken as authenticated by digest", subscriber.at))
    return subscriber_caller(subscriber, IdentifiedBy.DIGEST)


def arrival_of(question: Question, table: Table) -> Arrival:
    """The facts that a request asking this question would arrive with."""
    from_user, from_domain = split_address(question.caller)
    to_user, to_domain = split_address(question.callee)
    pai_user, pai_domain = split_address(question.pai) if question.pai is not None else ("", "")
    if not to_domain:
        to_domain = from_domain
        if table.domain(from_domain) is None and table.listener_hosts:  # a peer's: it calls our address
            to_domain = min(table.listener_hosts)
    source, port = split_source(question.source or "")
    return Arrival(
        source=source,
        port=port,
        transport=question.transport,
        from_user=from_user,
        from_domain=from_domain,
        to_user=to_user,
        to_domain=to_domain,
        ruri_user=to_user,
        ruri_domain=to_domain,
        pai_user=pai_user,
        pai_domain=pai_domain,
    )


def split_address(text: str) -> tuple[str, str]:
    """User and domain, in lower case and without port, of ``sip:u@d:5060;x=y``, ``u@d`` or ``u``."""
    text = as_octet_text(text.strip())
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() in ("sip", "sips", "tel"):
        text = rest
    user, _, domain = text.rpartition("@") if "@" in text else (text, "", "")
    domain = domain.partition(";")[0].partition("?")[0].lower()
    return user, _without_port(domain)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def split_source(text: str) -> tuple[str, int]:
    """Address and port of ``IP`` or ``IP:PORT``; 5060 when none is given."""
    if text.startswith("["):
        address, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    elif text.count(":") == 1:
        address, _, port = text.partition(":")
    else:
        address, port = text, ""
    return address, int(port) if port.isascii() and port.isdigit() else 5060
