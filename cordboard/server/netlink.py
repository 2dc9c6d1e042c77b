"""The addresses of this machine, from the kernel (rtnetlink, by pyroute2).

pyroute2 0.9 runs a stock loop of its own, which it may not where another loop is running: it gets a thread. Its import
takes 0.2 s, so import this module only when it is needed.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from socket import AF_INET, AF_INET6
from typing import Any

from pyroute2 import IPRoute  # type: ignore[attr-defined]
from pyroute2.netlink.exceptions import NetlinkError

_UNUSABLE = 0x08 | 0x40
"""if_addr.h: duplicate address detection failed, or has not finished."""


def addresses(interface: str | None = None) -> Sequence[str]:
    """The addresses of ``interface``, or of this machine, IPv4 first, each in the order the kernel lists them.

    Link-local ones of IPv6 are left out: they mean nothing without an interface. Blocks for some milliseconds.
    Raises LookupError when there is no such interface, OSError when the kernel does not answer.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="netlink") as thread:
        return thread.submit(_addresses, interface).result()


def _addresses(interface: str | None) -> Sequence[str]:
    try:
        with IPRoute() as kernel:  # type: ignore[no-untyped-call]
            index = None if interface is None else _index(kernel, interface)
            return [
                host
                for family in (AF_INET, AF_INET6)
                for host in _of_family(kernel, family, index)
                if _has_meaning(host)
            ]
    except NetlinkError as error:
        raise OSError(error.code, str(error)) from error


def _index(kernel: Any, interface: str) -> int:
    found = kernel.link_lookup(ifname=interface)
    if not found:
        raise LookupError(f"there is no interface {interface}")
    return int(found[0])


def _of_family(kernel: Any, family: int, index: int | None) -> list[str]:
    return [
        str(each.get_attr("IFA_LOCAL") or each.get_attr("IFA_ADDRESS"))
        for each in kernel.get_addr(family=family)
        if index in (None, each["index"]) and not each["flags"] & _UNUSABLE
    ]


def _has_meaning(host: str) -> bool:
    address = ip_address(host)
    return not (address.version == 6 and address.is_link_local)
