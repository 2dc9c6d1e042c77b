"""config/listener_lint: the same address twice."""

import pytest

from tests.config.conftest import Loader, codes


@pytest.mark.parametrize(
    ("listen", "expected"),
    [
        ("[udp://127.0.0.1, tcp://127.0.0.1, udp://127.0.0.1:5070, udp://127.0.0.2]", []),
        ("[udp://127.0.0.1, udp://127.0.0.1:5060]", ["duplicate-listener"]),
        ("[127.0.0.1, UDP://127.0.0.1, udp://127.0.0.1]", ["duplicate-listener"] * 2),
        ("[interface:eth0, udp://interface:eth0]", ["duplicate-listener"]),
        ("[udp://interface:eth0, udp://interface:eth1]", []),
    ],
)
def test_the_same_address_twice(load_text: Loader, listen: str, expected: list[str]):
    assert codes(load_text(f"listen: {listen}\n")) == expected
