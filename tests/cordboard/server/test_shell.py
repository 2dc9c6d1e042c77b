"""The port's wishes reach the world, and what arrives reaches the core."""

import asyncio

from cordboard.server.journal import Journal
from cordboard.server.shell import Shell
from sip.addressing import Flow, Transport, listener
from sip.facts import Event, Fact
from sip.transport.clock import Clock


class Store:
    def __init__(self) -> None:
        self.kept: dict[str, object] = {}

    def put(self, address_of_record, bindings) -> None:
        self.kept[address_of_record] = bindings


class Core:
    def __init__(self) -> None:
        self.told: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

    def receive(self, data, flow, now) -> None:
        self.told.put_nowait(("received", data))

    def transport_failed(self, data, flow, now) -> None:
        self.told.put_nowait(("failed", data))


async def test_messages_go_out_and_come_in_and_failures_come_back():
    loop = asyncio.get_running_loop()
    clock = Clock(loop.call_later, lambda error: None)
    store, journal = Store(), Journal(lambda: 0.0)
    shell = Shell(clock, journal, store)  # type: ignore[arg-type]
    core = shell.core = Core()  # type: ignore[assignment]
    (one, two) = await shell.endpoint.open(
        [listener(Transport.UDP, "127.90.1.1", 0), listener(Transport.UDP, "127.90.1.2", 0)]
    )
    shell.transmit(b"OPTIONS hello", Flow(one, two.host, two.port))
    assert await asyncio.wait_for(core.told.get(), 5) == ("received", b"OPTIONS hello")
    tcp = listener(Transport.TCP, "127.90.1.1", 5060)
    shell.transmit(b"OPTIONS nobody", Flow(tcp, two.host, two.port))
    assert await asyncio.wait_for(core.told.get(), 5) == ("failed", b"OPTIONS nobody")
    shell.store_bindings("alice@sip.example", ())
    shell.note(Fact(Event.ROUTED, "c", "somewhere"))
    answers: list[int] = []
    shell.resolve(two.host, two.port, Transport.UDP, lambda flows, now: answers.append(len(flows)))
    assert (store.kept, journal.counts[Event.ROUTED], answers) == ({"alice@sip.example": ()}, 1, [1])
    await shell.endpoint.close()
    await shell.resolver.close()
    clock.close()
