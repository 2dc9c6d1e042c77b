"""Everything of one test: its addresses, its folder, and the parts it has started."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tests.live.by_hand import Hand
from tests.live.engine import Engine
from tests.live.network import Network
from tests.live.operator_file import DOMAIN, PASSWORD, PBX, PHONE, operator_file
from tests.live.sipp import Sipp


class Site:
    """Whatever is started here is ended when the ``with`` block ends, and nothing else is."""

    def __init__(self, network: Network, folder: Path) -> None:
        self.network = network
        self.folder = folder
        self._parts = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parts.close()

    def runs(self, text: str | None = None, *, loop: str = "uvloop", **changes: object) -> Engine:
        """An engine that is ready: on the operator's file with ``changes``, or on this text."""
        engine = Engine(self.folder, text or operator_file(self.network, **changes), loop)
        self._parts.callback(lambda: engine.ended or engine.kill())
        engine.wait_until_ready()
        return engine

    def runs_again(self) -> Engine:
        """Another engine on the files that an earlier one has left."""
        engine = Engine(self.folder)
        self._parts.callback(lambda: engine.ended or engine.kill())
        engine.wait_until_ready()
        return engine

    def callee(self, host: str, scenario: str = "callee_answers", **options: object) -> Sipp:
        """Somebody who waits for calls."""
        part = Sipp(scenario, self.folder, host, **options)
        self._parts.callback(part.kill)
        part.wait_until_bound()
        return part

    def calls(self, number: str, scenario: str = "caller_talks", **options: object) -> Sipp:
        """The PBX calls this number, unless ``host`` and ``keys`` say who else does."""
        host = str(options.pop("host", self.network.pbx))
        options.setdefault("keys", {"caller": PBX, "home": DOMAIN})
        part = Sipp(scenario, self.folder, host, target=self.network.engine, number=number, **options)
        self._parts.callback(part.kill)
        return part

    def registers(self) -> None:
        """The phone registers at its address, with its password."""
        phone = Sipp(
            "phone_registers",
            self.folder,
            self.network.phone,
            target=self.network.engine,
            number=PHONE,
            credentials=(PHONE, PASSWORD),
            keys={"home": DOMAIN},
        )
        self._parts.callback(phone.kill)
        phone.plays()

    def by_hand(self, host: str) -> Hand:
        hand = Hand(host)
        self._parts.callback(hand.close)
        return hand
