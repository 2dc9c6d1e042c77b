"""Limits of 0: who may never call or be called, whatever the load (R8).

Needs no counting, so questions on paper can ask it as well as live calls.
Not here: servers, which are skipped instead (health), and counting calls (cordboard/engine/call_counts).
"""

from collections.abc import Iterable

from routing.attempt import Caller
from routing.directory import Customer, Reseller, Subscriber
from routing.model import NO_LIMITS, Limits, Refusal
from routing.notes import Note, Notes, Verdict
from routing.peering import Group, Server

CALLER_FULL = Refusal(403, "Maximum parallel calls exceeded")
CALLEE_FULL = Refusal(486, "Busy Here")

Owner = Subscriber | Customer | Reseller | Server | Group


def never(limits: Limits, *, outgoing: bool) -> str | None:
    """The limit of 0 that forbids every such call, by its name; None: there is none.

    ``outgoing`` as the owner sees it: a subscriber calls, a server is called.
    """
    if limits is NO_LIMITS:
        return None
    if limits.max_calls == 0:
        return "max_calls"
    if (limits.max_calls_out if outgoing else limits.max_calls_in) == 0:
        return "max_calls_out" if outgoing else "max_calls_in"
    return "max_cps" if limits.max_cps == 0 else None


def never_sent_to(server: Server) -> bool:
    """R7.1: whether the server, or its group, is at its limit without a single call."""
    return any(never(owner.limits, outgoing=True) is not None for owner in (server, server.group))


def never_calls(caller: Caller, notes: Notes | None = None) -> Refusal | None:
    """The answer to a caller who may have no call: a subscriber, its customer or reseller; a peer, or its group."""
    if caller.server is not None:
        return _refusal((caller.server, caller.server.group), CALLER_FULL, notes, outgoing=False)
    if caller.subscriber is not None:
        return _refusal(_owners(caller.subscriber), CALLER_FULL, notes, outgoing=True)
    return None


def never_called(callee: Subscriber, notes: Notes | None = None) -> Refusal | None:
    """The answer to whoever calls one of ours that may have no call."""
    return _refusal(_owners(callee), CALLEE_FULL, notes, outgoing=False)


def _owners(subscriber: Subscriber) -> Iterable[Owner]:
    yield subscriber
    yield subscriber.customer
    if subscriber.customer.reseller is not None:
        yield subscriber.customer.reseller


def _refusal(owners: Iterable[Owner], refusal: Refusal, notes: Notes | None, *, outgoing: bool) -> Refusal | None:
    for owner in owners:
        limit = never(owner.limits, outgoing=outgoing)
        if limit is not None:
            if notes is not None:
                name = owner.id if isinstance(owner, Subscriber | Server) else owner.name
                notes.append(Note("R8", name, Verdict.NO, f"{limit}: 0 means never", owner.at))
            return refusal
    return None
