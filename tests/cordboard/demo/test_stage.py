"""The stage is set with the real engine, and nothing of it is left behind."""

import socket
import tempfile
import tomllib
from pathlib import Path

import pytest

from cordboard.check import check
from cordboard.demo import stage as stage_module
from cordboard.demo.cast import PHONES
from cordboard.demo.scenes import BURST, SCENES
from cordboard.demo.stage import CONFIGURATION, open_stage, packaged_configuration
from cordboard.server.problem import CannotRun


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_packaged_configuration_loads_lints_clean_and_passes_its_own_tests():
    result = check(CONFIGURATION)
    assert result.problems == []
    assert result.table is not None


def test_the_packaged_configuration_is_in_the_package():
    """Files that are not Python must be named to be installed."""
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert "*.yaml" in project["tool"]["setuptools"]["package-data"]["cordboard.demo"]


async def test_everybody_of_the_scenes_is_there(temporary):
    async with open_stage() as stage:
        carriers = {
            f"{group.name}/{server.name}"
            for group in packaged_configuration().peering.values()
            for server in group.servers
        }
        assert set(stage.agents) == carriers | set(PHONES)
        for scene in (*SCENES, BURST):
            assert {scene.actor, *scene.tried} <= set(stage.agents)
        for name in carriers:
            server = next(each for each in stage.server.core.active.table.servers if each.id == name)
            assert (server.host, server.port) == stage.agents[name].address


async def test_nothing_is_left_behind(temporary):
    async with open_stage() as stage:
        assert list(temporary.iterdir())
        addresses = [stage.engine, *(agent.address for agent in stage.agents.values())]
    assert list(temporary.iterdir()) == []
    for address in addresses:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.bind(address)


async def test_nothing_is_left_behind_when_the_play_breaks_off(temporary):
    with pytest.raises(KeyError):
        async with open_stage() as stage:
            raise KeyError(stage.engine)
    assert list(temporary.iterdir()) == []


async def test_ports_that_are_taken_are_exchanged_for_free_ones(temporary, monkeypatch):
    """By another SIP server on all addresses of this machine, for example."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("0.0.0.0", 0))
        taken = other.getsockname()[1]
        monkeypatch.setattr(stage_module, "PORT", taken)
        async with open_stage() as stage:
            assert taken not in {stage.engine[1], *(agent.address[1] for agent in stage.agents.values())}
            assert stage.server.listeners[0].port == stage.engine[1]


async def test_the_usual_port_is_taken_when_it_is_free(temporary, monkeypatch):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("0.0.0.0", 0))
        free = sock.getsockname()[1]
    monkeypatch.setattr(stage_module, "PORT", free)
    async with open_stage() as stage:
        assert stage.engine == ("127.0.0.1", free)


async def test_when_no_port_can_be_had_the_operator_is_told(temporary, monkeypatch):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        monkeypatch.setattr(stage_module, "PORT", other.getsockname()[1])
        monkeypatch.setattr(stage_module, "_free_port", lambda host: other.getsockname()[1])
        with pytest.raises(CannotRun, match="in use"):
            async with open_stage():
                pass
    assert list(temporary.iterdir()) == []


async def test_a_machine_without_these_addresses_is_told_so(temporary, monkeypatch):
    anna = stage_module.PHONES["anna"]
    elsewhere = type(anna)("192.0.2.1", anna.caller, anna.account)
    monkeypatch.setitem(stage_module.PHONES, "anna", elsewhere)
    with pytest.raises(CannotRun, match=r"anna cannot have .*192\.0\.2\.1"):
        async with open_stage():
            pass
    assert list(temporary.iterdir()) == []
