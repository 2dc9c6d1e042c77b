"""User agents on loopback, on uvloop and on the stock loop; and wires that only record."""

import asyncio
from collections.abc import Callable, Iterator, Mapping

import pytest
import pytest_asyncio
import uvloop

from cordboard.demo.trace import Trace
from cordboard.demo.user_agent import UserAgent
from sip.transport.clock import Clock
from tests.ladder import RecordedPort


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}


class RecordedWire(RecordedPort):
    """Stands for a ``Wire``: nothing leaves, time stands still."""

    host = "192.0.2.9"
    port = 5060

    def flow(self, to):
        from tests.ladder import udp

        return udp(*to)


class Company:
    """User agents that share a trace. ``bugs`` is what went wrong inside them."""

    def __init__(self) -> None:
        self.bugs: list[Exception] = []
        self.trace = Trace()
        self.clock = Clock(asyncio.get_running_loop().call_later, self.bugs.append)
        self.agents: list[UserAgent] = []

    def join(self, name: str, host: str = "127.0.0.1", **more) -> UserAgent:
        self.agents.append(UserAgent(name, host, self.clock, self.trace, self.bugs.append, **more))
        return self.agents[-1]

    def heard(self, name: str) -> list[str]:
        """What ``name`` received, in order: methods and statuses."""
        messages = [each.message for each in self.trace.sightings if each.receiver == name]
        received = messages[1::2]  # each message was seen twice: as it left, and as it came
        return [getattr(message, "method", None) or str(message.status) for message in received]


@pytest_asyncio.fixture
async def company() -> Iterator[Company]:
    made = Company()
    yield made
    for agent in made.agents:
        agent.close()
    made.clock.close()
    assert made.bugs == []
