"""The north star: latency of decide() by table size, for hits and misses, with and without explanation.

``python -m benchmarks.decide [--sizes 1000,100000,1000000] [--rounds 5] [--calls 20000] [--seed 1]``
prints one JSON line for each case: microseconds p50, p99 and p99.9 of all rounds, and how the rounds' p50 spread.
"""

import argparse
import gc
import json
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks import carrier
from benchmarks.result import environment
from routing.arrival import Arrival
from routing.attempt import Attempt
from routing.compile import compile_table
from routing.decide import decide
from routing.health import AllWell
from routing.notes import Notes
from routing.table import Table
from tests.routing import makers

WARM_UP = 2000
EXPLAINED_SHARE = 20
"""One in so many calls is made in the rounds with explanation: they take far longer."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decide", description=__doc__)
    parser.add_argument("--sizes", default="1000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    for size in map(int, options.sizes.split(",")):
        for line in measure(size, options.rounds, options.calls, options.seed):
            print(json.dumps(line), flush=True)


def measure(size: int, rounds: int, count: int, seed: int) -> Iterator[dict[str, object]]:
    """One result for each case of a table of ``size`` rows."""
    configuration, different = carrier.configuration(size, seed)
    before, started = _resident(), time.perf_counter()
    table = compile_table(configuration)
    compiled = time.perf_counter() - started
    about = {**environment(), "seed": seed, "rows": size, "groups": carrier.GROUPS, "patterns": carrier.PATTERNS}
    about |= {"compile_s": round(compiled, 2), "compile_mib": round((_resident() - before) / 2**20)}
    del configuration
    gc.collect()
    gc.freeze()
    for case, misses, explained in (
        ("hit", False, False),
        ("miss", True, False),
        ("mixed", None, False),
        ("mixed, explained", None, True),
    ):
        arrivals = carrier.calls(different, count // EXPLAINED_SHARE if explained else count, misses, seed)
        yield {"benchmark": "decide", "case": case, **about, **timed(table, arrivals, rounds, explained)}


def timed(table: Table, arrivals: Sequence[Arrival], rounds: int, explained: bool) -> dict[str, object]:
    """Quantiles over all rounds, in microseconds, and the spread of the rounds' medians."""
    attempts = [Attempt(makers.caller_of(arrival, table), arrival) for arrival in arrivals]
    health, now, uniform = AllWell(), time.time(), random.Random(1).random
    note_taker: Callable[[], Notes | None] = list if explained else lambda: None
    for attempt in attempts[:WARM_UP]:
        decide(attempt, table, health, now, uniform, note_taker())
    per_round = [one_round(attempts, table, health, now, uniform, note_taker) for _ in range(rounds)]
    everything = sorted(sample for samples in per_round for sample in samples)
    medians = [statistics.median(samples) / 1000 for samples in per_round]
    return {
        "p50_us": quantile(everything, 0.5),
        "p99_us": quantile(everything, 0.99),
        "p99.9_us": quantile(everything, 0.999),
        "rounds": rounds,
        "p50_of_rounds_us": [round(min(medians), 2), round(max(medians), 2)],
    }


def one_round(
    attempts: Sequence[Attempt],
    table: Table,
    health: AllWell,
    now: float,
    uniform: Callable[[], float],
    note_taker: Callable[[], Notes | None],
) -> list[int]:
    """Nanoseconds of each decision; the clock's own cost (about 0.05 us) is in them."""
    clock = time.perf_counter_ns
    samples = []
    for attempt in attempts:
        notes = note_taker()
        start = clock()
        decide(attempt, table, health, now, uniform, notes)
        samples.append(clock() - start)
    return samples


def quantile(ordered: Sequence[int], share: float) -> float:
    return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)] / 1000, 2)


def _resident() -> int:
    """Largest resident size so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
