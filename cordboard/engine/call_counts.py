"""How many calls everybody has, and how fast they come (R8).

A call counts from the forwarded INVITE to its final failure or its BYE; one that vanishes is let go after
``timers.dialog_max``. It is known by its Call-ID and its caller's tag, which both sides of a BYE carry.
Counted are owners with limits only: a server, a group, a subscriber, a customer, a reseller, by name, so that a reload
keeps what is counted. Not here: what is answered when a limit is reached (call, peer_targets).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import NamedTuple

from routing.attempt import Caller
from routing.directory import Customer, Reseller, Subscriber
from routing.model import NO_LIMITS, Limits
from routing.peering import Server
from sip.message import Request

CallKey = tuple[str, str]
"""Call-ID and the tag of the caller."""


class Direction(Enum):
    """As the owner sees it: a call out leaves the subscriber, or goes to the server."""

    IN = "in"
    OUT = "out"


class Holder(NamedTuple):
    """An owner of a call: ``kind`` and ``name`` tell owners apart, also over a reload."""

    kind: str
    name: str
    direction: Direction
    limits: Limits


def holders_of_server(server: Server, direction: Direction) -> list[Holder]:
    """The server, then its group (R7.1)."""
    if server.limits is NO_LIMITS and server.group.limits is NO_LIMITS:
        return []
    owners: tuple[tuple[str, str, Limits], ...] = (
        ("server", server.id, server.limits),
        ("group", server.group.name, server.group.limits),
    )
    return _limited(owners, direction)


def call_key(invite: Request) -> CallKey:
    return invite.call_id, invite.from_.tag or ""


def holders_of_caller(caller: Caller) -> list[Holder]:
    """A subscriber's call goes out, a carrier's comes in."""
    if caller.subscriber is not None:
        return holders_of_subscriber(caller.subscriber, Direction.OUT)
    return holders_of_server(caller.server, Direction.IN) if caller.server is not None else []


def holders_of_subscriber(subscriber: Subscriber, direction: Direction) -> list[Holder]:
    """The subscriber, its customer, its reseller."""
    customer: Customer = subscriber.customer
    owners = [("subscriber", subscriber.id, subscriber.limits), ("customer", customer.name, customer.limits)]
    reseller: Reseller | None = customer.reseller
    if reseller is not None:
        owners.append(("reseller", reseller.name, reseller.limits))
    return _limited(owners, direction)


def _limited(owners: Iterable[tuple[str, str, Limits]], direction: Direction) -> list[Holder]:
    return [Holder(kind, name, direction, limits) for kind, name, limits in owners if limits is not NO_LIMITS]


@dataclass(slots=True)
class _Bucket:
    """A token bucket: as many calls at once as in a second, and no more in any second after."""

    tokens: float
    filled: float


@dataclass(slots=True)
class _Call:
    begun: float
    holders: list[Holder]


class CallCounts:
    """Times are seconds since 1970."""

    def __init__(self) -> None:
        self._calls: dict[CallKey, _Call] = {}
        """In the order in which they began."""
        self._counts: Counter[tuple[str, str, Direction]] = Counter()
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def __len__(self) -> int:
        """Calls that are counted right now."""
        return len(self._calls)

    def count(self, holder: Holder, direction: Direction) -> int:
        return self._counts[holder.kind, holder.name, direction]

    def full(self, holders: Iterable[Holder], now: float) -> Holder | None:
        """The first of them that may have no more calls now, or None."""
        return next((holder for holder in holders if self._is_full(holder, now)), None)

    def _is_full(self, holder: Holder, now: float) -> bool:
        limits, out = holder.limits, self.count(holder, Direction.OUT)
        into = self.count(holder, Direction.IN)
        one_way, limit = (
            (out, limits.max_calls_out) if holder.direction is Direction.OUT else (into, limits.max_calls_in)
        )
        return (
            (limits.max_calls is not None and out + into >= limits.max_calls)
            or (limit is not None and one_way >= limit)
            or (limits.max_cps is not None and self._bucket(holder, limits.max_cps, now).tokens < 1)
        )

    def take(self, call: CallKey, holders: Iterable[Holder], now: float) -> None:
        """This call is theirs from now on; holders are added to those that it has."""
        taken = list(holders)
        if not taken:
            return
        held = self._calls.setdefault(call, _Call(now, [])).holders
        for holder in taken:
            held.append(holder)
            self._counts[holder.kind, holder.name, holder.direction] += 1
            if holder.limits.max_cps is not None:
                self._bucket(holder, holder.limits.max_cps, now).tokens -= 1

    def give_back(self, call: CallKey, holders: Iterable[Holder]) -> None:
        """An attempt failed: these hold the call no longer, the others do."""
        known = self._calls.get(call)
        for holder in holders:
            if known is not None and holder in known.holders:
                known.holders.remove(holder)
                self._uncount(holder)

    def end_by(self, request: Request) -> None:
        """A BYE ends the call, whichever side sends it."""
        if self._calls:
            self.end((request.call_id, request.from_.tag or ""))
            self.end((request.call_id, request.to.tag or ""))

    def end(self, call: CallKey) -> None:
        """The call is over. Ending one that is not counted is fine: each is released once."""
        known = self._calls.pop(call, None)
        for holder in known.holders if known is not None else ():
            self._uncount(holder)

    def release_vanished(self, before: float) -> None:
        """Let go of calls that began before that moment and never ended."""
        for call in [call for call, known in takewhile(lambda item: item[1].begun < before, self._calls.items())]:
            self.end(call)

    def _uncount(self, holder: Holder) -> None:
        key = holder.kind, holder.name, holder.direction
        self._counts[key] -= 1
        if not self._counts[key]:
            del self._counts[key]

    def _bucket(self, holder: Holder, rate: int, now: float) -> _Bucket:
        bucket = self._buckets.setdefault((holder.kind, holder.name), _Bucket(float(rate), now))
        bucket.tokens = min(float(rate), bucket.tokens + (now - bucket.filled) * rate)
        bucket.filled = now
        return bucket
