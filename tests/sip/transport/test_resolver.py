"""What is remembered of DNS, for how long, and in which order it is given."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import dns.asyncresolver
import pytest
import pytest_asyncio

from sip.addressing import Flow, LocalAddresses, Transport, listener
from sip.transport.dns_search import Service
from sip.transport.resolver import Resolver
from tests.sip.transport.conftest import World
from tests.sip.transport.name_server import NameServer

UDP = listener(Transport.UDP, "127.0.0.1", 5060)
UDP6 = listener(Transport.UDP, "::1", 5060)
TCP = listener(Transport.TCP, "127.0.0.1", 5060)
LOCAL = LocalAddresses([UDP, UDP6, TCP])
ZONE = {
    "one.example": {"A": ["192.0.2.1"]},
    "six.example": {"AAAA": ["2001:db8::1"]},
    "_sip._udp.srv.example": {"SRV": ["10 3 5061 one.example.", "10 1 5062 one.example.", "5 0 5063 six.example."]},
}
WALL = 1_700_000_000.0


@dataclass
class Answers:
    """What the core was told."""

    world: World
    heard: list[list[str]] = field(default_factory=list)
    nows: list[float] = field(default_factory=list)

    def __call__(self, flows: Sequence[Flow], now: float) -> None:
        self.heard.append([str(flow) for flow in flows])
        self.nows.append(now)
        self.world._happened.set()

    async def number(self, count: int) -> list[str]:
        await self.world.until(lambda: len(self.heard) >= count)
        return self.heard[count - 1]


@dataclass
class Time:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def answers(world: World) -> Answers:
    return Answers(world)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[NameServer]:
    made = NameServer(ZONE)
    await made.start()
    yield made
    made.stop()


def make(world: World, lookup: dns.asyncresolver.Resolver | None, time: Time, uniform: float = 0.5) -> Resolver:
    return Resolver(
        lambda transport, host: LOCAL.towards(transport, host, None),
        (Transport.UDP, Transport.TCP),
        world.on_error,
        lookup,
        uniform=lambda: uniform,
        monotonic=time,
        wall=lambda: WALL,
    )


@pytest_asyncio.fixture
async def resolver(world: World, server: NameServer, time: Time) -> AsyncIterator[Resolver]:
    made = make(world, server.lookup(), time)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("host", "port", "transport", "flow"),
    [
        ("192.0.2.5", None, None, "udp:192.0.2.5:5060"),
        ("192.0.2.5", 5070, None, "udp:192.0.2.5:5070"),
        ("192.0.2.5", None, Transport.TCP, "tcp:192.0.2.5:5060"),
        ("2001:DB8:0::5", None, None, "udp:[2001:db8::5]:5060"),
    ],
)
async def test_an_address_is_answered_at_once(
    resolver: Resolver,
    answers: Answers,
    server: NameServer,
    host: str,
    port: int | None,
    transport: Transport | None,
    flow: str,
) -> None:
    """RFC 3263 4.1, 4.2."""
    resolver.resolve(host, port, transport, answers)
    assert answers.heard == [[flow]]
    assert answers.nows == [WALL]
    assert not server.asked


@pytest.mark.parametrize(("host", "transport"), [("192.0.2.5", Transport.TLS), ("2001:db8::5", Transport.TCP)])
async def test_an_address_that_no_listener_reaches_has_no_flows(
    resolver: Resolver, answers: Answers, host: str, transport: Transport
) -> None:
    resolver.resolve(host, None, transport, answers)
    assert answers.heard == [[]]


async def test_a_name_is_answered_later_once_and_then_at_once(
    resolver: Resolver, answers: Answers, server: NameServer
) -> None:
    resolver.resolve("one.example", 5060, None, answers)
    assert answers.heard == []
    assert await answers.number(1) == ["udp:192.0.2.1:5060"]
    asked = server.asked.total()
    resolver.resolve("ONE.example", 5060, None, answers)
    assert answers.heard[1:] == [["udp:192.0.2.1:5060"]]
    assert server.asked.total() == asked


async def test_many_questions_for_one_name_are_asked_once(
    resolver: Resolver, answers: Answers, server: NameServer
) -> None:
    for _ in range(10):
        resolver.resolve("one.example", 5060, None, answers)
    await answers.number(10)
    assert server.asked == {("one.example", "A"): 1, ("one.example", "AAAA"): 1}


async def test_an_answer_is_kept_for_its_time_to_live(
    resolver: Resolver, answers: Answers, server: NameServer, time: Time
) -> None:
    resolver.resolve("one.example", 5060, None, answers)
    await answers.number(1)
    time.now += 299
    resolver.resolve("one.example", 5060, None, answers)
    assert len(answers.heard) == 2
    time.now += 2
    server.asked.clear()
    resolver.resolve("one.example", 5060, None, answers)
    assert await answers.number(3) == ["udp:192.0.2.1:5060"]
    assert server.asked


async def test_an_unknown_name_is_remembered_briefly(
    resolver: Resolver, answers: Answers, server: NameServer, time: Time
) -> None:
    resolver.resolve("new.example", 5060, None, answers)
    assert await answers.number(1) == []
    resolver.resolve("new.example", 5060, None, answers)
    assert len(answers.heard) == 2
    time.now += 16
    server.zone = NameServer({"new.example": {"A": ["192.0.2.9"]}}).zone
    resolver.resolve("new.example", 5060, None, answers)
    assert await answers.number(3) == ["udp:192.0.2.9:5060"]


@pytest.mark.parametrize("trouble", ["silent", "failing"])
async def test_when_no_name_server_answers_the_last_answer_serves_on(
    resolver: Resolver, answers: Answers, server: NameServer, time: Time, trouble: str
) -> None:
    resolver.resolve("one.example", 5060, None, answers)
    await answers.number(1)
    time.now += 1000
    server.silent, server.failing = trouble == "silent", {"*"} if trouble == "failing" else set()
    resolver.resolve("one.example", 5060, None, answers)
    assert await answers.number(2) == ["udp:192.0.2.1:5060"]
    server.asked.clear()
    resolver.resolve("one.example", 5060, None, answers)
    assert answers.heard[2:] == [["udp:192.0.2.1:5060"]]
    assert not server.asked, "a name server that is down is not asked for every call"
    time.now += 11
    server.silent, server.failing = False, set()
    server.zone = NameServer({"one.example": {"A": ["192.0.2.2"]}}).zone
    resolver.resolve("one.example", 5060, None, answers)
    assert await answers.number(4) == ["udp:192.0.2.2:5060"]


async def test_a_name_never_heard_of_has_no_flows_when_no_name_server_answers(
    resolver: Resolver, answers: Answers, server: NameServer
) -> None:
    server.failing = {"*"}
    resolver.resolve("one.example", 5060, None, answers)
    assert await answers.number(1) == []


@pytest.mark.parametrize("host", ["", "a..b", "x" * 64, "ex ample", "b\xfccher.example", "\x00", "1.2.3.4.5", "[::1]"])
async def test_what_is_no_name_has_no_flows(resolver: Resolver, world: World, answers: Answers, host: str) -> None:
    resolver.resolve(host, None, None, answers)
    assert await answers.number(1) == []
    assert world.errors == []


async def test_lower_priority_comes_first_and_weight_is_a_share(
    world: World, server: NameServer, time: Time, answers: Answers
) -> None:
    """RFC 2782: 3 to 1 within a priority, drawn anew for each call."""
    draws = iter(())
    resolver = make(world, server.lookup(), time)
    resolver._uniform = lambda: next(draws)
    draws = iter([0.5, 0.5, 0.5])
    resolver.resolve("srv.example", None, Transport.UDP, answers)
    assert (await answers.number(1))[0] == "udp:[2001:db8::1]:5063"
    services = resolver.known("srv.example", None, Transport.UDP)
    assert services is not None
    heavy = next(each for each in services if each.weight == 3)
    first: Counter[int] = Counter()
    steps = [(step + 0.5) / 100 for step in range(100)]
    for one in steps:
        for other in steps:
            draws = iter([one if each is heavy else other for each in services])
            resolver.resolve("srv.example", None, Transport.UDP, answers)
            first[int(answers.heard[-1][1].rpartition(":")[2])] += 1
    assert first[5061] / 10_000 == pytest.approx(0.75, abs=0.01)
    await resolver.close()


async def test_a_core_that_raises_does_not_keep_the_others_waiting(
    resolver: Resolver, world: World, answers: Answers
) -> None:
    bug = RuntimeError("a bug")

    def raises(flows: Sequence[Flow], now: float) -> None:
        raise bug

    resolver.resolve("one.example", 5060, None, raises)
    resolver.resolve("one.example", 5060, None, answers)
    assert await answers.number(1) == ["udp:192.0.2.1:5060"]
    assert world.errors == [bug]


async def test_names_of_strangers_do_not_fill_the_memory(resolver: Resolver, answers: Answers, time: Time) -> None:
    for number in range(5000):
        resolver._keep((f"{number}.example", None, None), (Service(Transport.UDP, 5060, ("192.0.2.1",)),), 60.0)
    assert len(resolver._remembered) == 4096
    assert resolver.known("4999.example", None, None)
    assert resolver.known("0.example", None, None) is None


async def test_closing_answers_nothing_more(world: World, server: NameServer, time: Time, answers: Answers) -> None:
    resolver = make(world, server.lookup(), time)
    server.silent = True
    resolver.resolve("one.example", 5060, None, answers)
    await resolver.close()
    assert answers.heard == []
    assert world.errors == []
