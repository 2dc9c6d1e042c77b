"""The decision once more, with notes."""

from dataclasses import replace

import pytest

from cordboard.demo.cast import ANNA, BEN
from cordboard.demo.stage import open_stage
from cordboard.demo.why import as_logged, telling_lines, why
from routing.decision import Refuse
from sip.parser import parse
from tests.messages import request

ANNAS = ("127.0.0.2", 5060)


def invite(dialled: str, caller: str = ANNA.id, domain: str = ANNA.domain):
    return parse(request(uri=f"sip:{dialled}@{domain}", caller=f"sip:{caller}").encode())


async def test_what_applies_is_told_and_what_would_have_come_before():
    """Not the rules for other prefixes: explain shows all of them."""
    async with open_stage() as stage:
        found = why(invite("06641234567"), ANNAS, ANNA, stage.server)
        told = "\n".join(telling_lines(found, stage.server.core.active.table))
    assert as_logged(found.decision) == ("routed", "alpha/a1 world/w1")
    assert f"{ANNA.id}: authenticated by digest" in told
    assert "06641234567 becomes 436641234567" in told
    assert "R6 no   premium/premium-callers: caller_pattern not found" in told
    assert "R6 yes  alpha/austria: prefix 43" in told
    assert "(demo.yaml:" in told
    assert "beta/germany" not in told
    assert any(note.object == "beta/germany" for note in found.notes)


async def test_a_premium_caller_goes_first_by_the_premium_carrier():
    async with open_stage() as stage:
        found = why(invite("06641234567", BEN.id, BEN.domain), ("127.0.0.3", 5060), BEN, stage.server)
    assert as_logged(found.decision) == ("routed", "premium/p1 alpha/a1 world/w1")


async def test_a_local_call_and_a_barred_one():
    async with open_stage() as stage:
        local = why(invite("+431900100", "+49@first.example"), ("127.0.0.21", 5060), None, stage.server)
        barred = why(invite("0900123456"), ANNAS, ANNA, stage.server)
        told = telling_lines(barred, stage.server.core.active.table)
    assert as_logged(local.decision) == ("routed", f"local {ANNA.id}")
    assert as_logged(barred.decision) == ("refused", "403 Destination barred")
    assert any(line.startswith("R5 yes  routing/premium-rate") for line in told)


async def test_a_refused_carrier_is_never_a_caller():
    """R2.3."""
    async with open_stage() as stage:
        found = why(invite("+4930123456", "+49@first.example"), ("127.0.0.21", 5060), None, stage.server)
        told = telling_lines(found, stage.server.core.active.table)
    assert found.attempt is None
    assert isinstance(found.decision, Refuse)
    assert as_logged(found.decision) == ("refused", "404 Not our number")
    assert told[0].startswith("R2 no   alpha/our-numbers")


async def test_who_is_challenged_needs_an_account():
    async with open_stage() as stage:
        with pytest.raises(AssertionError):
            why(invite("06641234567"), ANNAS, None, stage.server)
        with pytest.raises(AssertionError):
            why(invite("06641234567"), ANNAS, replace(ANNA, user="nobody"), stage.server)
