"""What a transaction needs of the table that holds it, and of the one that uses it."""

from typing import Protocol

from sip.message import Request, Response
from sip.transaction.key import ClientKey, ServerKey


class TransactionHost(Protocol):
    """The table: told when a transaction has ended."""

    def forget_server(self, key: ServerKey) -> None: ...

    def forget_client(self, key: ClientKey) -> None: ...


class ClientTransactionUser(Protocol):
    """Who sent the request (RFC 3261 17: the TU)."""

    def response_received(self, response: Response, now: float) -> None:
        """A response that is not a repetition; for INVITE every 2xx."""

    def timed_out(self, now: float) -> None:
        """Timer B or F: no final answer. To be treated as 408."""

    def transport_failed(self, now: float) -> None:
        """The request could not be sent. To be treated as 503 (16.9)."""


FORGOTTEN = Request("", "", [], {}, b"")
"""Stands for the request of a server transaction that has its final answer and needs it no more."""
