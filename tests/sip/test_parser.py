"""sip/parser: from the bytes of one datagram to a message, or to one error with what can be answered."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.errors import MalformedMessage
from sip.message import Request, Response
from sip.parser import Limits, UnreadableMessage, parse, read_what_is_there
from tests.messages import answer, request

INVITE = request(extra=["Contact: <sip:alice@192.0.2.1>", "X-Weird: ;;,,;"], body="v=0\r\n").encode()
RINGING = answer(INVITE, 180, "Ringing").encode()


def parsed_request(text: str | bytes) -> Request:
    message = parse(text if isinstance(text, bytes) else text.encode("latin-1"))
    assert isinstance(message, Request)
    return message


def parsed_response(data: bytes) -> Response:
    message = parse(data)
    assert isinstance(message, Response)
    return message


def refusal(data: str | bytes, limits: Limits | None = None) -> UnreadableMessage:
    data = data if isinstance(data, bytes) else data.encode("latin-1")
    with pytest.raises(UnreadableMessage) as raised:
        parse(data, limits or Limits())
    return raised.value


def with_line(line: str) -> str:
    """An OPTIONS with one more header field line in the middle."""
    return request("OPTIONS", extra=[line])


def test_a_request_in_its_parts() -> None:
    message = parsed_request(INVITE)
    assert (message.method, message.uri, message.body) == ("INVITE", "sip:431700@sip.example", b"v=0\r\n")
    assert message.lines == INVITE.decode().split("\r\n\r\n")[0].split("\r\n")[1:]
    assert message.fields["via"] == [0]
    assert message.fields["x-weird"] == [7]


def test_a_response_in_its_parts() -> None:
    message = parsed_response(RINGING)
    assert (message.status, message.reason) == (180, "Ringing")
    assert message.cseq.method == "INVITE"


@pytest.mark.parametrize("start", ["SIP/2.0 100 ", "SIP/2.0 100"])
def test_an_empty_reason_phrase_is_fine(start: str) -> None:
    """RFC 4475 3.1.1.13; some leave the space out too."""
    message = parsed_response(RINGING.replace(b"SIP/2.0 180 Ringing", start.encode()))
    assert (message.status, message.reason) == (100, "")


def test_a_reason_phrase_may_hold_any_text() -> None:
    """RFC 4475 3.1.1.12."""
    phrase = "= 2**3 * 5**2 но сто".encode()
    message = parsed_response(RINGING.replace(b"Ringing", phrase))
    assert message.reason.encode("latin-1") == phrase


@pytest.mark.parametrize("version", ["SIP/2.0", "sip/2.0", "Sip/2.0"])
def test_the_case_of_the_version_does_not_matter(version: str) -> None:
    """7.1."""
    assert parsed_request(INVITE.replace(b" SIP/2.0\r\n", f" {version}\r\n".encode(), 1)).method == "INVITE"
    assert parsed_response(RINGING.replace(b"SIP/2.0 180", f"{version} 180".encode(), 1)).status == 180


def test_another_version_is_not_supported() -> None:
    """RFC 4475 3.1.2.16."""
    problem = refusal(INVITE.replace(b" SIP/2.0\r\n", b" SIP/7.0\r\n", 1))
    assert problem.status == 505
    assert problem.request is not None
    assert problem.request.call_id == "call-1"


def test_any_token_is_a_method_and_case_matters() -> None:
    """7.1, RFC 4475 3.1.1.5."""
    assert parsed_request(request("RE%47IST%45R")).method == "RE%47IST%45R"
    assert parsed_request(request("invite")).method == "invite"


@pytest.mark.parametrize(
    "start",
    [
        "INVITE  sip:bob@b SIP/2.0",
        "INVITE sip:bob@b  SIP/2.0",
        "INVITE sip:bob@b SIP/2.0 ",
        "INVITE sip:bob@b; lr SIP/2.0",
        "INVITE <sip:bob@b> x SIP/2.0",
        "INV@TE sip:bob@b SIP/2.0",
        "INVITE\tsip:bob@b\tSIP/2.0",
        "INVITE SIP/2.0",
        "INVITE  SIP/2.0",
        "INVITE sip:bob@b\r\n SIP/2.0",
        "INVITE sip:bob@b SIP/2.0\r\n ",
    ],
)
def test_a_malformed_request_line_is_refused(start: str) -> None:
    """RFC 4475 3.1.2.8-3.1.2.10."""
    problem = refusal(INVITE.replace(b"INVITE sip:431700@sip.example SIP/2.0", start.encode(), 1))
    assert problem.status == 400


@pytest.mark.parametrize(
    "start",
    [
        "SIP/2.0 4294967301 Big",
        "SIP/2.0 99 Low",
        "SIP/2.0 700 High",
        "SIP/2.0 2_0 x",
        "SIP/2.0 +20 x",
        "SIP/2.0  200 x",
        "SIP/2.0 ²²² x",
        "SIP/2.0 ",
        "SIP/2.0 20 0",
        "SIP/2.0 0200 x",
    ],
)
def test_a_malformed_status_line_is_refused_and_not_answered(start: str) -> None:
    """RFC 4475 3.1.2.19."""
    assert refusal(RINGING.replace(b"SIP/2.0 180 Ringing", start.encode("latin-1"))).request is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"\r\n",
        b"\x00",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x00\x01\x00\x00!\x12\xa4B" + bytes(12),
        b"\r",
        b"\n\r\n\r\n",
        b":\r\n\r\n",
        b"SIP/2.0\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
    ],
)
def test_keep_alives_and_noise_want_no_answer(data: bytes) -> None:
    """RFC 5626 3.5.1: STUN and CRLF come to the same port."""
    assert refusal(data).request is None


def test_line_ends_before_the_start_line_are_skipped() -> None:
    """7.5."""
    assert parsed_request(b"\r\n\r\n\r\n" + INVITE).lines == parsed_request(INVITE).lines


def test_every_spelling_of_a_name_leads_to_the_same_field() -> None:
    """7.3.1, 7.3.3."""
    message = parsed_request(
        "OPTIONS sip:b SIP/2.0\r\nv: a\r\nVIA\t : b\r\nvIa:c\r\nV :\r\n d\r\n"
        "i:\t1 \r\nX-Unknown: e\r\nx-uNKNOWN :f\r\n\r\n"
    )
    assert message.values("via") == ["a", "b", "c", "d"]
    assert message.values("call-id") == ["1"]
    assert message.values("x-unknown") == ["e", "f"]


def test_a_folded_field_is_one_line_and_keeps_its_fold() -> None:
    """7.3.1."""
    message = parsed_request(with_line("Subject: one\r\n two\r\n\tthree"))
    assert message.lines[6] == "Subject: one\r\n two\r\n\tthree"
    assert message.value("subject") == "one two three"
    assert message.fields["content-length"] == [7]


@pytest.mark.parametrize("octet", [o for o in range(256) if o not in b"\r\n"])
def test_only_white_space_may_stand_between_a_name_and_its_colon(octet: int) -> None:
    """CVE-2020-28361, CVE-2016-9938: no octet may let a name pass here that the next hop takes for another."""
    line = f"P-Asserted-Identity{chr(octet)}: <sip:boss@example.com>"
    token = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~"
    if chr(octet) in " \t:":
        assert parsed_request(with_line(line)).has("p-asserted-identity")
    elif chr(octet) in token:
        assert parsed_request(with_line(line)).has(f"p-asserted-identity{chr(octet).lower()}")
    else:
        assert refusal(with_line(line)).status == 400


@pytest.mark.parametrize(
    "line", [": value", "no colon", "Via", "To", "a b: c", "P-Asserted-\r\n Identity: x", "t@g: x"]
)
def test_a_line_without_a_proper_name_is_refused(line: str) -> None:
    assert refusal(with_line(f"X: y\r\n{line}\r\nZ: y")).status == 400


@pytest.mark.parametrize("end", ["\n", "\r", "\n\r", "\r\r\n", "\n\n"])
def test_stray_line_ends_in_the_head_are_refused(end: str) -> None:
    problem = refusal(with_line(f"Subject: a{end}P-Asserted-Identity: <sip:boss@example.com>"))
    assert problem.status == 400
    assert problem.request is not None
    assert not problem.request.has("subject"), "an answer must not carry them on"


@pytest.mark.parametrize("octet", [0x00, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0xA0])
def test_octets_that_python_takes_for_white_space_or_line_ends_are_data(octet: int) -> None:
    character = chr(octet)
    message = parsed_request(with_line(f"Subject: {character}a{character}P-Asserted-Identity: x{character}"))
    assert message.value("subject") == f"{character}a{character}P-Asserted-Identity: x{character}"
    assert not message.has("p-asserted-identity")


@pytest.mark.parametrize(
    "text", ["-999", "+5", "", "5 5", "5, 5", "0x5", "5_0", "\xb2", "5\x0b", "5\xa0", "9" * 11, "9" * 5000]
)
def test_a_content_length_that_is_no_number_is_refused(text: str) -> None:
    """RFC 4475 3.1.2.3; CVE-2026-23457, GHSA-j5j8-rhcm-7fp9."""
    problem = refusal(INVITE.decode().replace("Content-Length: 5", f"Content-Length: {text}"))
    assert problem.status == 400
    assert problem.request is not None


@pytest.mark.parametrize("length", ["6", "9999", "4294967328"])
def test_a_body_shorter_than_announced_is_refused(length: str) -> None:
    """18.3, RFC 4475 3.1.2.2."""
    assert refusal(INVITE.decode().replace("Content-Length: 5", f"Content-Length: {length}")).status == 400


def test_octets_behind_the_announced_body_are_dropped() -> None:
    """18.3, RFC 4475 3.1.1.8."""
    assert parsed_request(INVITE + INVITE).body == b"v=0\r\n"
    assert parsed_request(INVITE.replace(b"Content-Length: 5", b"l:\r\n 0003")).body == b"v=0"


def test_without_a_content_length_the_datagram_is_the_body() -> None:
    """18.3, RFC 4475 3.4.1."""
    assert parsed_request(INVITE.replace(b"Content-Length: 5\r\n", b"")).body == b"v=0\r\n"


def test_two_content_lengths_must_agree() -> None:
    """RFC 4475 3.3.9."""
    assert parsed_request(INVITE.replace(b"Content-Length: 5", b"Content-Length: 5\r\nl: 05")).body == b"v=0\r\n"
    assert refusal(INVITE.replace(b"Content-Length: 5", b"Content-Length: 5\r\nl: 3")).status == 400
    assert refusal(INVITE.replace(b"Content-Length: 5", b"Content-Length: 5\r\nl: x")).status == 400


def test_a_body_is_not_looked_at() -> None:
    body = bytes(range(256)) + b"\r\n\r\nVia: x\r\n"
    data = INVITE.replace(b"Content-Length: 5", f"Content-Length: {len(body)}".encode()).replace(b"v=0\r\n", body)
    assert parsed_request(data).body == body


def test_the_head_must_end_with_an_empty_line() -> None:
    problem = refusal(INVITE.split(b"\r\n\r\n")[0])
    assert problem.status == 400
    assert problem.request is not None
    assert problem.request.value("via") == parsed_request(INVITE).value("via")
    assert not problem.request.has("content-length"), "a line that was cut cannot be trusted"


def test_limits_are_refused_with_513_and_can_be_answered() -> None:
    long = INVITE.replace(b"call-1", b"c" * 40000)
    many = INVITE.replace(b"X-Weird: ;;,,;\r\n", b"Accept: a\r\n" * 300)
    assert refusal(long).status == refusal(many).status == 513
    for problem in (refusal(long), refusal(many), refusal(INVITE, Limits(message=len(INVITE) - 1))):
        assert problem.status == 513
        assert problem.request is not None
        assert problem.request.has("via")
    assert parse(INVITE, Limits(message=len(INVITE))).body == b"v=0\r\n"


def test_what_can_be_answered_holds_only_clean_lines() -> None:
    problem = refusal("OPTIONS  sip:b SIP/2.0\r\nv: a\r\nTo\x01: x\r\nFrom: b\nVia: c\r\nbad\r\ni: d\r\n e\r\n\r\nbody")
    assert problem.request is not None
    assert problem.request.lines == ["v: a", "i: d\r\n e"]
    assert problem.request.fields == {"via": [0], "call-id": [1]}
    assert (problem.request.method, problem.request.uri, problem.request.body) == ("OPTIONS", "sip:b", b"")


@pytest.mark.parametrize("data", [INVITE, RINGING])
def test_every_prefix_is_read_or_refused(data: bytes) -> None:
    complete = data.index(b"\r\n\r\n") + 4 + len(parse(data).body)
    for length in range(len(data)):
        if length < complete:
            refusal(data[:length])
    assert parse(data).lines


@given(st.data())
def test_any_change_of_an_octet_is_read_or_refused(data: st.DataObject) -> None:
    message = bytearray(data.draw(st.sampled_from([INVITE, RINGING])))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(message) - 1))
        message[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        read = parse(bytes(message))
    except UnreadableMessage as problem:
        rest = problem.request.lines if problem.request else []
    else:
        rest = read.lines
    assert not any("\n" in line.replace("\r\n ", "").replace("\r\n\t", "") for line in rest)


@given(st.binary(max_size=300))
def test_any_octets_are_read_or_refused(data: bytes) -> None:
    for octets in (data, b"INVITE sip:a SIP/2.0\r\n" + data, b"SIP/2.0 200 OK\r\n" + data + b"\r\n\r\n"):
        try:
            parse(octets)
        except MalformedMessage as problem:
            assert problem.status in (400, 505, 513)  # noqa: PT017


def test_a_message_of_nothing_but_header_fields_is_read_in_linear_time() -> None:
    """Hash flooding and quadratic joins: the limits come first."""
    data = b"OPTIONS sip:a SIP/2.0\r\n" + b"A: b\r\n" * 10000 + b"\r\n"
    before = time.perf_counter()
    assert refusal(data).status == 513
    assert time.perf_counter() - before < 0.2


@pytest.mark.parametrize(
    ("start", "method", "uri"),
    [
        ("INVITE  sip:b SIP/2.0", "INVITE", "sip:b"),
        ("INVITE\t sip:b; lr \tSIP/2.0 \t", "INVITE", "sip:b; lr"),
        ("INV@TE sip:b SIP/2.0", "INV@TE", "sip:b"),
        ("INVITE sip:bSIP/7.0", "INVITE", "sip:b"),
        ("INVITE  SIP/2.0", "INVITE", ""),
        ("INVITE sip:b/SIP/2.0 sip/2.0", "INVITE", "sip:b/SIP/2.0"),
    ],
)
def test_a_start_line_with_any_white_space_in_it_can_be_answered(start: str, method: str, uri: str) -> None:
    read = read_what_is_there(f"{start}\r\nVia: a\r\n\r\n".encode())
    assert read is not None
    assert (read.method, read.uri, read.values("via")) == (method, uri, ["a"])


@pytest.mark.parametrize(
    "start",
    ["", " ", "INVITE", "SIP/2.0", "A SIP/2.", "A /2.0", "A IP/2.0", "ASIP/2.0", "SIP/2.0 SIP/2.0", "A b\rc SIP/2.0"],
)
def test_what_does_not_end_in_a_version_is_no_request(start: str) -> None:
    assert read_what_is_there(f"{start}\r\nVia: a\r\n\r\n".encode()) is None


def test_white_space_without_end_is_looked_at_once() -> None:
    """65535 octets would take days if each division of them were tried."""
    assert read_what_is_there(b"A" + b" " * 65000 + b"x\r\n") is None
    assert (
        read_what_is_there(b"A" + b" " * 30000 + b"x" + b" " * 30000 + b"SIP/2.0" + b" " * 5000 + b"\r\n") is not None
    )
