"""Where a call goes: the policy on one page (R3 to R7.1), in the order in which it applies.

The same function routes live calls and explains them: with a list for ``notes`` it says why.
Not here: who calls (identify), and what happens while the targets are tried (cordboard/engine/call).
"""

from routing import selection
from routing.attempt import Attempt
from routing.callee import not_for_strangers, not_leaving, subscriber_called
from routing.decision import Decision, Pools, Refuse, ToPeers, ToSubscriber
from routing.health import Health
from routing.model import Refusal
from routing.notes import Note, Notes, Verdict
from routing.numbers import NormalForm, normal_form
from routing.outbound_index import Evidence
from routing.rule_notes import note_no_route, note_rules
from routing.table import Table
from routing.weights import Uniform

ALL_SKIPPED = Refusal(503, "Service Unavailable")


def decide(
    attempt: Attempt, table: Table, health: Health, now: float, uniform: Uniform, notes: Notes | None = None
) -> Decision:
    """The answer to one attempt, the same for the same arguments (R6.7). ``now``: seconds since 1970."""
    form = normal_form(attempt, table, notes)  # R3

    subscriber = subscriber_called(form, table, notes)  # R4.1
    if subscriber is not None:
        refusal = not_for_strangers(subscriber, form, notes)  # R1.4
        return refused(refusal, form) if refusal is not None else ToSubscriber(form, subscriber)  # R4.2

    refusal = not_leaving(form, table, notes) or barred(form, table, notes)  # R4.3 to R4.5, R5
    if refusal is not None:
        return refused(refusal, form)

    index = table.outbound
    evidence = Evidence(index, form.callee_uri, form.caller_uri, now, form.caller.pattern_hits)
    caller_group = form.caller.server.group if form.caller.server is not None else None  # R4.4
    best = index.best_rows(form.number, evidence, caller_group)  # R6.1, R6.2, R6.4
    if notes is not None:
        note_rules(form.number, best, index, evidence, caller_group, notes)
    pools: Pools = selection.pools_of(best, index)  # R6.3
    unusable = selection.unusable_servers(pools, health)
    pools = selection.without_drained(pools, unusable, notes)  # R6.1
    if not pools:
        if notes is not None:
            note_no_route(form, table, notes)
        return refused(table.routing.no_route, form)  # R6.6
    pools, order = selection.drawn(pools, table.draw, index.has_stopper, uniform, notes)  # R6.3, R6.5

    targets = selection.usable(order, unusable, notes)  # R7.1
    if not targets:
        return Refuse(ALL_SKIPPED.status, ALL_SKIPPED.reason, form, pools)  # R7.4
    return ToPeers(form, pools, targets)


def barred(form: NormalForm, table: Table, notes: Notes | None = None) -> Refusal | None:
    """R5: the first hit in routing's, the domain's, the customer's, the subscriber's list. For subscribers (R4.3)."""
    caller = form.caller.subscriber
    if caller is None:
        return None
    lists = (table.bar, caller.domain.bar, caller.customer.bar, caller.bar)
    for place, bar_list in enumerate(lists):
        hit = bar_list.first_hit(form.number)
        if hit is not None:
            if notes is not None:
                whose = ("routing", caller.domain.name, caller.customer.name, caller.id)[place]
                because = f"{form.number} is barred by {hit.name}"
                notes.append(Note("R5", f"{whose}/{hit.name}", Verdict.YES, because, hit.at))
            return hit.refusal
    if notes is not None:
        notes.append(Note("R5", form.number, Verdict.NO, "in no bar list of this caller", None))
    return None


def refused(refusal: Refusal, form: NormalForm) -> Refuse:
    return Refuse(refusal.status, refusal.reason, form)
