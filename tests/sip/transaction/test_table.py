"""The transaction table."""

from sip.message import Response
from sip.parser import parse
from sip.transaction.invite_client import InviteClientTransaction
from sip.transaction.non_invite_client import NonInviteClientTransaction
from sip.transaction.table import TransactionTable
from tests.ladder import RecordedPort, udp
from tests.messages import answer, request
from tests.sip.transaction.test_invite_client import User


def test_each_method_gets_its_machine_and_a_cancel_shares_the_branch():
    table = TransactionTable(RecordedPort())
    hop = udp("198.51.100.1")
    invite = table.send("INVITE", "z9hG4bKx", request(branch="z9hG4bKx").encode(), hop, User())
    cancel = table.send("CANCEL", "z9hG4bKx", request("CANCEL", branch="z9hG4bKx").encode(), hop, None)
    assert isinstance(invite, InviteClientTransaction)
    assert isinstance(cancel, NonInviteClientTransaction)
    assert len(table) == 2


def test_a_stray_response_is_not_taken():
    """RFC 6026 8.9."""
    table = TransactionTable(RecordedPort())
    response = parse(answer(request(), 200).encode())
    assert isinstance(response, Response)
    assert not table.response_received(response, 0.0)
