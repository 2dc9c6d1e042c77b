"""config/models/settings: what a test may expect, and that the documented defaults are routing's."""

from config.models.settings import WrittenRouting, WrittenSecurity, WrittenTimers
from config.options import default_settings
from routing.model import RoutingSettings, Security, Timers
from tests.config.conftest import LISTEN, Loader, codes


def test_the_documented_defaults_are_those_of_routing():
    routing, timers, security = (default_settings(one) for one in (WrittenRouting, WrittenTimers, WrittenSecurity))
    assert (routing.max_attempts, routing.no_route) == (RoutingSettings().max_attempts, RoutingSettings().no_route)
    assert (timers.no_response, timers.total, timers.dialog_max) == (
        Timers().no_response,
        Timers().total,
        Timers().dialog_max,
    )
    assert (security.digest_uri, security.max_expires) == (Security().digest_uri.value, Security().max_expires)


def test_an_expectation_is_groups_a_status_or_a_subscriber(load_text: Loader):
    tests = "tests: [{from: a@b, to: 1, expect: 404}, {from: a@b, to: 1, expect: []}]\n"
    assert codes(load_text(LISTEN + tests)) == []
    assert codes(load_text(LISTEN + "tests: [{from: a@b, to: 1, expect: 200}]\n")) == ["bad-expect"]
