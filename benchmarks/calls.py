"""CPU per whole call: SIPp calls through a running engine to a SIPp that answers.

``python -m benchmarks.calls [--rate 200] [--calls 2000] [--rounds 3]`` prints one JSON line: milliseconds of CPU of the
engine's process per call (INVITE, 180, 200, ACK, BYE, 200; trusted caller), the median of the rounds and their spread.
Needs SIPp. How whole engines compare on the same load: README, "Measured".
"""

import argparse
import json
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.result import environment
from tests.live.network import claimed
from tests.live.site import Site

TALK = 100
"""Milliseconds between answer and BYE."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calls", description=__doc__)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    if shutil.which("sipp") is None:
        print(json.dumps({"benchmark": "calls", "skipped": "sipp is not installed (Debian: sip-tester)"}))
        return
    rounds = sorted(one_round(options.rate, options.calls) for _ in range(options.rounds))
    about = {"rate": options.rate, "calls": options.calls, "rounds": options.rounds}
    spread = [round(rounds[0], 3), round(rounds[-1], 3)]
    result = {"cpu_ms_per_call": round(statistics.median(rounds), 3), "rounds_ms": spread}
    print(json.dumps({"benchmark": "calls", "case": "trusted call", **environment(), **about, **result}), flush=True)


def one_round(rate: int, calls: int) -> float:
    """Milliseconds of CPU per call of an engine started for it, its start left out."""
    with tempfile.TemporaryDirectory() as folder, claimed() as network, Site(network, Path(folder)) as site:
        engine = site.runs()
        site.callee(site.network.alpha_1, calls=None)
        site.calls("4930123456", calls=rate, rate=rate, lasts=TALK).finish(30)
        before = cpu_seconds(engine.pid)
        caller = site.calls("4930123456", calls=calls, rate=rate, lasts=TALK, host=site.network.other_pbx)
        score = caller.finish(calls / rate + 30)
        assert score.answered == calls, f"only {score.answered} of {calls} calls were answered"
        return (cpu_seconds(engine.pid) - before) / calls * 1000


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process, in seconds."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


if __name__ == "__main__":
    main()
