"""What routing learns of a request (R1, R2.2)."""

import pytest

from cordboard.engine.arriving import arrival_of
from sip.errors import SipError
from sip.message import Request
from sip.parser import parse
from tests.ladder import udp
from tests.messages import request


def arrival(text: str):
    message = parse(text.encode())
    assert isinstance(message, Request)
    return arrival_of(message, udp("192.0.2.1", 5080))


def test_users_and_domains_of_all_headers():
    found = arrival(
        request(
            uri="sip:%2B4930@SIP.Example:5060;user=phone",
            caller="sip:alice@sip.example",
            callee="sip:other@elsewhere.example",
            extra=["P-Asserted-Identity: <tel:+431>, <sip:+43@alpha.example>"],
        )
    )
    assert (found.source, found.port, found.transport) == ("192.0.2.1", 5080, "udp")
    assert (found.ruri_uri, found.from_uri, found.to_uri, found.pai_uri) == (
        "sip:+4930@sip.example",
        "sip:alice@sip.example",
        "sip:other@elsewhere.example",
        "sip:+43@alpha.example",
    )


@pytest.mark.parametrize(
    ("dialled", "user"),
    [
        ("sip:+4930;ext=5@x", "+4930"),
        ("sip:4930;phone-context=+43@x", "4930"),
        ("sip:user;par=u%40example.net@x", "user;par=u@example.net"),
        ("tel:+49-30-(1)", "+49301"),
        ("sip:x", ""),
    ],
)
def test_numbers_lose_their_parameters_and_names_keep_theirs(dialled, user):
    assert arrival(request(uri=dialled)).ruri_user == user


def test_a_to_that_is_no_sip_uri_is_empty_and_a_missing_identity_too():
    found = arrival(request().replace("To: <sip:431700@sip.example>", "To: <isbn:2983792873>"))
    assert (found.to_uri, found.pai_uri) == ("", "")


def test_a_from_that_cannot_be_read_is_the_senders_fault():
    with pytest.raises(SipError):
        arrival(request(caller="sip:a b@c"))
