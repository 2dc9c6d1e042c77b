"""A part that is played by the test itself, where the moment of each message matters or where there is no answer."""

import socket

from tests.live.network import PORT
from tests.live.waiting import PATIENCE, until
from tests.messages import answer, request


class Hand:
    """A bound UDP socket. What comes waits in it until the test looks."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, PORT))
        self._socket.settimeout(PATIENCE)

    def receives(self, start: str) -> bytes:
        """The next message, which must begin so."""
        data, _ = self._socket.recvfrom(65535)
        assert data.startswith(start.encode()), data.decode(errors="replace")
        return data

    def sends(self, text: str, host: str) -> None:
        self._socket.sendto(text.encode(), (host, PORT))

    def answers(self, received: bytes, status: int, to: str, *extra: str) -> None:
        """Send the answer to a request to the engine at ``to``."""
        self.sends(answer(received, status, extra=extra), to)

    def nudges(self, host: str, call_id: str) -> None:
        """An INFO straight to a part that SIPp plays: its scenario goes on."""
        self.sends(request("INFO", f"sip:{host}", via=f"{self.host}:{PORT}", call_id=call_id), host)

    def pending(self) -> list[bytes]:
        """What has come and was not yet looked at; does not wait."""
        self._socket.setblocking(False)
        found = []
        try:
            while True:
                found.append(self._socket.recv(65535))
        except BlockingIOError:
            return found
        finally:
            self._socket.settimeout(PATIENCE)

    def wait_until_draining(self, engine: str) -> None:
        """Send what a stranger is challenged for until the engine says that it takes nothing new."""
        until(lambda: self._tries(engine).startswith(b"SIP/2.0 503"), "503 to a MESSAGE")

    def _tries(self, engine: str) -> bytes:
        self.sends(request("MESSAGE", f"sip:4930@{engine}", via=f"{self.host}:{PORT}"), engine)
        return self._socket.recv(65535)

    def close(self) -> None:
        self._socket.close()
