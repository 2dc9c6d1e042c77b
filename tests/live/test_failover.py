"""R7.2 on the wire: the call goes on to the next server, and the caller does not notice."""

from tests.live.site import Site


def test_a_server_that_says_503_is_passed_over(site: Site):
    site.runs()
    busy = site.callee(site.network.alpha_1, "callee_is_unavailable")
    good = site.callee(site.network.alpha_2)
    site.calls("4930123456").plays()
    busy.plays()
    good.plays()


def test_two_servers_and_their_group_are_passed_over(site: Site):
    """R3.4: the other group gets the number without the first one's plus."""
    site.runs()
    busy = [site.callee(host, "callee_is_unavailable") for host in (site.network.alpha_1, site.network.alpha_2)]
    good = site.callee(site.network.beta)
    site.calls("4930123456").plays()
    for each in (*busy, good):
        each.plays()
    assert "INVITE sip:4930123456@" in good.messages()


def test_a_silent_server_is_passed_over_and_left_in_peace(site: Site):
    """Sent at 0 and 0.5 s, silent at 1 s; the repetition due at 1.5 s must not come."""
    site.runs(no_response="1s")
    silent = site.by_hand(site.network.alpha_1)
    good = site.callee(site.network.alpha_2)
    site.calls("4930123456", lasts=1500).plays()
    good.plays()
    received = silent.pending()
    assert [data.split(b" ")[0] for data in received] == [b"INVITE", b"INVITE"]
    assert received[0] == received[1]


def test_a_refused_port_is_passed_over_at_once(site: Site):
    """Nobody is bound to the first server's port: the kernel's ICMP error comes long before the silence of 4 s."""
    site.runs()
    good = site.callee(site.network.alpha_2)
    pbx = site.calls("4930123456")
    pbx.plays()
    good.plays()
    assert pbx.ringing_after() < 0.4, "before the first repetition, let alone the silence"
