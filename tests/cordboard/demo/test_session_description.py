"""RFC 3264 without media."""

import pytest

from cordboard.demo.session_description import answer, offer

SOFTPHONE = "\r\n".join(
    (
        "v=0",
        "o=- 3725 3725 IN IP4 192.0.2.1",
        "s=call",
        "c=IN IP4 192.0.2.1",
        "t=0 0",
        "m=audio 4000 RTP/AVP 96 8 0 101",
        "a=sendrecv",
        "m=video 4002 RTP/AVP 97",
        "m=audio 4004/2 RTP/AVP 0",
        "",
    )
)


def media(description: str) -> list[str]:
    return [line for line in description.split("\r\n") if line.startswith(("m=", "a="))]


def test_an_offer_has_one_silent_audio_stream():
    assert media(offer("127.0.0.1")) == ["m=audio 9 RTP/AVP 0 8", "a=inactive"]
    assert offer("127.0.0.1").endswith("\r\n")
    assert "c=IN IP4 127.0.0.1" in offer("127.0.0.1")


def test_the_answer_has_as_many_streams_as_the_offer_and_takes_the_first_plain_audio():
    """RFC 3264 6: same number and order; refused is port 0."""
    assert media(answer(SOFTPHONE, "127.0.0.1")) == [
        "m=audio 9 RTP/AVP 8",
        "a=inactive",
        "m=video 0 RTP/AVP 97",
        "m=audio 0 RTP/AVP 0",
    ]


@pytest.mark.parametrize("stream", ["m=audio 4000 RTP/SAVP 0", "m=audio 4000 RTP/AVP 96", "m=message 5 TCP/MSRP *"])
def test_what_cannot_be_agreed_is_refused(stream):
    kind, _, rest = stream.split(" ", 2)
    assert media(answer(f"v=0\r\n{stream}\r\n", "127.0.0.1")) == [f"{kind} 0 {rest}"]


def test_we_agree_with_ourselves():
    assert media(answer(offer("127.0.0.2"), "127.0.0.1")) == ["m=audio 9 RTP/AVP 0", "a=inactive"]
