"""A user agent of the demonstration: a phone, a PBX or a carrier's switch on a real UDP socket (RFC 3261 8).

It is built of the same messages, transactions and transport as the engine. It has no media and no dial plan: it calls
when told to, and answers as it was made to (answering).
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from cordboard.demo import session_description
from cordboard.demo.answering import ANSWERS, Answering
from cordboard.demo.calling import Account, Calling, Outgoing
from cordboard.demo.trace import Address, Trace
from cordboard.demo.wire import Wire
from sip.addressing import Flow
from sip.errors import SipError
from sip.message import Request, Response
from sip.tokens import Tokens
from sip.transaction.table import TransactionTable
from sip.transport.clock import Clock

REGISTERED_FOR = 43_200
"""Seconds: the most that an engine grants by default; nobody registers again."""


@dataclass(slots=True, frozen=True)
class Ended:
    """How a call of ours, or a registration, ended."""

    call_id: str
    status: int | None
    """The final answer; None when there was none in time."""
    reason: str
    seconds: float
    """From the first request to the final answer."""
    released: bool = True
    """Whether the BYE was answered with 200; true when there was nothing to release."""


class UserAgent:
    """Must be made inside a running loop. ``status`` is what calls to it get, None is silence (see Answering).

    ``bug`` is told of what goes wrong in here. Raises OSError when ``host`` is not an address of this machine.
    """

    def __init__(
        self,
        name: str,
        host: str,
        clock: Clock,
        trace: Trace,
        bug: Callable[[Exception], None],
        *,
        port: int = 0,
        status: int | None = ANSWERS,
    ) -> None:
        self.name = name
        self._wire = Wire(name, host, port, clock, trace, bug)
        self._wire.receive = self._received
        self._transactions = TransactionTable(self._wire)
        self._tokens = Tokens(secrets.token_hex(4), secrets.token_bytes(16))
        self._contact = f"sip:{name.rpartition('/')[2]}@{self._wire.host}:{self._wire.port}"
        self._calling = Calling(self._wire, self._transactions, self._tokens)
        self._answering = Answering(self._wire, self._transactions, self._tokens, self._contact, status)

    @property
    def address(self) -> Address:
        return self._wire.address

    def close(self) -> None:
        self._wire.close()

    async def register(self, engine: Address, account: Account) -> Ended:
        """Bind our contact to the account's address of record (10.2)."""
        request = Outgoing(
            "REGISTER",
            f"sip:{account.domain}",
            self._from(f"sip:{account.id}"),
            f"<sip:{account.id}>",
            self._new_call_id(),
            1,
            (f"Contact: <{self._contact}>", f"Expires: {REGISTERED_FOR}"),
        )
        started = time.monotonic()
        response, _ = await self._calling.ask(request, engine, account)
        return _ended(request, response, started)

    async def call(self, engine: Address, caller: str, callee: str, account: Account | None = None) -> Ended:
        """Call the URI ``callee`` as the URI ``caller``; a call that is answered is released at once."""
        invite = Outgoing(
            "INVITE",
            callee,
            self._from(caller),
            f"<{callee}>",
            self._new_call_id(),
            1,
            (f"Contact: <{self._contact}>", "Content-Type: application/sdp"),
            session_description.offer(self._wire.host),
        )
        started = time.monotonic()
        response, exchange = await self._calling.ask(invite, engine, account)
        ended = _ended(invite, response, started)
        if response is None or response.status >= 300:
            return ended
        return replace(ended, released=await self._calling.release(invite, response, exchange, engine))

    def _received(self, message: Request | Response, flow: Flow) -> None:
        try:
            if isinstance(message, Response):
                self._transactions.response_received(message, time.time())
            else:
                self._answering.receive(message, flow)
        except SipError:
            return  # a stranger's: neither the engine nor the cast sends what cannot be read

    def _from(self, uri: str) -> str:
        return f"<{uri}>;tag={secrets.token_hex(4)}"

    def _new_call_id(self) -> str:
        return f"{secrets.token_hex(8)}@{self._wire.host}"


def _ended(request: Outgoing, response: Response | None, started: float) -> Ended:
    seconds = time.monotonic() - started
    if response is None:
        return Ended(request.call_id, None, "no answer", seconds)
    return Ended(request.call_id, response.status, response.reason, seconds)
