"""sip/errors: one base, and a status for what a peer got wrong."""

import pytest

from sip.errors import MalformedMessage, MalformedUri, SipError
from sip.parser import UnreadableMessage


def test_every_error_is_a_sip_error() -> None:
    assert issubclass(MalformedMessage, SipError)
    assert issubclass(MalformedUri, SipError)
    assert issubclass(UnreadableMessage, MalformedMessage)


def test_a_malformed_message_is_answered_with_400_unless_it_says_otherwise() -> None:
    assert (MalformedMessage("why").status, MalformedMessage("why").reason) == (400, "why")
    assert MalformedMessage("Version Not Supported", 505).status == 505


def test_the_reason_is_what_the_error_says() -> None:
    with pytest.raises(MalformedMessage, match="Missing Via"):
        raise MalformedMessage("Missing Via header field")
