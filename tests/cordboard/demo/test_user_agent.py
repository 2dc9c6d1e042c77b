"""User agents against each other, over real sockets of the loopback interface."""

import asyncio

from cordboard.demo import calling
from cordboard.demo.calling import Account


async def test_a_call_is_answered_acknowledged_and_released(company):
    caller, callee = company.join("caller"), company.join("callee")
    ended = await caller.call(callee.address, "sip:1@demo.example", "sip:2@demo.example")
    assert (ended.status, ended.reason, ended.released) == (200, "OK", True)
    assert 0 < ended.seconds < 1
    seen = [each.message for each in company.trace.of_call(ended.call_id) if each.sender == "caller"]
    assert {getattr(message, "method", None) for message in seen} == {"INVITE", "ACK", "BYE"}
    answers = [each.message.status for each in company.trace.of_call(ended.call_id) if each.sender == "callee"]
    assert sorted(set(answers)) == [180, 200]


async def test_a_refusal_is_reported_and_acknowledged(company):
    caller, callee = company.join("caller"), company.join("callee", status=503)
    ended = await caller.call(callee.address, "sip:1@demo.example", "sip:2@demo.example")
    assert (ended.status, ended.reason, ended.released) == (503, "Service Unavailable", True)
    methods = [getattr(each.message, "method", "") for each in company.trace.of_call(ended.call_id)]
    assert "ACK" in methods
    assert "BYE" not in methods


async def test_silence_ends_when_patience_does(company, monkeypatch):
    monkeypatch.setattr(calling, "PATIENCE", 0.05)
    caller, callee = company.join("caller"), company.join("callee", status=None)
    ended = await caller.call(callee.address, "sip:1@demo.example", "sip:2@demo.example")
    assert (ended.status, ended.reason) == (None, "no answer")


async def test_many_calls_at_once_do_not_mix(company):
    callee = company.join("callee")
    callers = [company.join(f"caller{number}") for number in range(5)]
    calls = [each.call(callee.address, "sip:1@demo.example", "sip:2@demo.example") for each in callers for _ in "ab"]
    ended = await asyncio.gather(*calls)
    assert [each.status for each in ended] == [200] * 10
    assert len({each.call_id for each in ended}) == 10


async def test_a_registration_that_nobody_takes_is_reported(company):
    """User agents are no registrars: the answer is theirs to other methods."""
    phone, other = company.join("phone"), company.join("other")
    ended = await phone.register(other.address, Account("1", "demo.example", "secret"))
    assert (ended.status, ended.reason) == (405, "Method Not Allowed")
