"""One running engine: joins table, core, sockets, timers and storage, and lets go of them again."""

import asyncio
import random
import secrets
import time
from collections.abc import Sequence

from cordboard.check import CheckResult
from cordboard.engine.active import Active
from cordboard.engine.core import Core
from cordboard.engine.health import EngineHealth
from cordboard.server import memory
from cordboard.server.journal import Journal, log
from cordboard.server.listening import listeners_of
from cordboard.server.problem import CannotRun
from cordboard.server.shell import Shell
from cordboard.storage.bindings import BindingStore, StorageError
from cordboard.storage.keys import signing_key
from routing.model import Configuration
from routing.table import Table
from sip.addressing import Listener
from sip.transport.clock import Clock
from sip.transport.listening import ListenError

HOUSEKEEPING_EVERY = 0.1
SWEEP_AT_MOST = 200
"""Addresses of record looked at in one sweep of expired bindings."""
DRAIN_AT_MOST = 10.0
"""Seconds that calls being set up get to finish after SIGTERM."""
DRAIN_STEP = 0.05
ACK_WITHIN = 1.0
"""Seconds that the ACK of a call answered last may take to come by (13.3.1.4: without it the callee hangs up)."""


class Server:
    """Must be made and used inside a running loop. ``checked`` has a configuration and a table."""

    def __init__(self, checked: CheckResult) -> None:
        assert checked.configuration is not None
        assert checked.table is not None
        self.configuration: Configuration = checked.configuration
        self.journal = Journal(time.time)
        self.listeners: Sequence[Listener] = listeners_of(self.configuration)
        self._store = self._open_storage()
        self._loop = asyncio.get_running_loop()
        self._clock = Clock(self._loop.call_later, self.journal.bug)
        self._shell = Shell(self._clock, self.journal, self._store)
        self._housekeeper: asyncio.TimerHandle | None = None
        self.core = self._shell.core = self._make_core(checked.table)

    async def start(self) -> None:
        """Restore bindings and open every socket. Raises CannotRun."""
        for address_of_record, bindings in self._store.load(self.listeners, time.time()):
            self.core.locations.replace(address_of_record, bindings)
        try:
            await self._shell.endpoint.open(self.listeners)
        except ListenError as error:
            await self._release()
            raise CannotRun(str(error)) from error
        memory.settle()
        self._housekeeping()

    def use(self, configuration: Configuration, table: Table) -> None:
        """Put another table in force, at once and whole; calls under way keep their decision."""
        if configuration.listen != self.configuration.listen or configuration.advertise != self.configuration.advertise:
            log.warning("reload: listen and advertise need a restart to change")
        self.configuration = configuration
        self.core.active.table = table
        memory.settle()

    async def drain(self) -> None:
        """Take no new calls; wait until those being set up have their answer and its ACK, but not for ever."""
        self.core.draining = True
        deadline = self._loop.time() + DRAIN_AT_MOST
        quiet_until = self._loop.time() + (ACK_WITHIN if len(self.core.transactions) else 0.0)
        while (now := self._loop.time()) < min(quiet_until, deadline):
            await asyncio.sleep(DRAIN_STEP)
            if self.core.transactions.unfinished():
                quiet_until = now + ACK_WITHIN

    async def stop(self) -> None:
        """Close everything; what storage still holds back is written."""
        if self._housekeeper is not None:
            self._housekeeper.cancel()
        await self._shell.endpoint.close()
        await self._release()

    async def _release(self) -> None:
        await self._shell.resolver.close()
        self._clock.close()
        self._store.close()

    def _open_storage(self) -> BindingStore:
        try:
            return BindingStore(self.configuration.storage_path)
        except StorageError as error:
            raise CannotRun(str(error)) from error

    def _make_core(self, table: Table) -> Core:
        return Core(
            self._shell,
            self.listeners,
            Active(table, EngineHealth()),
            instance=secrets.token_hex(4),
            key=signing_key(self.configuration.storage_path),
            started=time.time(),
            uniform=random.Random(secrets.randbits(64)).random,  # noqa: S311 -- shares load, guards nothing
        )

    def _housekeeping(self) -> None:
        """Little and often: what is done at once holds up the calls of that moment."""
        self.core.sweep(time.time(), SWEEP_AT_MOST)
        memory.tidy()
        self._housekeeper = self._loop.call_later(HOUSEKEEPING_EVERY, self._housekeeping)
