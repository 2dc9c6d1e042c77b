"""50 calls a second: none lost, nothing repeated, also when the configuration changes meanwhile."""

from tests.live.operator_file import operator_file
from tests.live.site import Site
from tests.live.waiting import until

CALLS = 500
RATE = 50
TALK = 200
"""Milliseconds."""


def test_500_calls_at_50_per_second(site: Site):
    site.runs()
    server = site.callee(site.network.alpha_1, calls=CALLS)
    site.calls("4930123456", calls=CALLS, rate=RATE, lasts=TALK).plays()
    server.plays()


def test_reloads_under_load_lose_no_call(site: Site):
    """SIGHUP: a changed file sends calls elsewhere from then on; a broken one changes nothing and is explained."""
    engine = site.runs()
    before, after = (site.callee(host, calls=None) for host in (site.network.alpha_1, site.network.beta))
    pbx = site.calls("4930123456", calls=CALLS, rate=RATE, lasts=TALK)
    until(lambda: pbx.started_calls() > CALLS // 5, "a fifth of the calls", patience=15)
    changed = operator_file(site.network, alpha_first=False)
    engine.reload(changed)
    engine.wait_until_logged("reloaded")
    until(lambda: after.started_calls() > 0, "a call by the new file")
    line = changed.splitlines().index("    priority: 3") + 1
    engine.reload(changed.replace("    priority: 3", "    priority: soon"))
    engine.wait_until_logged("reload refused")
    assert f"{engine.file}:{line}:15: error" in engine.log
    broken_at = after.started_calls()
    pbx.plays()
    before.plays()
    after.plays()
    counts = before.score().answered, after.score().answered
    assert sum(counts) == CALLS
    assert counts[0] > 0
    assert counts[1] > broken_at, "the table of the changed file must serve on after the broken one"
