"""The calling side, on a wire that only records."""

import asyncio

import pytest

from cordboard.demo.calling import Account, Calling, Outgoing, inside_dialog
from sip.auth.ha1 import Algorithm, ha1, request_digest
from sip.header_values import parse_auth_parameters
from sip.parser import parse
from sip.tokens import Tokens
from sip.transaction.table import TransactionTable
from tests.cordboard.demo.conftest import RecordedWire
from tests.ladder import START
from tests.messages import answer, field

ENGINE = ("192.0.2.1", 5060)
ACCOUNT = Account("anna", "demo.example", "secret")
CHALLENGE = 'Proxy-Authenticate: Digest realm="demo.example", nonce="n1", algorithm=MD5, qop="auth"'


def invite() -> Outgoing:
    caller, callee = "<sip:anna@demo.example>;tag=a", "<sip:1@demo.example>"
    return Outgoing("INVITE", "sip:1@demo.example", caller, callee, "call-1", 1, ("Contact: <sip:a@192.0.2.9>",), "v=0")


class Caller:
    """Somebody who asks, and what the wire saw of it."""

    def __init__(self) -> None:
        self.wire = RecordedWire()
        self.transactions = TransactionTable(self.wire)
        self.calling = Calling(self.wire, self.transactions, Tokens("t", b"k" * 16))

    async def sent(self) -> bytes:
        """The next message out."""
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        data, flow = self.wire.sent.pop(0)
        assert (flow.host, flow.port) == ENGINE
        return data

    def gets(self, text: str) -> None:
        assert self.transactions.response_received(parse(text.encode()), START)


async def test_a_challenge_is_answered_with_the_password():
    """22.2: a new transaction, the next CSeq."""
    caller = Caller()
    asking = asyncio.create_task(caller.calling.ask(invite(), ENGINE, ACCOUNT))
    first = await caller.sent()
    caller.gets(answer(first, 407, extra=[CHALLENGE]))
    assert (await caller.sent()).startswith(b"ACK ")
    again = await caller.sent()
    assert field(again, "CSeq") == "2 INVITE"
    assert field(again, "Via") != field(first, "Via")
    given = parse_auth_parameters(field(again, "Proxy-Authorization"))[1]
    secret = ha1("anna", "demo.example", "secret", Algorithm.MD5)
    expected = request_digest(
        Algorithm.MD5,
        secret,
        method="INVITE",
        uri="sip:1@demo.example",
        nonce="n1",
        nc="00000001",
        cnonce=given["cnonce"],
        qop="auth",
    )
    assert given["response"] == expected
    caller.gets(answer(again, 486))
    response, _ = await asking
    assert response.status == 486


async def test_a_second_challenge_means_a_wrong_password():
    caller = Caller()
    asking = asyncio.create_task(caller.calling.ask(invite(), ENGINE, ACCOUNT))
    for _ in range(2):
        caller.gets(answer(await caller.sent(), 407, extra=[CHALLENGE]))
        await caller.sent()  # the ACK
    response, _ = await asking
    assert response.status == 407
    assert caller.wire.sent == []


@pytest.mark.parametrize("account", [None, Account("anna", "other.example", "secret")])
async def test_a_password_is_for_its_own_realm(account):
    caller = Caller()
    asking = asyncio.create_task(caller.calling.ask(invite(), ENGINE, account))
    caller.gets(answer(await caller.sent(), 407, extra=[CHALLENGE]))
    response, _ = await asking
    assert response.status == 407


async def test_nobody_answers():
    """Timer B (17.1.1.2), before patience ends."""
    caller = Caller()
    asking = asyncio.create_task(caller.calling.ask(invite(), ENGINE))
    await caller.sent()
    caller.wire.pass_time(33)
    response, _ = await asking
    assert response is None


async def test_a_request_that_cannot_be_sent_has_no_answer():
    caller = Caller()
    asking = asyncio.create_task(caller.calling.ask(invite(), ENGINE))
    branch = parse(await caller.sent()).top_via.branch
    caller.transactions.transport_failed(branch, "INVITE", START)
    response, _ = await asking
    assert response is None


async def test_a_call_is_released_along_its_route_and_each_2xx_acknowledged():
    """12.2.1.1, 13.2.2.4: route set in reverse, remote target as Request-URI."""
    caller = Caller()
    made = invite()
    asking = asyncio.create_task(caller.calling.ask(made, ENGINE))
    sent = await caller.sent()
    contact = ["Record-Route: <sip:192.0.2.1;lr>, <sip:192.0.2.2;lr>", "Contact: <sip:b@192.0.2.3>"]
    ok = answer(sent, 200, extra=contact)
    caller.gets(ok)
    response, exchange = await asking
    releasing = asyncio.create_task(caller.calling.release(made, response, exchange, ENGINE))
    ack, bye = await caller.sent(), await caller.sent()
    assert ack.startswith(b"ACK sip:b@192.0.2.3 SIP/2.0\r\n")
    assert field(ack, "CSeq") == "1 ACK"
    assert bye.startswith(b"BYE sip:b@192.0.2.3 SIP/2.0\r\n")
    assert field(bye, "CSeq") == "2 BYE"
    for request in (ack, bye):
        assert [each.strip() for each in request.decode().split("\r\n") if each.startswith("Route")] == [
            "Route: <sip:192.0.2.2;lr>",
            "Route: <sip:192.0.2.1;lr>",
        ]
        assert field(request, "To") == field(ok, "To")
    caller.gets(ok)
    assert await caller.sent() == ack
    caller.gets(answer(bye, 200))
    assert await releasing


async def test_a_bye_that_is_refused_is_no_release():
    caller = Caller()
    made = invite()
    asking = asyncio.create_task(caller.calling.ask(made, ENGINE))
    caller.gets(answer(await caller.sent(), 200, extra=["Contact: <sip:b@192.0.2.3>"]))
    response, exchange = await asking
    releasing = asyncio.create_task(caller.calling.release(made, response, exchange, ENGINE))
    await caller.sent()
    caller.gets(answer(await caller.sent(), 481))
    assert not await releasing


def test_a_request_inside_a_dialog_without_proxies_has_no_route():
    ok = parse(
        answer(invite().to_bytes("Via: SIP/2.0/UDP x;branch=z9hG4bK1"), 200, extra=["Contact: <sip:b@c>"]).encode()
    )
    assert inside_dialog("BYE", invite(), ok, 2).extra == ()
