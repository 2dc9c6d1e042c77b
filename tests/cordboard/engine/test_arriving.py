"""What routing learns of a request (R1, R2.2)."""

from dataclasses import replace

import pytest

from cordboard.engine.arriving import arrival_of
from routing.model import BarEntry, Refusal
from sip.errors import MalformedMessage, SipError
from sip.message import Request
from sip.parser import parse
from tests.calls.small_operator import AT, PBX, Operator, configuration
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
        ("sip:+43-900-123456@x", "+43900123456"),
        ("sip:+43(900)12.34.56;ext=1@x", "+43900123456"),
        ("sip:+43%20900%20123456@x", "+43900123456"),
        ("sip:%2b43%2d900%2D123456@x", "+43900123456"),
        ("sip:(0900)123@x", "0900123"),
        ("sip:%20+43-900@x", "+43900"),
        ("sip:*21*0900-1%23@x", "*21*09001#"),
        ("sip:+43-900x@x", "+43900x"),
        ("sip:4a.floor-2@x", "4a.floor-2"),
        ("sip:anna-maria.b@x", "anna-maria.b"),
        ("sip:-.@x", "-."),
        ("sip:x", ""),
    ],
)
def test_numbers_lose_parameters_and_separators_and_names_keep_theirs(dialled, user):
    assert arrival(request(uri=dialled)).ruri_user == user


def test_a_to_that_is_no_sip_uri_is_empty_and_a_missing_identity_too():
    found = arrival(request().replace("To: <sip:431700@sip.example>", "To: <isbn:2983792873>"))
    assert (found.to_uri, found.pai_uri) == ("", "")


def test_a_from_that_cannot_be_read_is_the_senders_fault():
    with pytest.raises(SipError):
        arrival(request(caller="sip:a b@c"))


@pytest.mark.parametrize(
    "changes",
    [
        {"uri": "sip:+43%0d900@x"},
        {"uri": "sip:bob%00@x"},
        {"uri": "sip:+43;ext=%7f@x"},
        {"caller": "sip:alice%0A@sip.example"},
        {"callee": "sip:bob%1f@x"},
        {"extra": ["P-Asserted-Identity: <sip:+43%09@x>"]},
    ],
)
def test_a_user_with_control_characters_is_refused(changes):
    with pytest.raises(MalformedMessage) as refused:
        arrival(request(**changes))
    assert refused.value.status == 400


def test_a_number_alone_is_one_in_the_callers_domain():
    """RFC 3966: a tel URI has no domain; whoever dials it means the domain at home (R4.1)."""
    found = arrival(request(uri="tel:+43-1-700", caller="sip:alice@sip.example"))
    assert (found.ruri_uri, found.to_uri) == ("sip:+431700@sip.example", "sip:+431700@sip.example")


def barring() -> Operator:
    made = configuration()
    bar = (BarEntry("premium", "43900", None, Refusal(603, "Barred"), AT),)
    return Operator(replace(made, routing=replace(made.routing, bar=bar)))


@pytest.mark.parametrize("dialled", ["+43900123", "+43-900-123", "+43(900)123", "+43%20900%20123", "0043.900-123"])
@pytest.mark.parametrize("uri", ["sip:{}@sip.example", "sip:{};phone-context=x@sip.example;user=phone"])
def test_a_barred_number_is_barred_in_each_way_of_writing_it(dialled, uri):
    """R5, RFC 3966 3."""
    operator = barring()
    operator.receives(request(uri=uri.format(dialled), caller="sip:pbx@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("SIP/2.0 603 Barred", PBX)
    operator.is_quiet()


def test_a_tel_uri_is_barred_as_a_sip_uri_is():
    """R5."""
    operator = barring()
    operator.receives(request(uri="tel:+43-900-123", caller="sip:pbx@sip.example", via="192.0.2.5:5060"), PBX)
    operator.sends("SIP/2.0 100", PBX)
    operator.sends("SIP/2.0 603 Barred", PBX)


def test_a_control_character_in_the_dialled_number_is_answered_with_400():
    operator = barring()
    operator.receives(request(uri="sip:%0d43900123@sip.example", caller="sip:pbx@sip.example"), PBX)
    operator.sends("SIP/2.0 400 Control character", udp("192.0.2.5"))
    operator.is_quiet()
