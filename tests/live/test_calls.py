"""Calls through a running engine, played by SIPp: who calls, who hangs up, what is sent twice."""

import pytest

from tests.live.operator_file import DOMAIN, PASSWORD, PHONE
from tests.live.site import Site


@pytest.mark.parametrize("loop", ["uvloop", "asyncio"])
def test_a_phone_proves_who_it_is_calls_through_a_peering_server_and_hangs_up(site: Site, loop):
    """R1.3; on both loops."""
    site.runs(loop=loop)
    server = site.callee(site.network.alpha_1)
    site.calls(
        "4930123456",
        "caller_proves_itself",
        host=site.network.phone,
        credentials=(PHONE, PASSWORD),
        keys={"caller": PHONE, "home": DOMAIN},
    ).plays()
    server.plays()
    assert "INVITE sip:+4930123456@" in server.messages()
    assert PASSWORD not in server.messages()
    assert "Proxy-Authorization" not in server.messages()


def test_a_wrong_password_reaches_nobody(site: Site):
    site.runs()
    server = site.by_hand(site.network.alpha_1)
    site.calls(
        "4930123456",
        "caller_is_asked_again",
        host=site.network.phone,
        credentials=(PHONE, "not " + PASSWORD),
        keys={"caller": PHONE, "home": DOMAIN},
    ).plays()
    assert server.pending() == []


def test_a_trusted_pbx_calls_without_being_asked(site: Site):
    """R1.2."""
    site.runs()
    server = site.callee(site.network.alpha_1)
    pbx = site.calls("4930123456")
    pbx.plays()
    server.plays()
    assert "407" not in pbx.messages()


def test_a_call_cancelled_while_it_rings_ends_on_both_sides(site: Site):
    """RFC 3261 16.10."""
    site.runs()
    server = site.callee(site.network.alpha_1, "callee_rings")
    site.calls("4930123456", "caller_gives_up").plays()
    server.plays()


def test_a_repeated_invite_reaches_the_peering_server_once(site: Site):
    """RFC 3261 17.2.1: the caller, who hears nothing, repeats; the engine answers by itself."""
    site.runs()
    server = site.callee(site.network.alpha_1, lasts=1500)
    pbx = site.calls("4930123456", "caller_hears_no_ringing")
    score = pbx.finish()
    server.plays()
    assert (score.answered, score.failed) == (1, 0)
    assert score.repeated >= 1, "the caller repeated nothing: the test shows nothing"
    assert pbx.messages().count("SIP/2.0 180") == 1 + score.repeated
    assert server.messages().count("\nINVITE ") == 1
