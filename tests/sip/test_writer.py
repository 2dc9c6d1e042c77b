"""sip/writer: what nobody edits leaves as it came; what is edited is edited once and whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.errors import MalformedMessage
from sip.headers import display
from sip.parser import parse
from sip.writer import Draft
from tests.messages import answer, request

ODD = (
    "INVITE sip:bob@b SIP/2.0\r\n"
    "v:  SIP  / 2.0  / TCP  a ;\r\n  branch = z9hG4bK1  ,\r\n SIP/2.0/UDP b\r\n"
    "TO :\r\n sip:bob@b ;   tag    = 1\r\n"
    "From: \"Кто, \\\" это\" <sip:a@b>\r\n"
    "X-Unknown: \x00\x85\xa0;;,,\r\n"
    "MaX-fOrWaRdS: 0068\r\n"
    "v: SIP/2.0/UDP c\r\n"
    "P-Asserted-Identity : <sip:boss@b>\r\n"
    "p-aSSERTED-iDENTITY: <tel:+1>\r\n"
    "l: 3\r\n\r\n\x00\r\n"
).encode()  # fmt: skip


def draft(data: bytes | str = ODD) -> Draft:
    return Draft(parse(data if isinstance(data, bytes) else data.encode("latin-1")))


def lines(edited: Draft) -> list[str]:
    return edited.to_bytes().decode("latin-1").split("\r\n\r\n")[0].split("\r\n")


def small(*extra: str) -> str:
    return "\r\n".join(["OPTIONS sip:b SIP/2.0", *extra, "", ""])


def test_without_edits_the_bytes_are_those_received() -> None:
    assert draft().to_bytes() == ODD


@given(st.lists(st.sampled_from(ODD.split(b"\r\n\r\n")[0].split(b"\r\n")[6:])), st.binary(max_size=50))
def test_whatever_arrives_leaves_alike(received: list[bytes], body: bytes) -> None:
    data = b"\r\n".join([b"OPTIONS sip:b SIP/2.0", *received, b"", b""]).replace(b"l: 3\r\n", b"") + body
    assert draft(data).to_bytes() == data


def test_a_response_keeps_its_reason_phrase() -> None:
    """RFC 4475 3.1.1.12."""
    data = answer(request(), 200, "но сто".encode().decode("latin-1")).encode("latin-1")
    assert draft(data).to_bytes() == data
    assert draft(answer(request(), 100, "")).start_line == "SIP/2.0 100 "


def test_octets_behind_the_body_do_not_leave() -> None:
    """18.3."""
    assert draft(ODD + b"INVITE smuggled").to_bytes() == ODD


def test_a_new_start_line_takes_the_place_of_the_old() -> None:
    edited = draft(small("A: 1"))
    edited.start_line = "OPTIONS sip:c SIP/2.0"
    assert edited.to_bytes() == b"OPTIONS sip:c SIP/2.0\r\nA: 1\r\n\r\n"


def test_the_line_prepended_last_stands_on_top_and_appended_ones_below() -> None:
    edited = draft(small("A: 1"))
    edited.prepend("Record-Route: r")
    edited.prepend("Via: v")
    edited.append("B: 2")
    edited.append("C: 3")
    assert lines(edited)[1:] == ["Via: v", "Record-Route: r", "A: 1", "B: 2", "C: 3"]


def test_removal_finds_every_spelling() -> None:
    """CVE-2020-28361."""
    edited = draft()
    edited.remove("p-asserted-identity")
    assert b"boss" not in edited.to_bytes()
    assert b"tel:" not in edited.to_bytes()
    assert edited.to_bytes().count(b"\r\n") == ODD.count(b"\r\n") - 2


def test_removing_what_is_not_there_changes_nothing() -> None:
    edited = draft()
    edited.remove("route")
    edited.remove_first_value("route")
    assert edited.to_bytes() == ODD


def test_the_first_of_several_values_in_one_field_is_removed() -> None:
    edited = draft()
    edited.remove_first_value("via")
    assert lines(edited)[1] == "v: SIP/2.0/UDP b"
    edited.remove_first_value("via")
    assert lines(edited)[1] == "TO :"
    edited.remove_first_value("via")
    assert b"SIP/2.0/UDP c" not in edited.to_bytes()
    edited.remove_first_value("via")
    assert parse(edited.to_bytes()).values("via") == []


def test_what_follows_a_removed_value_keeps_octets_that_python_takes_for_white_space() -> None:
    edited = draft(small("X-A: a, \x85\xa0b"))
    edited.remove_first_value("x-a")
    assert lines(edited)[1:] == ["X-A: \x85\xa0b"]


def test_a_comma_inside_brackets_does_not_end_the_first_value() -> None:
    edited = draft(small('Route: "a,b" <sip:x,y@c;lr>, <sip:d;lr>'))
    edited.remove_first_value("route")
    assert lines(edited)[1:] == ["Route: <sip:d;lr>"]


def test_a_first_value_that_cannot_be_told_from_the_next_is_malformed() -> None:
    edited = draft(small('Route: "a, <sip:d;lr>'))
    with pytest.raises(MalformedMessage):
        edited.remove_first_value("route")


def test_a_replaced_value_keeps_place_and_spelling_and_drops_the_others() -> None:
    edited = draft()
    edited.replace("max-forwards", "67")
    edited.replace("via", "SIP/2.0/UDP z")
    assert lines(edited)[1] == "v: SIP/2.0/UDP z"
    assert "MaX-fOrWaRdS: 67" in lines(edited)
    assert parse(edited.to_bytes()).values("via") == ["SIP/2.0/UDP z"]


def test_replacing_what_is_not_there_appends_it() -> None:
    edited = draft(small("A: 1"))
    edited.replace("max-forwards", "70")
    edited.replace("x-account", "5")
    assert lines(edited)[1:] == ["A: 1", "Max-Forwards: 70", "X-Account: 5"]


def test_a_field_removed_and_then_replaced_is_appended() -> None:
    edited = draft(small("Max-Forwards: 1", "A: 1"))
    edited.remove("max-forwards")
    edited.replace("max-forwards", "70")
    assert lines(edited)[1:] == ["A: 1", "Max-Forwards: 70"]


def test_two_drafts_of_one_message_do_not_meet() -> None:
    message = parse(ODD)
    one, other = Draft(message), Draft(message)
    one.remove("via")
    one.replace("max-forwards", "1")
    assert other.to_bytes() == ODD
    assert message.values("max-forwards") == ["0068"]


@pytest.mark.parametrize("text", ["a\r\nX-Inj: 1", "a\nX-Inj: 1", "a\rX-Inj: 1", "a\r\n\r\nbody"])
def test_a_line_end_in_a_new_line_is_our_own_bug_and_loud(text: str) -> None:
    """Unescaped user parts and configured texts must not become header fields."""
    for edit in (lambda d: d.prepend(f"A: {text}"), lambda d: d.append(f"A: {text}"), lambda d: d.replace("via", text)):
        edited = draft()
        with pytest.raises(ValueError):
            edit(edited)
    edited = draft()
    edited.start_line = f"INVITE sip:{text} SIP/2.0"
    with pytest.raises(ValueError):
        edited.to_bytes()


def test_a_folded_line_may_be_added() -> None:
    edited = draft(small())
    edited.append("Route: <sip:a>,\r\n <sip:b>")
    assert parse(edited.to_bytes()).value("route") == "<sip:a>, <sip:b>"


@given(st.sampled_from(["max-forwards", "route", "x-a"]), st.text(st.characters(min_codepoint=32, max_codepoint=255)))
def test_a_value_written_is_the_value_read(name: str, value: str) -> None:
    edited = draft(small("A: 1"))
    edited.replace(name, value)
    assert parse(edited.to_bytes()).value(name) == value.strip(" \t")
    assert lines(edited)[-1] == f"{display(name)}: {value}"
