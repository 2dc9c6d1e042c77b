"""Is the callee ours, and if not, may the call leave? (R4)

Not here: what is done for a subscriber without a contact (480, cordboard/engine).
"""

from routing.attempt import CallerKind
from routing.directory import Subscriber
from routing.model import Refusal
from routing.notes import Note, Notes, Verdict
from routing.numbers import NormalForm
from routing.table import Table

NOT_FOUND = Refusal(404, "Not Found")
FOREIGN_DOMAIN = Refusal(403, "Forbidden")
UNKNOWN_CALLER = Refusal(403, "Forbidden")


def subscriber_called(form: NormalForm, table: Table, notes: Notes | None = None) -> Subscriber | None:
    """R4.1: by user name in the dialled domain, by number in any, by extension inside the caller's customer."""
    if not table.is_ours(form.domain):
        return None
    subscriber, how = table.subscriber(form.number, form.domain), "user name"
    if subscriber is None:
        subscriber, how = table.directory.numbers.get(form.number), "number"
    if subscriber is None and form.caller.subscriber is not None:
        subscriber, how = form.caller.subscriber.customer.extensions.get(form.number), "extension"
    if notes is not None:
        if subscriber is None:
            because = f"no subscriber has user name, number or extension {form.number or '(none)'}"
            home = table.domain(form.domain)
            notes.append(Note("R4", form.callee_uri, Verdict.NO, because, home.at if home is not None else None))
        else:
            notes.append(Note("R4", subscriber.id, Verdict.YES, f"{form.number} is its {how}", subscriber.at))
    return subscriber


def not_for_strangers(subscriber: Subscriber, form: NormalForm, notes: Notes | None = None) -> Refusal | None:
    """R1.4: a caller nobody knows reaches only subscribers of a domain that accepts such callers."""
    if form.caller.kind is not CallerKind.UNKNOWN or subscriber.domain.accept_unknown_callers:
        return None
    if notes is not None:
        domain = subscriber.domain
        notes.append(Note("R4", domain.name, Verdict.NO, "accept_unknown_callers: no", domain.at))
    return UNKNOWN_CALLER


def not_leaving(form: NormalForm, table: Table, notes: Notes | None = None) -> Refusal | None:
    """R4.3 to R4.5: why a call to none of our subscribers may not leave, or None."""
    caller = form.caller
    if caller.subscriber is not None:
        home = caller.subscriber.domain
        if table.is_ours(form.domain) or home.allow_foreign_domains:
            return None
        if notes is not None:
            because = f"{form.domain} is foreign and {home.name} has allow_foreign_domains: no"
            notes.append(Note("R4", form.callee_uri, Verdict.NO, because, home.at))
        return FOREIGN_DOMAIN
    if not table.is_ours(form.domain):
        if notes is not None:
            notes.append(Note("R4", form.callee_uri, Verdict.NO, f"{form.domain} is foreign", None))
        return FOREIGN_DOMAIN
    if caller.server is not None and caller.server.group.relay:
        return None
    if notes is not None and caller.server is not None:
        group = caller.server.group
        notes.append(Note("R4", group.name, Verdict.NO, "relay: no, and the callee is not ours", group.at))
    return NOT_FOUND
