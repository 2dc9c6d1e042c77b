"""sip/framing: whole messages out of a stream, however it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.framing import KeepAlive, StreamSplitter, content_length
from sip.parser import Limits, UnreadableMessage, parse
from tests.messages import answer, request

INVITE = request(body="v=0\r\n\r\nInv: 1\r\n", transport="TCP").encode()
RINGING = answer(INVITE, 180, "Ringing").encode()
PING, PONG = KeepAlive.PING, KeepAlive.PONG


def drain(splitter: StreamSplitter) -> list[bytes | KeepAlive]:
    found = []
    while (item := splitter.next()) is not None:
        found.append(item)
    return found


def split(*pieces: bytes, limits: Limits | None = None) -> list[bytes | KeepAlive]:
    splitter = StreamSplitter(limits or Limits())
    found = []
    for piece in pieces:
        splitter.feed(piece)
        found += drain(splitter)
    return found


def refusal(*pieces: bytes, limits: Limits | None = None) -> UnreadableMessage:
    with pytest.raises(UnreadableMessage) as raised:
        split(*pieces, limits=limits)
    return raised.value


def with_length(text: str) -> bytes:
    return INVITE.replace(b"Content-Length: 15", f"Content-Length: {text}".encode("latin-1"))


def test_messages_come_out_whole_and_in_order() -> None:
    assert split(INVITE + RINGING + INVITE) == [INVITE, RINGING, INVITE]


@given(st.lists(st.sampled_from([INVITE, RINGING]), max_size=4), st.data())
def test_it_does_not_matter_where_the_stream_is_cut(messages: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(messages)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert split(*pieces) == messages


def test_octet_by_octet() -> None:
    stream = INVITE + RINGING
    assert split(*(stream[at : at + 1] for at in range(len(stream)))) == [INVITE, RINGING]


def test_pending_says_that_a_message_has_begun() -> None:
    """RFC 4475 3.1.2.2: whoever waits for the rest does so for a bounded time."""
    splitter = StreamSplitter()
    assert splitter.pending == 0
    splitter.feed(INVITE[:-3])
    assert splitter.next() is None
    assert splitter.pending == len(INVITE) - 3
    splitter.feed(INVITE[-3:])
    assert drain(splitter) == [INVITE]
    assert splitter.pending == 0


def test_a_double_line_end_is_a_ping_and_a_single_one_a_pong() -> None:
    """RFC 5626 3.5.1."""
    assert split(b"\r\n\r\n") == [PING]
    assert split(b"\r\n") == [PONG]
    assert split(INVITE + b"\r\n\r\n" + RINGING + b"\r\n" + INVITE) == [INVITE, PING, RINGING, PONG, INVITE]


def test_a_ping_in_two_segments_is_answered() -> None:
    assert split(b"\r\n", b"\r\n") == [PONG, PING]
    assert split(b"\r", b"\n\r", b"\n", INVITE) == [PONG, PING, INVITE]


def test_a_pong_before_a_message_does_not_make_the_next_one_a_ping() -> None:
    assert split(b"\r\n", INVITE, b"\r\n", INVITE[:9], INVITE[9:], b"\r\n") == [PONG, INVITE, PONG, INVITE, PONG]


def test_two_requests_in_one_segment_are_two() -> None:
    """RFC 4475 3.1.1.8 over a stream."""
    first = request("OPTIONS", transport="TCP").encode()
    assert split(first + b"\r\n\r\n" + INVITE) == [first, PING, INVITE]


@pytest.mark.parametrize("line", ["l:15", "L : 015", "CONTENT-LENGTH\t:\r\n 15 \r\n\t", "Content-Length: 15\r\nl: 15"])
def test_every_spelling_of_content_length_counts(line: str) -> None:
    message = INVITE.replace(b"Content-Length: 15", line.encode())
    assert split(message + RINGING) == [message, RINGING]
    assert len(parse(message).body) == 15


@pytest.mark.parametrize(
    "line", ["X-Content-Length: 9", "Content-Length-X: 9", "Subject: a\r\n l: 9", "lx: 9", "x: l: 9"]
)
def test_nothing_else_counts(line: str) -> None:
    message = INVITE.replace(b"Content-Length: 15", line.encode() + b"\r\nContent-Length: 15")
    assert split(message + RINGING) == [message, RINGING]


def test_a_missing_content_length_ends_the_connection_after_an_answer() -> None:
    """18.3: a body could pass for the next request."""
    problem = refusal(INVITE.replace(b"Content-Length: 15\r\n", b""))
    assert problem.status == 400
    assert problem.request is not None
    assert problem.request.call_id == "call-1"


@pytest.mark.parametrize("text", ["-999", "+15", "", "0x15", "1 5", "15, 15", "\xb2", "15\xa0", "9" * 11, "9" * 5000])
def test_a_content_length_that_is_no_number_ends_the_connection(text: str) -> None:
    """RFC 4475 3.1.2.3."""
    problem = refusal(with_length(text))
    assert problem.status == 400
    assert problem.request is not None


def test_content_lengths_that_differ_end_the_connection() -> None:
    """RFC 4475 3.3.9."""
    assert refusal(with_length("15\r\nl: 5")).status == 400
    assert refusal(with_length("15\r\nl: x")).status == 400


@pytest.mark.parametrize("text", ["65536", "2147483648", "4294967328", "9999999999"])
def test_a_length_beyond_the_limit_is_refused_at_once(text: str) -> None:
    """CVE-2026-23457: never wrap, never wait for it, never reserve it."""
    assert refusal(with_length(text)).status == 513


def test_what_came_before_the_error_is_still_handed_out() -> None:
    splitter = StreamSplitter()
    splitter.feed(RINGING + with_length("x"))
    assert splitter.next() == RINGING
    with pytest.raises(UnreadableMessage):
        splitter.next()
    assert splitter.pending == 0


def test_a_head_without_end_is_refused_at_the_limit() -> None:
    limits = Limits(head=1000)
    splitter = StreamSplitter(limits)
    splitter.feed(b"OPTIONS sip:a SIP/2.0\r\nSubject: " + b"a" * 900)
    assert splitter.next() is None
    splitter.feed(b"a" * 200)
    with pytest.raises(UnreadableMessage) as raised:
        splitter.next()
    assert raised.value.status == 513


def test_a_head_that_ends_beyond_the_limit_is_refused() -> None:
    assert refusal(INVITE, limits=Limits(head=100)).status == 513
    assert split(INVITE, limits=Limits(head=INVITE.index(b"\r\n\r\n"), message=len(INVITE))) == [INVITE]
    assert refusal(INVITE, limits=Limits(message=len(INVITE) - 1)).status == 513


@pytest.mark.parametrize(
    "noise", [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\x16\x03\x01\x02\x00" + bytes(40000), b"\n\r\n\r\n"]
)
def test_noise_ends_the_connection_without_an_answer(noise: bytes) -> None:
    assert refusal(noise).request is None


def test_a_long_message_in_small_pieces_takes_linear_time() -> None:
    """A slow sender must not make us search the whole head again for each piece."""
    splitter = StreamSplitter()
    head = b"OPTIONS sip:a SIP/2.0\r\nSubject: " + b"a" * 30000
    for at in range(0, len(head), 100):
        splitter.feed(head[at : at + 100])
        assert splitter.next() is None
        assert splitter.pending - splitter._searched <= 3


@given(st.binary(max_size=200), st.integers(0, 200))
def test_any_octets_are_split_or_refused(data: bytes, cut: int) -> None:
    stream = b"OPTIONS sip:a SIP/2.0\r\nl:" + data + b"\r\n\r\n"
    splitter = StreamSplitter()
    found = b""
    try:
        for piece in (stream[:cut], stream[cut:]):
            splitter.feed(piece)
            for item in drain(splitter):
                found += item if isinstance(item, bytes) else b"\r\n\r\n" if item is PING else b"\r\n"
    except UnreadableMessage as problem:
        assert problem.status in (400, 513)  # noqa: PT017
    else:
        assert len(found) + splitter.pending == len(stream)


@given(st.integers(0, 9_999_999_999))
def test_the_length_written_is_the_length_read(length: int) -> None:
    assert content_length(f"OPTIONS sip:a SIP/2.0\r\nl: {length}".encode()) == length


def test_a_head_without_end_that_is_white_space_is_looked_at_once() -> None:
    """65535 octets would take days if each division of them were tried."""
    splitter = StreamSplitter()
    splitter.feed(b"A" + b" " * 40000 + b"x\r\n")
    with pytest.raises(UnreadableMessage) as raised:
        splitter.next()
    assert (raised.value.status, raised.value.request) == (513, None)
