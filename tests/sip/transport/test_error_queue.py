"""What the kernel's error queue says of a datagram, on real loopback sockets."""

import select
import socket
from collections.abc import Iterator

import pytest

from sip.transport import error_queue
from sip.transport.error_queue import Undelivered
from tests.sip.transport.conftest import PATIENCE, refusing_port

LEVEL = {"127.0.0.1": (socket.AF_INET, 520), "::1": (socket.AF_INET6, 1184)}


@pytest.fixture(params=LEVEL)
def host(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def sock(host: str) -> Iterator[socket.socket]:
    with socket.socket(LEVEL[host][0], socket.SOCK_DGRAM) as made:
        made.setblocking(False)
        made.bind((host, 0))
        error_queue.enable(made)
        yield made


def wait_for_error(sock: socket.socket) -> None:
    poll = select.poll()
    poll.register(sock, 0)
    assert poll.poll(PATIENCE * 1000) == [(sock.fileno(), select.POLLERR)]


def test_a_refused_datagram_is_named_by_destination_and_first_octets(sock: socket.socket, host: str) -> None:
    data = b"".join(b"%d," % number for number in range(500))
    port = refusing_port(host, socket.SOCK_DGRAM)
    sock.sendto(data, (host, port))
    wait_for_error(sock)
    assert list(error_queue.drain(sock)) == [Undelivered(host, port, data[: LEVEL[host][1]])]


def test_after_draining_nothing_is_pending(sock: socket.socket, host: str) -> None:
    for _ in range(3):
        port = refusing_port(host, socket.SOCK_DGRAM)
        try:
            sock.sendto(b"x", (host, port))
        except ConnectionRefusedError:
            sock.sendto(b"x", (host, port))
    wait_for_error(sock)
    assert len(list(error_queue.drain(sock))) == 3
    assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
    assert select.select([], [], [sock], 0) == ([], [], [])
    assert list(error_queue.drain(sock)) == []


def test_what_the_send_itself_was_told_is_not_told_again(sock: socket.socket, host: str) -> None:
    with pytest.raises(OSError, match="too long"):
        sock.sendto(b"x" * 65_530, (host, 9))
    assert list(error_queue.drain(sock)) == []


def test_a_closed_socket_has_no_errors(host: str) -> None:
    sock = socket.socket(LEVEL[host][0], socket.SOCK_DGRAM)
    sock.close()
    assert list(error_queue.drain(sock)) == []
