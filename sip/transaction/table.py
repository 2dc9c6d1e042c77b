"""All live transactions, found by key (RFC 3261 17.1.3, 17.2.3)."""

from sip.addressing import Flow
from sip.message import Request, Response
from sip.ports import Port
from sip.transaction.host import ClientTransactionUser
from sip.transaction.invite_client import InviteClientTransaction
from sip.transaction.invite_server import InviteServerTransaction
from sip.transaction.key import ClientKey, ServerKey, client_key
from sip.transaction.non_invite_client import NonInviteClientTransaction
from sip.transaction.non_invite_server import NonInviteServerTransaction
from sip.transaction.states import State

ServerTransaction = InviteServerTransaction | NonInviteServerTransaction
ClientTransaction = InviteClientTransaction | NonInviteClientTransaction


class TransactionTable:
    """Holds the transactions; each forgets itself here when it ends."""

    def __init__(self, port: Port) -> None:
        self.port = port
        self.servers: dict[ServerKey, ServerTransaction] = {}
        self.clients: dict[ClientKey, ClientTransaction] = {}

    def __len__(self) -> int:
        return len(self.servers) + len(self.clients)

    def unfinished(self) -> int:
        """Requests received that have no final answer yet."""
        return sum(each.state in (State.PROCEEDING, State.TRYING) for each in self.servers.values())

    def server(self, key: ServerKey) -> ServerTransaction | None:
        return self.servers.get(key)

    def new_server(self, key: ServerKey, request: Request, answer_flow: Flow) -> ServerTransaction:
        """Open the server transaction of a request that no live one knows."""
        make = InviteServerTransaction if request.method == "INVITE" else NonInviteServerTransaction
        transaction = self.servers[key] = make(self, self.port, key, request, answer_flow)
        return transaction

    def send(
        self, method: str, branch: str, data: bytes, flow: Flow, user: ClientTransactionUser | None
    ) -> ClientTransaction:
        """Open a client transaction for ``data``, whose top Via carries ``branch``, and send it."""
        key = (branch, method)
        transaction: ClientTransaction
        if method == "INVITE":
            assert user is not None
            transaction = InviteClientTransaction(self, self.port, key, data, flow, user)
        else:
            transaction = NonInviteClientTransaction(self, self.port, key, data, flow, user)
        self.clients[key] = transaction
        transaction.start()
        return transaction

    def response_received(self, response: Response, now: float) -> bool:
        """Give the response to its transaction; False when there is none, and it must be dropped (RFC 6026 8.9)."""
        transaction = self.clients.get(client_key(response))
        if transaction is None:
            return False
        transaction.response_received(response, now)
        return True

    def transport_failed(self, branch: str, method: str, now: float) -> None:
        """The request with this branch did not leave."""
        transaction = self.clients.get((branch, method))
        if transaction is not None:
            transaction.transport_failed(now)

    def forget_server(self, key: ServerKey) -> None:
        self.servers.pop(key, None)

    def forget_client(self, key: ClientKey) -> None:
        self.clients.pop(key, None)
