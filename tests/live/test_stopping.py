"""SIGTERM: nothing new is taken, what has begun is finished, exit status 0."""

import subprocess

import pytest

from tests.live.operator_file import DOMAIN, PBX
from tests.live.site import Site
from tests.messages import fields, request


def test_a_call_being_set_up_finishes_and_new_ones_are_sent_away(site: Site):
    engine = site.runs()
    server = site.by_hand(site.network.alpha_1)
    observer = site.by_hand(site.network.observer)
    first = site.calls("4930123456", "caller_waits_for_a_nudge")
    invite = server.receives("INVITE")
    server.answers(invite, 180, site.network.engine)
    engine.terminate()
    observer.wait_until_draining(site.network.engine)
    site.calls("4930123456", "caller_comes_too_late", host=site.network.other_pbx).plays()
    assert not engine.ended, "a call is still being set up"
    server.answers(invite, 200, site.network.engine, f"Contact: <sip:callee@{site.network.alpha_1}:5060>")
    server.receives("ACK")
    assert engine.exit_status() == 0
    assert "SIP/2.0 200" in first.messages()


def test_the_ack_of_a_call_answered_last_is_still_relayed(quiet_site: Site):
    """RFC 3261 13.3.1.4: without it the callee would end the call. On a long way it takes a few tenths of a second."""
    engine, network = quiet_site.runs(), quiet_site.network
    pbx, server, observer = (quiet_site.by_hand(host) for host in (network.pbx, network.alpha_1, network.observer))
    place = {"via": f"{network.pbx}:5060", "caller": f"sip:{PBX}@{DOMAIN}"}
    pbx.sends(
        request(uri=f"sip:4930@{network.engine}", extra=[f"Contact: <sip:{network.pbx}>"], **place), network.engine
    )
    invite = server.receives("INVITE")
    pbx.receives("SIP/2.0 100")
    engine.terminate()
    observer.wait_until_draining(network.engine)
    server.answers(invite, 200, network.engine, f"Contact: <sip:{network.alpha_1}>")
    route = [f"Route: {value}" for value in reversed(fields(pbx.receives("SIP/2.0 200"), "Record-Route"))]
    with pytest.raises(subprocess.TimeoutExpired):
        engine.exit_status(patience=0.3)
    pbx.sends(request("ACK", f"sip:{network.alpha_1}", to_tag="b1", extra=route, **place), network.engine)
    server.receives("ACK")
    assert engine.exit_status() == 0


def test_an_idle_engine_stops_at_once(quiet_site: Site):
    """Well below the 10 s that calls would get."""
    engine = quiet_site.runs()
    engine.terminate()
    assert engine.exit_status(patience=3) == 0
