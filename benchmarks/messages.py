"""Parse a 900-byte INVITE, and take a whole call through the core without a network.

``python -m benchmarks.messages [--rounds 5] [--calls 3000]`` prints one JSON line for each case: microseconds per
message or per call, the median of the rounds and their spread. Timers are started and stopped, nothing is sent.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks.result import environment
from cordboard.server.memory import settle
from sip.addressing import Flow
from sip.header_values import Via
from sip.message import Request
from sip.parser import parse
from sip.proxy.forwarding import forwarded_request
from sip.proxy.route_information import RouteInformation
from sip.proxy.target_set import Target
from sip.timers import Timer, TimerOwner
from tests.calls.small_operator import ALPHA_1, PBX, Operator
from tests.ladder import START, RecordedPort
from tests.messages import answer, fields, request

SDP = "\r\n".join(
    [
        "v=0",
        "o=- 53655765 2353687637 IN IP4 192.0.2.5",
        "s=-",
        "c=IN IP4 192.0.2.5",
        "t=0 0",
        "m=audio 16384 RTP/AVP 8 0 101",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:101 telephone-event/8000",
        "a=fmtp:101 0-15",
        "a=sendrecv",
        "",
    ]
)
HEADERS = [
    "Contact: <sip:pbx@192.0.2.5:5060>",
    "User-Agent: bench",
    "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, PRACK",
    "Supported: 100rel, timer",
    "Content-Type: application/sdp",
]
GATEWAY = ["Contact: <sip:gw@198.51.100.1:5060>"]


def invite(number: int) -> bytes:
    """About 900 bytes."""
    return request(
        uri="sip:4930123456@192.0.2.100:5060",
        caller="sip:43720@sip.example",
        via="192.0.2.5:5060",
        branch=f"z9hG4bK-{number}",
        call_id=f"{number}@192.0.2.5",
        extra=HEADERS,
        body=SDP,
    ).encode()


class SilentPort(RecordedPort):
    """Takes everything and does nothing; of what is sent only the last message is kept."""

    def transmit(self, data: bytes, flow: Flow) -> None:
        self.sent[:] = ((data, flow),)

    def start_timer(self, owner: TimerOwner, name: str, seconds: float) -> Timer:
        return Timer(owner, name, seconds)

    def note(self, fact: object) -> None:
        """Not counted."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.messages", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=3000)
    options = parser.parse_args(arguments)
    settle()  # as the server does
    cases: tuple[tuple[str, Callable[[int], float]], ...] = (
        ("parse", parsing),
        ("parse, read Via From To CSeq Call-ID", reading),
        ("parse and forward", forwarding),
        ("whole call: INVITE 180 200 ACK BYE 200", whole_calls),
    )
    for case, run in cases:
        print(json.dumps(measured(case, run, options.rounds, options.calls)), flush=True)


def measured(case: str, run: Callable[[int], float], rounds: int, count: int) -> dict[str, object]:
    """``run(count)`` answers seconds for all of them."""
    run(count // 10)
    each = sorted(run(count) / count * 1e6 for _ in range(rounds))
    spread = [round(each[0], 2), round(each[-1], 2)]
    return {
        "benchmark": "messages",
        "case": case,
        **environment(),
        "us": round(statistics.median(each), 2),
        "rounds_us": spread,
    }


def timed(work: Callable[[bytes], object], count: int) -> float:
    messages = [invite(number) for number in range(count)]
    start = time.perf_counter()
    for message in messages:
        work(message)
    return time.perf_counter() - start


def parsing(count: int) -> float:
    return timed(parse, count)


def reading(count: int) -> float:
    def read(data: bytes) -> tuple[Via, object, object, object, object]:
        message = parse(data)
        return message.top_via, message.from_, message.to, message.cseq, message.call_id

    return timed(read, count)


def forwarding(count: int) -> float:
    target, record_route = (
        Target("sip:+4930123456@198.51.100.1"),
        ("Record-Route: <sip:192.0.2.100:5060;lr;cb=0123456789>",),
    )

    def forward(data: bytes) -> bytes:
        message = parse(data)
        assert isinstance(message, Request)
        return forwarded_request(message, target, RouteInformation(message.uri, []), ALPHA_1, "z9hG4bKx", record_route)

    return timed(forward, count)


def whole_calls(count: int) -> float:
    """Only the time inside the core counts, not that of the user agents that make the messages."""
    operator = Operator(port=SilentPort())
    return sum(seconds for number in range(count) for seconds in one_call(operator, number))


def one_call(operator: Operator, number: int) -> Iterator[float]:
    """The six messages of a trusted call, each handed over as its turn comes."""
    call = {"caller": "sip:43720@sip.example", "via": "192.0.2.5:5060", "call_id": f"{number}@192.0.2.5"}
    yield handed(operator, invite(number), PBX)
    forwarded = operator.port.sent[0][0]
    yield handed(operator, answer(forwarded, 180, extra=GATEWAY).encode(), ALPHA_1)
    yield handed(operator, answer(forwarded, 200, extra=[*GATEWAY, "Content-Type: application/sdp"]).encode(), ALPHA_1)
    route = [f"Route: {value}" for value in fields(operator.port.sent[0][0], "Record-Route")]
    for method, cseq in (("ACK", 1), ("BYE", 2)):
        uri, branch = "sip:gw@198.51.100.1:5060", f"z9hG4bK-{number}{method}"
        text = request(method, uri, branch=branch, to_tag="b1", cseq=cseq, extra=route, **call)
        yield handed(operator, text.encode(), PBX)
    yield handed(operator, answer(operator.port.sent[0][0], 200).encode(), ALPHA_1)


def handed(operator: Operator, data: bytes, flow: Flow) -> float:
    start = time.perf_counter()
    operator.core.receive(data, flow, START)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
