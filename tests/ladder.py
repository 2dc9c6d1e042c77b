"""A port that records: what the core sends, starts and notes, for tests that read as ladders (HOUSE-STYLE 38).

``>>`` is what happens to the core, ``<<`` what it must send, in order, and nothing else may leave::

    ladder = Ladder(...)
    ladder.receives(invite, CALLER)
    ladder.sends("SIP/2.0 100 Trying", CALLER)
    ladder.sends("INVITE sip:43@192.0.2.1", CARRIER)
    ladder.is_quiet()
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sip.addressing import Flow, Listener, Transport, listener
from sip.facts import Fact
from sip.registrar.binding import Binding
from sip.timers import Timer, TimerOwner

START = 1_700_000_000.0
UDP = listener(Transport.UDP, "192.0.2.100", 5060)


def udp(host: str, port: int = 5060, local: Listener = UDP) -> Flow:
    return Flow(local, host, port)


@dataclass
class Lookup:
    host: str
    port: int | None
    transport: Transport | None
    answer: Callable[[Sequence[Flow], float], None]


@dataclass
class RecordedPort:
    """Implements ``sip.ports.Port``; time stands still until ``pass_time``."""

    now: float = START
    sent: list[tuple[bytes, Flow]] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    lookups: list[Lookup] = field(default_factory=list)
    stored: list[tuple[str, tuple[Binding, ...]]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def transmit(self, data: bytes, flow: Flow) -> None:
        self.sent.append((data, flow))

    def start_timer(self, owner: TimerOwner, name: str, seconds: float) -> Timer:
        timer = Timer(owner, name, self.now + seconds)
        self.timers.append(timer)
        return timer

    def resolve(
        self, host: str, port: int | None, transport: Transport | None, answer: Callable[[Sequence[Flow], float], None]
    ) -> None:
        self.lookups.append(Lookup(host, port, transport, answer))

    def store_bindings(self, address_of_record: str, bindings: Sequence[Binding]) -> None:
        self.stored.append((address_of_record, tuple(bindings)))

    def note(self, fact: Fact) -> None:
        self.facts.append(fact)

    def running(self) -> list[str]:
        """The names of the timers that run, soonest first."""
        return [timer.name for timer in sorted(self._live(), key=lambda timer: timer.deadline)]

    def pass_time(self, seconds: float) -> None:
        """Let the clock go on; timers that run out on the way fire at their moment."""
        end = self.now + seconds
        while due := [timer for timer in self._live() if timer.deadline <= end]:
            timer = min(due, key=lambda each: each.deadline)
            self.now = timer.deadline
            owner, timer.owner = timer.owner, None
            assert owner is not None
            owner.timer_fired(timer.name, self.now)
        self.now = end

    def _live(self) -> list[Timer]:
        self.timers = [timer for timer in self.timers if timer.owner is not None]
        return self.timers


def start_line(data: bytes) -> str:
    return data.split(b"\r\n", 1)[0].decode("latin-1")


def _ladder(sent: Sequence[tuple[bytes, Flow]]) -> str:
    return "\n".join(f"  << {flow}  {start_line(data)}" for data, flow in sent) or "  (nothing)"


@dataclass
class Ladder:
    """Feeds a core that was made on ``port`` and expects what it sends, rung by rung."""

    port: RecordedPort
    receive: Callable[[bytes, Flow, float], None]

    def receives(self, message: bytes | str, flow: Flow) -> None:
        """``>>`` a message arrives."""
        data = message.encode("latin-1") if isinstance(message, str) else message
        self.receive(data, flow, self.port.now)

    def sends(self, start: str, flow: Flow | None = None) -> bytes:
        """``<<`` the next message out begins with ``start`` and goes to ``flow``; returns its bytes."""
        assert self.port.sent, f"expected  << {flow}  {start}\nbut nothing was sent"
        data, to = self.port.sent.pop(0)
        where = f"{flow.host}:{flow.port}" if flow is not None else None
        good = start_line(data).startswith(start) and where in (None, f"{to.host}:{to.port}")
        assert good, f"expected\n  << {flow}  {start}\nbut sent\n{_ladder([(data, to), *self.port.sent])}"
        return data

    def is_quiet(self) -> None:
        """Nothing else may leave."""
        assert not self.port.sent, f"nothing more was expected, but sent\n{_ladder(self.port.sent)}"

    def waits(self, seconds: float) -> None:
        self.port.pass_time(seconds)
