"""CPU for one datagram in and one out, and for one timer started and stopped.

``python -m benchmarks.transport [--datagrams 50000] [--rounds 5]``
prints one JSON line for each way to read and each loop: microseconds of CPU of the receiving process, median of the
rounds and their spread. The rounds of all ways alternate. A second process sends, with at most 64 on the way.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import time
from collections.abc import Callable, Sequence
from typing import cast

import uvloop
from asyncio_dgram.aio import Protocol

from benchmarks.result import environment
from sip.addressing import Flow, Transport, listener
from sip.transport.clock import Clock
from sip.transport.udp import UdpSocket
from sip.transport.upcalls import Upcalls

SIZE = 900
ON_THE_WAY = 64
LIVE_TIMERS = 100_000
TIMERS = 200_000

LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "uvloop": uvloop.new_event_loop,
    "asyncio": asyncio.new_event_loop,
}


class Echo(asyncio.DatagramProtocol):
    """The loop's own transport, and the least a protocol can do: what all others are compared with."""

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | int, ...]) -> None:
        self._transport.sendto(data, addr)
        self._done()


class EchoSink:
    """The receive queue of asyncio-dgram's Protocol on the loop's own transport."""

    transport: asyncio.DatagramTransport

    def __init__(self, done: Callable[[], None]) -> None:
        self._done = done

    def put_nowait(self, item: tuple[bytes | None, tuple[str | int, ...]]) -> None:
        data, address = item
        if data is not None:
            self.transport.sendto(data, address)
            self._done()


async def bare(done: Callable[[], None]) -> tuple[int, Callable[[], None]]:
    made, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: Echo(done), local_addr=("127.0.0.1", 0))
    return made.get_extra_info("sockname")[1], made.close


async def dgram(done: Callable[[], None]) -> tuple[int, Callable[[], None]]:
    sink = EchoSink(done)
    sink.transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Protocol(sink, sink, asyncio.Event()),  # type: ignore[arg-type]
        local_addr=("127.0.0.1", 0),
    )
    return sink.transport.get_extra_info("sockname")[1], sink.transport.close


async def ours(done: Callable[[], None]) -> tuple[int, Callable[[], None]]:
    def receive(data: bytes, flow: Flow) -> None:
        udp.transmit(data, flow)
        done()

    udp = UdpSocket(listener(Transport.UDP, "127.0.0.1", 0), Upcalls(receive, lambda _data, _flow: None, _raise))
    return udp.listener.port, udp.close


WAYS = {"bare protocol": bare, "asyncio-dgram on the loop's transport": dgram, "UdpSocket": ours}


def _raise(error: Exception) -> None:
    raise error


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.transport", description=__doc__)
    parser.add_argument("--datagrams", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    figures: dict[tuple[str, str], list[float]] = {}
    for _ in range(options.rounds):
        for loop, factory in LOOPS.items():
            for way in WAYS:
                with asyncio.Runner(loop_factory=factory) as runner:
                    spent = runner.run(echo(way, options.datagrams))
                figures.setdefault((way, loop), []).append(spent)
    for (way, loop), spent_each in figures.items():
        case = {"way": way, "loop": loop, "octets": SIZE, "datagrams": options.datagrams}
        print(json.dumps({"benchmark": "echo", **case, **environment(), **spread(spent_each)}), flush=True)
    timers = [start_and_stop() for _ in range(options.rounds)]
    print(json.dumps({"benchmark": "timer", "live": LIVE_TIMERS, **environment(), **spread(timers)}), flush=True)


def spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "us": round(statistics.median(values), 2),
        "us_min": round(min(values), 2),
        "us_max": round(max(values), 2),
    }


async def echo(way: str, count: int) -> float:
    """Microseconds of CPU for each of ``count`` datagrams echoed."""
    left = count
    finished = asyncio.Event()

    def done() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            finished.set()

    port, close = await WAYS[way](done)
    sender = os.fork()
    if sender == 0:
        send(port, count)
    before = time.process_time()
    await finished.wait()
    spent = time.process_time() - before
    os.waitpid(sender, 0)  # noqa: ASYNC222 -- it has nothing left to do
    close()
    return spent / count * 1e6


def send(port: int, count: int) -> None:
    """The other process: sends, reads what comes back, and ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(("127.0.0.1", port))
        data = b"x" * SIZE
        for number in range(count):
            sock.send(data)
            if number >= ON_THE_WAY:
                sock.recv(SIZE)
        for _ in range(min(count, ON_THE_WAY)):
            sock.recv(SIZE)
    os._exit(0)


def start_and_stop() -> float:
    """Microseconds for a timer that is stopped before it fires, as nearly all are, among many that live."""

    class Owner:
        def timer_fired(self, name: str, now: float) -> None:
            raise AssertionError

    class Handle:
        def cancel(self) -> None:
            pass

    clock, owner = Clock(lambda _seconds, _callback: Handle(), _raise), Owner()
    for number in range(LIVE_TIMERS):
        clock.start(owner, "C", number * 180 / LIVE_TIMERS)
    before = time.perf_counter()
    for _ in range(TIMERS):
        clock.start(owner, "A", 0.5).stop()
    return (time.perf_counter() - before) / TIMERS * 1e6


if __name__ == "__main__":
    main()
