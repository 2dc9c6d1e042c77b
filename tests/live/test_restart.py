"""What outlives the process: registrations, and the calls of others."""

import sqlite3
from pathlib import Path

import pytest

from tests.live.engine import Engine
from tests.live.operator_file import PHONE_NUMBER
from tests.live.site import Site
from tests.live.waiting import until


def stored_bindings(folder: Path) -> int:
    """How many have reached the disk."""
    database = sqlite3.connect(f"file:{folder / 'cordboard.sqlite'}?mode=ro", uri=True)
    try:
        return int(database.execute("SELECT count(*) FROM bindings").fetchone()[0])
    finally:
        database.close()


def ends_in_order(engine: Engine) -> None:
    assert engine.stop() == 0


def is_killed(engine: Engine) -> None:
    engine.kill()


def test_a_phone_that_registered_before_a_restart_is_called_after_it(site: Site):
    """Stopped in order right after the REGISTER: what is not yet on the disk is written then."""
    engine = site.runs()
    site.registers()
    ends_in_order(engine)
    site.runs_again()
    phone = site.callee(site.network.phone)
    site.calls(PHONE_NUMBER).plays()
    phone.plays()


def test_a_phone_that_registered_before_a_crash_is_called_after_it(site: Site):
    """Bindings are written a moment after they were made; from then on no crash loses them."""
    engine = site.runs()
    site.registers()
    until(lambda: stored_bindings(site.folder), "the binding on the disk")
    is_killed(engine)
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
