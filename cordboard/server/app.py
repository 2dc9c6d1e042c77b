"""``cordboard run``: start, ready line, signals, reload, drain, stop (CONFIG.md, "Commands")."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import uvloop

from config.report import to_text
from cordboard import __version__
from cordboard.check import CheckResult, check
from cordboard.server.journal import log
from cordboard.server.listening import listeners_of
from cordboard.server.metrics import serve_metrics
from cordboard.server.names import addresses_of
from cordboard.server.notify import notify
from cordboard.server.problem import CannotRun
from cordboard.server.server import Server

LOOPS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "uvloop": uvloop.new_event_loop,
    "asyncio": asyncio.new_event_loop,
}


def run(path: str, *, loop: str = "uvloop", log_level: str = "warning", metrics: str | None = None) -> int:
    """Serve in the foreground until SIGTERM or SIGINT.

    ``metrics`` is ``ADDRESS:PORT`` for Prometheus.
    Exit status: 0 stopped in order, 1 the configuration has errors, 2 could not run.
    """
    logging.basicConfig(stream=sys.stderr, level=log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    try:
        checked = load(path)
        sys.stderr.write(to_text(checked.problems))
        if checked.table is None:
            return 1
        with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
            runner.run(_Application(path, checked, metrics).serve())
    except CannotRun as problem:
        sys.stderr.write(f"cordboard: {problem}\n")
        return 2
    return 0


def load(path: str) -> CheckResult:
    """Read, validate, lint, test and compile the file; ``table`` is None when it has errors. Raises CannotRun."""
    if not Path(path).is_file():
        raise CannotRun(f"{path}: no such file")
    return check(path, addresses_of, lambda configuration: [each.host for each in listeners_of(configuration)])


class _Application:
    """The process around one server."""

    def __init__(self, path: str, checked: CheckResult, metrics: str | None) -> None:
        self._path = path
        self._checked = checked
        self._metrics = metrics
        self._stopping = asyncio.Event()
        self._reloading: asyncio.Task[None] | None = None
        self._reload_again = False

    async def serve(self) -> None:
        server = Server(self._checked)
        await server.start()
        if self._metrics is not None:
            serve_metrics(self._metrics, server)
        loop = asyncio.get_running_loop()
        for stop in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(stop, self._stopping.set)
        loop.add_signal_handler(signal.SIGHUP, self._reload, server)
        where = " ".join(f"{each.transport.value}:{each.sent_by}" for each in server.listeners)
        print(f"cordboard {__version__} ready on {where}", flush=True)
        notify("READY=1")
        await self._stopping.wait()
        notify("STOPPING=1")
        await server.drain()
        await server.stop()

    def _reload(self, server: Server) -> None:
        """One reload at a time; a wish that comes meanwhile is granted afterwards, with the file as it is then."""
        if self._reloading is not None and not self._reloading.done():
            self._reload_again = True
            return
        self._reloading = asyncio.get_running_loop().create_task(self._reload_until_done(server))

    async def _reload_until_done(self, server: Server) -> None:
        notify("RELOADING=1")
        self._reload_again = True
        while self._reload_again:
            self._reload_again = False
            await self._reload_once(server)
        notify("READY=1")

    async def _reload_once(self, server: Server) -> None:
        """Load beside the running engine; any error leaves the old table serving (DESIGN section 3, Reload)."""
        try:
            checked = await asyncio.to_thread(load, self._path)
        except CannotRun as problem:
            log.error("reload refused, the old configuration keeps serving: %s", problem)
            return
        if checked.table is None or checked.configuration is None:
            log.error("reload refused, the old configuration keeps serving:\n%s", to_text(checked.problems).rstrip())
            return
        server.use(checked.configuration, checked.table)
        log.warning("reloaded %s", self._path)
