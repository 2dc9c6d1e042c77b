"""Numbers: the normal form on the way in, and from it, afresh for each attempt, what goes out (R3).

The normal form is E.164 digits without ``+``; anything else (a name, an extension) passes as it is.
Not here: how a rewrite works (rewriting), whose set applies (compile: the subscriber's else the domain's, the
server's else the group's).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from routing.arrival import sip_uri
from routing.attempt import Attempt, Caller
from routing.directory import Subscriber
from routing.notes import Notes
from routing.peering import Server
from routing.rewriting import RewriteSet
from routing.table import Table


@dataclass(slots=True)
class NormalForm:
    """R3.3: who calls whom, after the rewriting on the caller's side. Read-only."""

    caller: Caller
    caller_user: str
    caller_uri: str
    """What caller patterns see (R6.1)."""
    number: str
    domain: str
    callee_uri: str
    """What callee patterns see (R6.1)."""


def normal_form(attempt: Attempt, table: Table, notes: Notes | None = None) -> NormalForm:
    """R3.2: rewrites caller and callee by the caller's own set. Where the call goes does not matter yet."""
    caller, arrival = attempt.caller, attempt.arrival
    caller_user, number, domain = arrival.from_user, arrival.ruri_user, arrival.ruri_domain
    party = caller.subscriber or caller.server
    if party is not None and party.rewrite is not None:
        caller_user = party.rewrite.caller_in.apply(caller_user, caller.attribute, notes)
        number = party.rewrite.callee_in.apply(number, caller.attribute, notes)
    if caller.subscriber is not None:
        caller_uri = caller.subscriber.uri
        if domain in table.listener_hosts and domain not in table.directory.domains:
            domain = caller.subscriber.domain.name  # R4.1: dialled at our address, meant at home
    else:
        caller_uri = sip_uri(caller_user, arrival.from_domain)
    return NormalForm(caller, caller_user, caller_uri, number, domain, sip_uri(number, domain))


def outbound(callee: Server | Subscriber, form: NormalForm, notes: Notes | None = None) -> tuple[str, str]:
    """R3.4: caller and callee user as this server or subscriber wants them, always from the normal form."""
    rewrite = callee.rewrite
    if rewrite is None:
        return form.caller_user, form.number
    attribute = form.caller.attribute
    return (
        rewrite.caller_out.apply(form.caller_user, attribute, notes),
        rewrite.callee_out.apply(form.number, attribute, notes),
    )


def note_outbound(callees: Iterable[Server | Subscriber], form: NormalForm, notes: Notes) -> None:
    """R3.4: one note for each list that changes what these are sent, in their order; a shared set is told once."""
    told: set[RewriteSet] = set()
    for callee in callees:
        rewrite = callee.rewrite
        if rewrite is None or rewrite in told:
            continue
        told.add(rewrite)
        for rewrites, text in ((rewrite.caller_out, form.caller_user), (rewrite.callee_out, form.number)):
            tried: Notes = []
            if rewrites.apply(text, form.caller.attribute, tried) != text:
                notes.extend(tried)
