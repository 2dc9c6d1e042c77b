"""The stage: the real engine and the cast around it, on sockets of loopback; storage in a directory that goes again."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cordboard.check import CheckResult, check
from cordboard.demo.answering import ANSWERS
from cordboard.demo.cast import MISBEHAVING, PHONES
from cordboard.demo.ladder import ENGINE
from cordboard.demo.logbook import Logbook
from cordboard.demo.trace import Address, Trace
from cordboard.demo.user_agent import UserAgent
from cordboard.server.problem import CannotRun
from cordboard.server.server import Server
from routing.compile import compile_table
from routing.model import Configuration, PeeringGroup, PeeringServer
from sip.transport.clock import Clock

CONFIGURATION = Path(__file__).with_name("demo.yaml")
PORT = 5060
"""Tried first, for the engine and for each carrier."""
ENGINE_PORTS = 5
"""So many ports are tried for the engine: a free one may be taken again before we have it."""


@dataclass(slots=True, frozen=True)
class Stage:
    server: Server
    engine: Address
    agents: Mapping[str, UserAgent]
    trace: Trace
    logbook: Logbook


@asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    """Everybody takes their place, and leaves no trace behind. Raises CannotRun when there is no place to be had."""
    trace, logbook = Trace(), Logbook()
    clock = Clock(asyncio.get_running_loop().call_later, logbook.fault)
    agents: dict[str, UserAgent] = {}
    with logbook, TemporaryDirectory(prefix="cordboard-demo-") as directory:
        try:
            configuration = packaged_configuration()
            _take_places(agents, configuration, clock, trace, logbook)
            server, engine = await _start(with_places(configuration, agents, Path(directory)))
            trace.names[engine] = ENGINE
            try:
                yield Stage(server, engine, agents, trace, logbook)
            finally:
                await server.stop()
        finally:
            for agent in agents.values():
                agent.close()
            clock.close()


def packaged_configuration() -> Configuration:
    """demo.yaml, as ``cordboard check`` finds it."""
    configuration = check(CONFIGURATION).configuration
    assert configuration is not None, "the packaged configuration loads"
    return configuration


def with_places(configuration: Configuration, agents: Mapping[str, UserAgent], directory: Path) -> Configuration:
    """The configuration with the ports that carriers really have, and storage in ``directory``."""

    def moved(server: PeeringServer, group: str) -> PeeringServer:
        host, port = agents[f"{group}/{server.name}"].address
        return replace(server, uri=f"sip:{host}:{port}", port=port)

    def with_servers(group: PeeringGroup) -> PeeringGroup:
        return replace(group, servers=tuple(moved(server, group.name) for server in group.servers))

    return replace(
        configuration,
        peering={name: with_servers(group) for name, group in configuration.peering.items()},
        storage_path=str(directory / "cordboard.sqlite"),
        admin_socket=str(directory / "cordboard.sock"),
    )


def _take_places(
    agents: dict[str, UserAgent], configuration: Configuration, clock: Clock, trace: Trace, logbook: Logbook
) -> None:
    """Fills ``agents`` one by one, so that those who have a socket are closed whatever happens to the next."""
    hosts = {name: role.host for name, role in PHONES.items()}
    carriers = {f"{g.name}/{s.name}": s.host for g in configuration.peering.values() for s in g.servers}
    for name, host in (hosts | carriers).items():
        port, status = PORT if name in carriers else 0, MISBEHAVING.get(name, ANSWERS)
        try:
            agents[name] = UserAgent(name, host, clock, trace, logbook.fault, port=port, status=status)
        except OSError as error:
            raise CannotRun(f"{name} cannot have an address of loopback, {host}: {error.strerror}") from error


async def _start(configuration: Configuration) -> tuple[Server, Address]:
    """The engine on its usual port, or on a free one."""
    host = configuration.listen[0].host
    for attempt in range(ENGINE_PORTS):
        port = PORT if attempt == 0 else _free_port(host)
        listen = (replace(configuration.listen[0], port=port),)
        settled = replace(configuration, listen=listen)
        server = Server(CheckResult(settled, compile_table(settled), []))
        try:
            await server.start()
        except CannotRun:
            if attempt == ENGINE_PORTS - 1:
                raise
        else:
            return server, (host, port)
    raise AssertionError("the last attempt returns or raises")


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((host, 0))
        return int(sock.getsockname()[1])
