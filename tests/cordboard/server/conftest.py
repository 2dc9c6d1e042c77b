"""Real servers on loopback addresses of their own."""

import asyncio
import socket
from pathlib import Path

import pytest

CONFIGURATION = """\
version: 1
listen: [udp://127.90.0.1:{port}]
storage: {{path: bindings.sqlite}}
contacts: {{house: {{email: noc@sip.example}}}}
contracts: {{c: {{contact: house}}}}
resellers: {{r: {{contract: c}}}}
domains: {{sip.example: {{reseller: r}}}}
customers: {{acme: {{reseller: r, contact: house}}}}
subscribers:
  pbx@sip.example:
    customer: acme
    type: trunk
    auth: {{trusted: [{{source: 127.90.0.5, transport: udp, from: ^sip:pbx@}}]}}
"""


@pytest.fixture
def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.90.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def file(tmp_path: Path, free_port: int) -> Path:
    path = tmp_path / "cordboard.yaml"
    path.write_text(CONFIGURATION.format(port=free_port))
    return path


@pytest.fixture
def phone(free_port: int):
    """A socket at the trusted address: sends to the server, and waits for what comes."""

    class Phone:
        def __init__(self) -> None:
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.socket.bind(("127.90.0.5", 0))
            self.socket.setblocking(False)
            self.port = self.socket.getsockname()[1]

        def send(self, text: str) -> None:
            self.socket.sendto(text.encode(), ("127.90.0.1", free_port))

        async def hears(self) -> str:
            loop = asyncio.get_running_loop()
            return (await asyncio.wait_for(loop.sock_recv(self.socket, 65535), 5)).decode()

    made = Phone()
    yield made
    made.socket.close()
