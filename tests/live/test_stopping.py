"""SIGTERM: nothing new is taken, what has begun is finished, exit status 0."""

from tests.live.site import Site


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


def test_an_idle_engine_stops_at_once(quiet_site: Site):
    """Well below the 10 s that calls would get."""
    engine = quiet_site.runs()
    engine.terminate()
    assert engine.exit_status(patience=3) == 0
