"""Fixtures for whole calls through a running engine on loopback. Skipped where SIPp is not installed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.network import claimed
from tests.live.site import Site


@pytest.fixture
def quiet_site(tmp_path: Path) -> Iterator[Site]:
    """A place of one's own; everything started there is ended with the test."""
    with claimed() as network, Site(network, tmp_path) as site:
        yield site


@pytest.fixture
def site(quiet_site: Site) -> Site:
    """The same, for tests that need SIPp."""
    if shutil.which("sipp") is None:
        pytest.skip("sipp is not installed (Debian: apt-get install sip-tester)")
    return quiet_site
