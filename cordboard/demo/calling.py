"""The calling side of a user agent (RFC 3261 8.1, 12.2, 13.2, 22.2): requests, their final answers, digests."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cordboard.demo.trace import Address
from cordboard.demo.wire import Wire
from sip.auth import answer as digest
from sip.header_values import parse_name_addr, split_values
from sip.message import Response
from sip.tokens import Tokens
from sip.transaction.table import TransactionTable

PATIENCE = 5.0
"""Seconds that a final answer may take."""

CHALLENGES = {401: ("www-authenticate", "Authorization"), 407: ("proxy-authenticate", "Proxy-Authorization")}


@dataclass(slots=True, frozen=True)
class Account:
    """What a device is given to log in with."""

    user: str
    domain: str
    password: str

    @property
    def id(self) -> str:
        return f"{self.user}@{self.domain}"


@dataclass(slots=True)
class Outgoing:
    """One request, sent anew with the answer to a challenge. ``caller`` and ``callee`` are From and To values."""

    method: str
    uri: str
    caller: str
    callee: str
    call_id: str
    cseq: int
    extra: tuple[str, ...] = ()
    body: str = ""

    def to_bytes(self, via: str, more: Sequence[str] = ()) -> bytes:
        lines = [
            f"{self.method} {self.uri} SIP/2.0",
            via,
            "Max-Forwards: 70",
            f"From: {self.caller}",
            f"To: {self.callee}",
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.cseq} {self.method}",
            *self.extra,
            *more,
            f"Content-Length: {len(self.body)}",
        ]
        return "\r\n".join([*lines, "", self.body]).encode("latin-1")


class Exchange:
    """Waits for the final answer to one request (implements ``ClientTransactionUser``)."""

    def __init__(self) -> None:
        self.final: asyncio.Future[Response | None] = asyncio.get_running_loop().create_future()
        """None: nobody answered."""
        self.again: Callable[[], None] | None = None
        """What a repeated 2xx calls for: another ACK (13.2.2.4)."""

    def response_received(self, response: Response, now: float) -> None:
        if response.status < 200:
            return
        if self.again is not None:
            self.again()
        elif not self.final.done():
            self.final.set_result(response)

    def timed_out(self, now: float) -> None:
        if not self.final.done():
            self.final.set_result(None)

    def transport_failed(self, now: float) -> None:
        self.timed_out(now)


class Calling:
    """Everything goes to an engine: user agents of the demonstration know no other way."""

    def __init__(self, wire: Wire, transactions: TransactionTable, tokens: Tokens) -> None:
        self._wire = wire
        self._transactions = transactions
        self._tokens = tokens

    async def ask(
        self, request: Outgoing, engine: Address, account: Account | None = None
    ) -> tuple[Response | None, Exchange]:
        """Send it and wait for its final answer, None when there is none in time; answers one challenge."""
        response, exchange = await self._send(request, engine, ())
        if response is None or response.status not in CHALLENGES or account is None:
            return response, exchange
        name, header = CHALLENGES[response.status]
        challenge = digest.choose(response.values(name), account.domain)
        if challenge is None:
            return response, exchange
        value = digest.answer(
            challenge,
            method=request.method,
            uri=request.uri,
            user=account.user,
            password=account.password,
            cnonce=self._tokens.branch("c"),
        )
        request.cseq += 1
        return await self._send(request, engine, (f"{header}: {value}",))

    async def release(self, invite: Outgoing, accepted: Response, exchange: Exchange, engine: Address) -> bool:
        """Acknowledge a 2xx, end its dialog with a BYE; whether that was answered with 200."""
        ack = inside_dialog("ACK", invite, accepted, invite.cseq)
        data = ack.to_bytes(self._via(self._tokens.branch("a")))
        exchange.again = lambda: self._wire.transmit(data, self._wire.flow(engine))
        exchange.again()
        response, _ = await self.ask(inside_dialog("BYE", invite, accepted, invite.cseq + 1), engine)
        return response is not None and response.status == 200

    async def _send(self, request: Outgoing, engine: Address, more: Sequence[str]) -> tuple[Response | None, Exchange]:
        exchange = Exchange()
        branch = self._tokens.branch("u")
        data = request.to_bytes(self._via(branch), more)
        self._transactions.send(request.method, branch, data, self._wire.flow(engine), exchange)
        try:
            async with asyncio.timeout(PATIENCE):  # wait_for of Python 3.11 may swallow a cancellation
                return await exchange.final, exchange
        except TimeoutError:
            return None, exchange

    def _via(self, branch: str) -> str:
        return f"Via: SIP/2.0/UDP {self._wire.host}:{self._wire.port};branch={branch};rport"


def inside_dialog(method: str, invite: Outgoing, accepted: Response, cseq: int) -> Outgoing:
    """A request inside the dialog that this 2xx confirmed (12.1.2, 12.2.1.1), for its caller."""
    routes = [each for value in accepted.values("record-route") for each in split_values(value)]
    target = parse_name_addr(accepted.value("contact") or "")
    return Outgoing(
        method,
        target.uri,
        invite.caller,
        accepted.value("to") or "",
        invite.call_id,
        cseq,
        tuple(f"Route: {route}" for route in reversed(routes)),
    )
