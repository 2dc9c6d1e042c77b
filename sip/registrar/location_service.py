"""The location service: which contacts an address of record has (RFC 3261 10), in memory.

The bindings of one address of record are a tuple that never changes under who holds it; a change is a new tuple.
They stand in the order in which they are tried: by q value, then the most recently registered first (10.2.1.2).
Expired bindings are never handed out; ``sweep`` removes them a few at a time. Addresses of record wait for it in
buckets of one minute by their earliest expiry, each in one bucket only, so a device that registers often costs no more.

Not here: what a REGISTER may do (sip/registrar/registrar) and keeping bindings over a restart (the port's store).
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from sip.registrar.binding import Binding
from sip.uri import equal, parse_uri

Bindings = tuple[Binding, ...]

_BUCKET = 60
"""Seconds of expiry that share a bucket."""


class LocationService:
    """Bindings by address of record: any text that names it in one way only, for example ``user@domain``."""

    def __init__(self) -> None:
        self._bindings: dict[str, Bindings] = {}
        self._due: dict[str, int] = {}
        """The bucket in which each address of record waits."""
        self._buckets: dict[int, set[str]] = {}
        self._bucket_queue: list[int] = []
        """The keys of ``_buckets``, a heap."""

    def __len__(self) -> int:
        """Addresses of record with a binding, expired ones included until they are swept."""
        return len(self._bindings)

    def __iter__(self) -> Iterator[tuple[str, Bindings]]:
        """Every address of record with its bindings, expired ones included until they are swept."""
        return iter(self._bindings.items())

    def bindings(self, address_of_record: str, now: float) -> Bindings:
        """The bindings that are alive at ``now``, best first."""
        bindings = self._bindings.get(address_of_record, ())
        for binding in bindings:
            if binding.expires <= now:
                return _alive(bindings, now)
        return bindings

    def replace(self, address_of_record: str, bindings: Sequence[Binding]) -> Bindings:
        """Make these all bindings, the most recently registered first. Answers them as kept: best first.

        Also the way back in for what was stored: the order that this answers is the one it restores.
        """
        kept = tuple(sorted(bindings, key=_least_wanted))
        if kept:
            self._bindings[address_of_record] = kept
            self._await_expiry(address_of_record, kept)
        else:
            self._bindings.pop(address_of_record, None)
            self._leave_bucket(address_of_record)
        return kept

    def sweep(self, now: float, limit: int) -> list[tuple[str, Bindings]]:
        """Drop what has expired, looking at ``limit`` addresses of record at most.

        Answers those that lost bindings, with what they have left, for the store. Made to be called every second or so.
        """
        changed = []
        for _ in range(limit):
            address_of_record = self._next_due(now)
            if address_of_record is None:
                break
            bindings = self._bindings[address_of_record]
            alive = self.replace(address_of_record, _alive(bindings, now))
            if len(alive) < len(bindings):
                changed.append((address_of_record, alive))
        return changed

    def _await_expiry(self, address_of_record: str, bindings: Bindings) -> None:
        bucket = int(min(binding.expires for binding in bindings)) // _BUCKET + 1
        waiting = self._due.get(address_of_record)
        if waiting is not None and waiting <= bucket:
            return  # looked at early enough; the sweep then puts it where it belongs
        self._leave_bucket(address_of_record)
        self._due[address_of_record] = bucket
        if bucket not in self._buckets:
            self._buckets[bucket] = set()
            heappush(self._bucket_queue, bucket)
        self._buckets[bucket].add(address_of_record)

    def _leave_bucket(self, address_of_record: str) -> None:
        bucket = self._due.pop(address_of_record, None)
        if bucket is not None:
            self._buckets[bucket].discard(address_of_record)

    def _next_due(self, now: float) -> str | None:
        """Take one address of record out of the buckets that are due."""
        while self._bucket_queue and self._bucket_queue[0] <= now // _BUCKET:
            waiting = self._buckets[self._bucket_queue[0]]
            if waiting:
                address_of_record = waiting.pop()
                del self._due[address_of_record]
                return address_of_record
            del self._buckets[heappop(self._bucket_queue)]
        return None


def bound_to(contact: str, bindings: Sequence[Binding]) -> Binding | None:
    """The binding of ``contact``, a URI that can be read, by RFC 3261 19.1.4, escapes included (10.3 step 7)."""
    same_text = next((each for each in bindings if each.contact == contact), None)
    if same_text is not None or not bindings:
        return same_text
    uri = parse_uri(contact)
    return next((each for each in bindings if equal(parse_uri(each.contact), uri)), None)


def _alive(bindings: Bindings, now: float) -> Bindings:
    return tuple(binding for binding in bindings if binding.expires > now)


def _least_wanted(binding: Binding) -> float:
    return -binding.q
