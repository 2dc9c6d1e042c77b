"""sip/message: values on demand, and the two checks of 16.3 step 1."""

import pytest

from sip.errors import MalformedMessage
from sip.header_values import STAR, CSeq, NameAddr
from sip.message import METHODS, Request, check_mandatory, check_syntax, field_value
from sip.parser import parse
from sip.uri import Uri
from tests.messages import answer, request


def read(text: str) -> Request:
    message = parse(text.encode("latin-1"))
    assert isinstance(message, Request)
    return message


def without(name: str) -> str:
    lines = request("OPTIONS").split("\r\n")
    return "\r\n".join(line for line in lines if not line.startswith(f"{name}:"))


def with_value(name: str, value: str, method: str = "OPTIONS") -> Request:
    lines = request(method).split("\r\n")
    return read("\r\n".join(f"{name}: {value}" if line.startswith(f"{name}:") else line for line in lines))


def check(request: Request) -> None:
    check_mandatory(request)
    check_syntax(request)


def refused(request: Request) -> MalformedMessage:
    with pytest.raises(MalformedMessage) as raised:
        check(request)
    return raised.value


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Subject: a", "a"),
        ("Subject:a", "a"),
        ("Subject :\t a \t", "a"),
        ("Subject:", ""),
        ("Subject: a: b", "a: b"),
        ("Subject:\r\n a", "a"),
        ("Subject: a  \r\n\t b\r\n ", "a b"),
        ("Subject: \x0ba\x85\xa0", "\x0ba\x85\xa0"),
    ],
)
def test_a_value_is_unfolded_and_trimmed_of_sip_white_space_only(line: str, value: str) -> None:
    """7.3.1."""
    assert field_value(line) == value


def test_values_come_in_order_and_are_not_split() -> None:
    message = read(request(extra=["Route: <sip:a>, <sip:b>", "Route: <sip:c>"]))
    assert message.values("route") == ["<sip:a>, <sip:b>", "<sip:c>"]
    assert message.value("route") == "<sip:a>, <sip:b>"
    assert message.has("route")


def test_a_missing_field_has_no_value() -> None:
    message = read(request())
    assert not message.has("route")
    assert message.value("route") is None
    assert message.values("route") == []
    assert message.contacts == []


def test_parsed_values_are_kept() -> None:
    message = read(request(uri="sip:bob@b", caller="sip:alice@a", from_tag="x", to_tag="y", extra=["m: <sip:c@d>"]))
    assert message.from_ == NameAddr(None, "sip:alice@a", {"tag": "x"})
    assert message.to == NameAddr(None, "sip:bob@b", {"tag": "y"})
    assert message.cseq == CSeq(1, "INVITE")
    assert message.contacts == [NameAddr(None, "sip:c@d", {})]
    assert message.parsed_uri == Uri("sip", "bob", None, "b")
    for name in ("from_", "to", "cseq", "contacts", "top_via", "parsed_uri"):
        assert getattr(message, name) is getattr(message, name)


def test_the_top_via_is_the_first_element_of_the_first_field() -> None:
    message = with_value("Via", "SIP/2.0/TCP a;branch=z9hG4bKa, SIP/2.0/UDP b")
    assert (message.top_via.host, message.top_via.branch) == ("a", "z9hG4bKa")


def test_a_response_has_the_same_values() -> None:
    message = parse(answer(request(), 200, to_tag="b7").encode())
    assert (message.to.tag, message.from_.tag, message.cseq.method) == ("b7", "a1", "INVITE")


@pytest.mark.parametrize("name", ["via", "from_", "to", "call_id", "cseq"])
def test_a_value_that_is_missing_is_malformed_and_named(name: str) -> None:
    header = {"via": "Via", "from_": "From", "to": "To", "call_id": "Call-ID", "cseq": "CSeq"}[name]
    with pytest.raises(MalformedMessage, match=f"Missing {header}"):
        getattr(read(without(header)), "top_via" if name == "via" else name)


@pytest.mark.parametrize(
    ("text", "number"), [("70", 70), ("0", 0), ("0068", 68), ("255", 255), ("256", None), ("300", None)]
)
def test_max_forwards_above_255_counts_as_none(text: str, number: int | None) -> None:
    """20.22; RFC 4475 3.1.1.1, 3.1.2.4."""
    assert with_value("Max-Forwards", text).max_forwards == number


def test_max_forwards_may_be_missing() -> None:
    """RFC 4475 3.4.1."""
    message = read(without("Max-Forwards"))
    check_mandatory(message)
    assert message.max_forwards is None


@pytest.mark.parametrize("text", ["", "-1", "+7", "7x", "7 7", "\xb2"])
def test_a_max_forwards_that_is_no_number_is_malformed(text: str) -> None:
    with pytest.raises(MalformedMessage):
        assert with_value("Max-Forwards", text).max_forwards


def test_a_normal_request_passes_both_checks() -> None:
    for method in METHODS:
        message = read(request(method, extra=['Contact: "A" <sip:a@b>;q=1, <sip:c@d>']))
        check_mandatory(message)
        check_syntax(message)


@pytest.mark.parametrize("name", ["Via", "From", "To", "Call-ID", "CSeq"])
def test_a_missing_mandatory_field_is_named(name: str) -> None:
    """8.1.1, RFC 4475 3.3.1."""
    problem = refused(read(without(name)))
    assert problem.status == 400
    assert name in problem.reason


@pytest.mark.parametrize("line", ["From: <sip:x@y>", "t: <sip:x@y>", "i: 2", "CSeq: 1 OPTIONS", "Max-Forwards: 5"])
def test_a_doubled_field_is_refused(line: str) -> None:
    """RFC 4475 3.3.8."""
    problem = refused(read(request("OPTIONS", extra=[line])))
    assert (problem.status, problem.reason[:13]) == (400, "More than one")


def test_several_vias_are_normal() -> None:
    message = read(request(extra=["Via: SIP/2.0/UDP b, SIP/2.0/UNKNOWN c", "v: SIP/2.0/TLS d;branch=1"]))
    check_mandatory(message)
    check_syntax(message)


@pytest.mark.parametrize(("method", "status"), [("OPTIONS", 400), ("NEWMETHOD", 501)])
def test_a_cseq_of_another_method_is_refused(method: str, status: int) -> None:
    """RFC 4475 3.1.2.17, 3.1.2.18."""
    assert refused(with_value("CSeq", "8 INVITE", method)).status == status


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Via", "SIP/2.0/UDP 192.0.2.15;;,;,,"),
        ("Via", "SIP/2.0/UDP a,"),
        ("Via", "SIP/2.0/UDP a:65536"),
        ("From", "Bell, Alexander <sip:a.g.bell@example.com>;tag=43"),
        ("From", "<sip:a@b>;tag="),
        ("From", "<sip:a@b>;tag"),
        ("To", '"Mr. J. User <sip:j.user@example.com>'),
        ("To", '"Watson, Thomas" < sip:t.watson@example.org >'),
        ("To", "<sip:bob@example.com>;tag="),
        ("To", ""),
        ("Call-ID", ""),
        ("Call-ID", "a b"),
        ("Call-ID", "a\x00b"),
        ("CSeq", "36893488147419103232 OPTIONS"),
        ("CSeq", "x"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name: str, value: str) -> None:
    """RFC 4475 3.1.2.1, 3.1.2.4, 3.1.2.6, 3.1.2.14, 3.1.2.15; CVE-2018-14767 for the empty tag."""
    problem = refused(with_value(name, value))
    assert problem.status == 400
    assert name in problem.reason


@pytest.mark.parametrize(
    "value",
    [
        '"Joe" <sip:joe@example.org>;;;;',
        "sip:user@example.com?Route=%3Csip:sip.example.com%3E",
        '"Joe',
        "*, <sip:a@b>",
        "<sip:a@b>,",
        "Joe, A <sip:a@b>",
    ],
)
def test_a_contact_that_cannot_be_read_is_refused(value: str) -> None:
    """RFC 4475 3.1.2.1, 3.1.2.13."""
    problem = refused(read(request(extra=[f"Contact: {value}"])))
    assert (problem.status, problem.reason) == (400, "Malformed Contact header field")


def test_contact_star_is_read() -> None:
    """10.2.2."""
    message = read(request("REGISTER", extra=["Contact: *"]))
    check_syntax(message)
    assert message.contacts is STAR


def test_a_second_via_field_is_looked_at_too() -> None:
    assert "Via" in refused(read(request(extra=["Via: SIP/2.0/UDP"]))).reason


def test_unknown_fields_and_their_values_are_never_a_reason() -> None:
    """16.3 step 1."""
    message = read(
        request("NEW", extra=["UnknownHeaderWithUnusualValue: ;;,,;;,;", 'Date: "', "Warning: 1812 overture"])
    )
    check_mandatory(message)
    check_syntax(message)


@pytest.mark.parametrize(
    ("uri", "status"),
    [
        ("<sip:user@example.com>", 400),
        ("sip:user@example.com?Route=%3Csip:example.com%3E", 400),
        ("sip:2001:db8::10", 400),
        ("sip:user@example.com:99999", 400),
        ("sip:user@", 400),
        ("tel:alice", 400),
        ("user@example.com", 400),
        ("nobodyKnowsThisScheme:totallyopaquecontent", 416),
        ("soap.beep://192.0.2.103:3002", 416),
        ("http://example.com/", 416),
    ],
)
def test_a_request_uri_that_is_none_of_ours(uri: str, status: int) -> None:
    """16.3 step 2; RFC 4475 3.1.2.7, 3.1.2.11, 3.3.2, 3.3.3; RFC 5118 4.2."""
    message = read(request(callee="sip:bob@example.com", uri=uri))
    assert refused(message).status == status
    with pytest.raises(MalformedMessage):
        assert message.parsed_uri


def test_tel_and_sips_request_uris_are_ours() -> None:
    assert read(request(uri="tel:+43-664-1")).parsed_uri.user_unescaped == "+436641"
    assert read(request(uri="sips:bob@b")).parsed_uri.scheme == "sips"


def test_no_reason_repeats_what_the_peer_wrote() -> None:
    """What is sent back in a status line is ours."""
    for message in (with_value("To", '"evil'), with_value("Via", "evil"), read(request(uri="evil:x"))):
        assert "evil" not in refused(message).reason
