"""What keeps the engine from starting: one clear line on stderr, nothing on stdout, exit status 2."""

import os
import shutil
from pathlib import Path

import pytest

from tests.live.engine import start_that_fails
from tests.live.operator_file import operator_file
from tests.live.site import Site

FIRST_FREE_PORT = int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text())
WITHOUT_THE_RIGHT = ["setpriv", "--inh-caps=-net_bind_service", "--bounding-set=-net_bind_service"]


def the_line(site: Site, text: str, through=()) -> str:
    """The one line that the engine says when it cannot run on this text."""
    file = site.folder / "cordboard.yaml"
    file.write_text(text)
    return said_of(file, through)


def said_of(file: Path, through=()) -> str:
    ended = start_that_fails(file, through=through)
    assert (ended.returncode, ended.stdout) == (2, ""), ended
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    return lines[0]


def test_a_port_in_use(quiet_site: Site):
    quiet_site.by_hand(quiet_site.network.engine)
    line = the_line(quiet_site, operator_file(quiet_site.network))
    assert f"udp:{quiet_site.network.engine}:5060: the port is in use" in line


def test_a_missing_file(quiet_site: Site):
    file = quiet_site.folder / "nowhere.yaml"
    line = said_of(file)
    assert str(file) in line
    assert line.startswith("cordboard: ")


def test_an_address_that_is_not_on_this_machine(quiet_site: Site):
    """192.0.2.0/24 is for documentation (RFC 5737)."""
    text = operator_file(quiet_site.network)
    line = the_line(quiet_site, text.replace(f'["udp://{quiet_site.network.engine}:', '["udp://192.0.2.1:'))
    assert "udp:192.0.2.1:5060: this address is not one of this machine's" in line


def test_no_right_to_bind(quiet_site: Site):
    """A port that only the system's administrator may bind, asked for without that right."""
    if FIRST_FREE_PORT <= 80:
        pytest.skip("every port is free for everybody here")
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root has the right, and there is no setpriv to drop it")
    text = operator_file(quiet_site.network)
    text = text.replace(f"{quiet_site.network.engine}:5060", f"{quiet_site.network.engine}:80")
    line = the_line(quiet_site, text, WITHOUT_THE_RIGHT if os.geteuid() == 0 else ())
    assert f"udp:{quiet_site.network.engine}:80: no right" in line
