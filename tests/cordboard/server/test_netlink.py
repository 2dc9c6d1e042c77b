"""The addresses of the machine that runs the test."""

import asyncio
import subprocess
import sys
from ipaddress import ip_address

import pytest
import uvloop

from cordboard.server import netlink

USABLE, FAILED, TENTATIVE = 0x80, 0x08, 0x40


class Kernel:
    """Answers as the kernel of a machine with two interfaces."""

    ADDRESSES = (
        (2, 1, "127.0.0.1", USABLE),
        (2, 2, "192.0.2.10", USABLE),
        (2, 2, "192.0.2.11", USABLE),
        (10, 1, "::1", USABLE),
        (10, 2, "fe80::1", USABLE),
        (10, 2, "2001:db8::10", USABLE),
        (10, 2, "2001:db8::11", TENTATIVE),
        (10, 2, "2001:db8::12", FAILED),
    )

    class Address(dict[str, int]):
        host: str

        def get_attr(self, name: str) -> str | None:
            return self.host if name == "IFA_ADDRESS" else None

    def __enter__(self) -> "Kernel":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def link_lookup(self, ifname: str) -> list[int]:
        return {"lo": [1], "eth0": [2], "eth1": [3]}.get(ifname, [])

    def get_addr(self, family: int) -> list[Address]:
        found = []
        for of, index, host, flags in self.ADDRESSES:
            if of == family:
                found.append(self.Address(index=index, flags=flags))
                found[-1].host = host
        return found


@pytest.mark.parametrize(
    ("interface", "expected"),
    [
        (None, ["127.0.0.1", "192.0.2.10", "192.0.2.11", "::1", "2001:db8::10"]),
        ("eth0", ["192.0.2.10", "192.0.2.11", "2001:db8::10"]),
        ("eth1", []),
    ],
)
def test_usable_addresses_of_the_machine_or_of_one_interface(
    monkeypatch: pytest.MonkeyPatch, interface: str | None, expected: list[str]
) -> None:
    monkeypatch.setattr(netlink, "IPRoute", Kernel)
    assert list(netlink.addresses(interface)) == expected


def test_the_real_kernel_knows_loopback() -> None:
    of_loopback = netlink.addresses("lo")
    assert "127.0.0.1" in of_loopback
    assert all(ip_address(host).is_loopback for host in of_loopback)
    assert set(of_loopback) <= set(netlink.addresses())


def test_an_interface_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match="there is no interface nothere0"):
        netlink.addresses("nothere0")


@pytest.mark.parametrize("factory", [uvloop.new_event_loop, asyncio.new_event_loop])
def test_it_may_be_asked_while_a_loop_runs(factory: object) -> None:
    async def ask() -> list[str]:
        return list(netlink.addresses("lo"))

    with asyncio.Runner(loop_factory=factory) as runner:  # type: ignore[arg-type]
        assert "127.0.0.1" in runner.run(ask())


def test_an_engine_that_listens_on_addresses_never_imports_pyroute2() -> None:
    code = "import sys, cordboard.server.listening; sys.exit('pyroute2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
