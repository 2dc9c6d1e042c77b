"""What outlives the process: registrations, and the calls of others."""

import pytest

from tests.live.engine import Engine
from tests.live.operator_file import PHONE_NUMBER
from tests.live.site import Site


def ends_in_order(engine: Engine) -> None:
    assert engine.stop() == 0


def is_killed(engine: Engine) -> None:
    engine.kill()


@pytest.mark.parametrize("ends", [ends_in_order, is_killed])
def test_a_phone_that_registered_before_a_restart_is_called_after_it(site: Site, ends):
    engine = site.runs()
    site.registers()
    ends(engine)
    site.runs_again()
    phone = site.callee(site.network.phone)
    site.calls(PHONE_NUMBER).plays()
    phone.plays()


@pytest.mark.parametrize("ends", [ends_in_order, is_killed])
def test_a_dialog_from_before_a_restart_is_ended_after_it(site: Site, ends):
    """RFC 3261 16.12: our Record-Route is known again, its key is in storage."""
    engine = site.runs()
    server = site.callee(site.network.alpha_1)
    pbx = site.calls("4930123456", "caller_waits_for_a_nudge")
    server.wait_until_received("ACK")
    ends(engine)
    site.runs_again()
    site.by_hand(site.network.observer).nudges(pbx.host, pbx.call_id)
    pbx.plays()
    server.plays()
    assert "SIP/2.0 407" not in pbx.messages()
