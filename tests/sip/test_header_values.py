"""sip/header_values: Via, addresses, CSeq, lists and credentials."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.errors import MalformedMessage
from sip.header_values import (
    STAR,
    CSeq,
    NameAddr,
    Via,
    parse_auth_parameters,
    parse_contacts,
    parse_cseq,
    parse_name_addr,
    parse_via,
    parse_vias,
    quote,
    split_values,
    usual_address,
    usual_cseq,
    usual_via,
    with_uri,
    write_parameters,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TOKENS = st.text(LETTERS + LETTERS.upper() + "0123456789-.!%*_+`'~", min_size=1, max_size=12)
NAMES = TOKENS.map(str.lower)
OCTETS = st.text(st.characters(max_codepoint=255), max_size=20)
PARAMETERS = st.dictionaries(NAMES, st.none() | TOKENS | OCTETS, max_size=4)
HOSTS = st.text(LETTERS + "0123456789-", min_size=1, max_size=10) | st.ip_addresses().map(str)
VIAS = st.builds(
    Via,
    transport=TOKENS.map(str.upper),
    host=HOSTS,
    port=st.none() | st.integers(min_value=1, max_value=65535),
    parameters=PARAMETERS.filter(lambda parameters: parameters.get("branch") != ""),
    text=st.just(""),
)
ADDRESSES = st.builds(
    NameAddr,
    display=st.none() | OCTETS,
    uri=st.just("sip:alice;x=1@example.com;lr?a=b") | st.just("isbn:2983792873"),
    parameters=PARAMETERS,
)


@given(PARAMETERS)
def test_parameters_written_are_the_parameters_read(parameters: dict[str, str | None]) -> None:
    assert parse_name_addr(f"<sip:x>{write_parameters(parameters)}").parameters == parameters


@given(VIAS)
def test_a_via_written_is_the_via_read(via: Via) -> None:
    via.text = str(via)
    assert parse_via(str(via)) == via


@given(ADDRESSES)
def test_an_address_written_is_the_address_read(address: NameAddr) -> None:
    assert parse_name_addr(str(address)) == address


@given(st.lists(ADDRESSES, max_size=4))
def test_a_list_written_is_the_list_read(addresses: list[NameAddr]) -> None:
    value = ", ".join(str(address) for address in addresses)
    assert [parse_name_addr(element) for element in split_values(value)] == addresses


@given(st.integers(min_value=0, max_value=2**32 - 1), TOKENS)
def test_a_cseq_written_is_the_cseq_read(number: int, method: str) -> None:
    """8.1.1.5."""
    assert parse_cseq(f"{number} {method}") == CSeq(number, method)


@given(VIAS)
def test_white_space_around_a_via_makes_no_difference(via: Via) -> None:
    """What the quick expression reads, the complete one reads alike."""
    assert parse_via(str(via)) == parse_via(f" {via} ")


@given(ADDRESSES)
def test_white_space_around_an_address_makes_no_difference(address: NameAddr) -> None:
    """What the quick expression reads, the complete one reads alike."""
    assert parse_name_addr(str(address)) == parse_name_addr(f" {address} ")


@pytest.mark.parametrize("read", [parse_via, parse_vias, parse_name_addr, parse_cseq, split_values])
@given(text=OCTETS | OCTETS.map('SIP/2.0/UDP a;"{}'.format) | OCTETS.map('"a" <sip:{}>;,b'.format))
def test_any_text_is_read_or_malformed(read: Callable[[str], object], text: str) -> None:
    with suppress(MalformedMessage):
        assert read(text) is not None


def test_a_via_in_its_parts() -> None:
    text = "SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK1;rport"
    assert parse_via(text) == Via("UDP", "192.0.2.1", 5062, {"branch": "z9hG4bK1", "rport": None}, text)
    assert parse_via(text).branch == "z9hG4bK1"


def test_a_via_with_all_the_white_space_that_the_grammar_allows() -> None:
    """RFC 4475 3.1.1.1."""
    value = 'SIP  / 2.0  / tcp     Spindle.example.com : 5070  ; Branch  =   z9hG4bK9ikj8 ; x = "a,b" , SIP/2.0/UDP b'
    via = parse_via(value)
    assert (via.transport, via.host, via.port) == ("TCP", "spindle.example.com", 5070)
    assert via.parameters == {"branch": "z9hG4bK9ikj8", "x": "a,b"}
    assert [via.host for via in parse_vias(value)] == ["spindle.example.com", "b"]


def test_a_via_keeps_the_text_of_its_own_element() -> None:
    first, second = parse_vias("SIP/2.0/TCP a;branch=z9hG4bKa , SIP/2.0/UDP b ;rport")
    assert (first.text, second.text) == ("SIP/2.0/TCP a;branch=z9hG4bKa", "SIP/2.0/UDP b ;rport")


@pytest.mark.parametrize("received", ["2001:db8::9:255", "[2001:db8::9:255]", "2001:db8:::192.0.2.1"])
def test_received_may_be_ipv6_with_and_without_brackets(received: str) -> None:
    """RFC 5118 4.5, 4.10."""
    via = parse_via(f"SIP/2.0/UDP [2001:db8::9:1]:5060;received={received};branch=z9hG4bKas3")
    assert (via.host, via.port, via.parameters["received"]) == ("2001:db8::9:1", 5060, received)


def test_a_third_colon_in_sent_by_is_tolerated() -> None:
    """RFC 5118 4.10."""
    assert parse_via("SIP/2.0/UDP [2001:db8:::1];branch=z9hG4bKa").host == "2001:db8::1"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "SIP/2.0/UDP",
        "SIP/2.0/UDP ",
        "SIP/2.0/UDP ;branch=z9hG4bKa",
        "SIP/2.0 UDP a",
        "SIP/3.0/UDP a",
        "SIP/2.0/UDP a:",
        "SIP/2.0/UDP a:x",
        "SIP/2.0/UDP a:0",
        "SIP/2.0/UDP a:65536",
        "SIP/2.0/UDP a:+5060",
        "SIP/2.0/UDP a:\uff16",
        "SIP/2.0/UDP [::g]",
        "SIP/2.0/UDP [1::2::3]",
        "SIP/2.0/UDP a b",
        "SIP/2.0/UDP a;branch=",
        "SIP/2.0/UDP a;branch=x;branch=y",
        "SIP/2.0/UDP a;branch=x;Branch=y",
        'SIP/2.0/UDP a;x="unterminated',
        "SIP/2.0/UDP 192.0.2.15;;,;,,",
        "SIP/2.0/UDP a;",
        "SIP/2.0/UDP a\x0b",
        "SIP/2.0/UDP a;x=<y>",
    ],
)
def test_a_malformed_via_is_refused(value: str) -> None:
    """RFC 4475 3.1.2.1, CVE-2018-16657."""
    with pytest.raises(MalformedMessage) as refusal:
        parse_via(value)
    assert refusal.value.status == 400
    with pytest.raises(MalformedMessage):
        parse_vias(value)


@pytest.mark.parametrize("value", ["SIP/2.0/UDP a,", "SIP/2.0/UDP a,,SIP/2.0/UDP b", "SIP/2.0/UDP a,b"])
def test_only_the_whole_stack_shows_what_is_wrong_below_the_top(value: str) -> None:
    assert parse_via(value).host == "a"
    with pytest.raises(MalformedMessage):
        parse_vias(value)


@pytest.mark.parametrize(
    ("value", "display", "uri", "parameters"),
    [
        ("<sip:a@b>", None, "sip:a@b", {}),
        ("sip:a@b;tag=1", None, "sip:a@b", {"tag": "1"}),
        ("sip:a@b ;   tag    = 1", None, "sip:a@b", {"tag": "1"}),
        ("caller<sip:a@b>;tag=323", "caller", "sip:a@b", {"tag": "323"}),
        ("A. Bell <sip:a@b>;TAG=Ab", "A. Bell", "sip:a@b", {"tag": "Ab"}),
        (
            '"Bell, \\"A\\" \\\\" <sip:a@b;x?y=z>;tag=1;q="1;2"',
            'Bell, "A" \\',
            "sip:a@b;x?y=z",
            {"tag": "1", "q": "1;2"},
        ),
        ('"" <sip:a@b>', "", "sip:a@b", {}),
        ("Jörg <sip:a@b>", "Jörg", "sip:a@b", {}),
        ('"<sip:x@y>"<sip:a@b>', "<sip:x@y>", "sip:a@b", {}),
        ("<name:John_Smith>", None, "name:John_Smith", {}),
        ("sip:+1972@gw1.example.net;unknownparam", None, "sip:+1972@gw1.example.net", {"unknownparam": None}),
        ("<sip:+1972@gw1.example.net;unknownparam>", None, "sip:+1972@gw1.example.net;unknownparam", {}),
        ('<sip:a@b>;+sip.instance="<urn:uuid:1>"', None, "sip:a@b", {"+sip.instance": "<urn:uuid:1>"}),
        ("<sip:a@b>;empty=", None, "sip:a@b", {"empty": ""}),
    ],
)
def test_addresses_as_they_are_written(
    value: str, display: str | None, uri: str, parameters: dict[str, str | None]
) -> None:
    """20.10; RFC 4475 3.1.1.1, 3.1.1.2, 3.1.1.6, 3.3.4, 3.3.12, 3.3.13."""
    assert parse_name_addr(value) == NameAddr(display, uri, parameters)
    assert parse_name_addr(value).tag == parameters.get("tag")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "alice",
        "<>",
        "<sip:a@b",
        "sip:a@b>",
        "Bell, Alexander <sip:a@b>;tag=43",
        '"Mr. J. User <sip:a@b>',
        '"Watson" < sip:a@b >',
        "<sip:a@b> x",
        "<sip:a@b>;",
        "<sip:a@b>;;tag=1",
        "<sip:a@b>;tag=1;tag=2",
        "<sip:a@b>;tag=1;TAG=2",
        '<sip:a@b>;x="y',
        "<sip:a@b>, <sip:c@d>",
        "sip:a@b?Route=%3Csip:c%3E",
        "sip:a@b,c",
        "<sip:a\x00@b>",
        "<sip:a b@c>",
        "sip:x@y <sip:a@b>",
        "<<sip:a@b>>",
    ],
)
def test_a_malformed_address_is_refused(value: str) -> None:
    """20.10; RFC 4475 3.1.2.1, 3.1.2.6, 3.1.2.13-3.1.2.15."""
    with pytest.raises(MalformedMessage):
        parse_name_addr(value)


def test_contacts_of_several_fields_are_one_list() -> None:
    contacts = parse_contacts(['"Bell, A" <sip:a@b>;q=0.5, sip:c@d', "<sip:e@f,g>"])
    assert contacts is not STAR
    assert [contact.uri for contact in contacts] == ["sip:a@b", "sip:c@d", "sip:e@f,g"]
    assert parse_contacts([]) == []


def test_a_star_stands_alone() -> None:
    """10.2.2."""
    assert parse_contacts(["*"]) is STAR
    for values in (["*", "<sip:a@b>"], ["*, <sip:a@b>"], ["*", "*"], ["*;expires=0"]):
        with pytest.raises(MalformedMessage):
            parse_contacts(values)


@pytest.mark.parametrize("values", [["<sip:a@b>,"], [",<sip:a@b>"], ["<sip:a@b>,,<sip:c@d>"], ['"Joe" <sip:a@b>;;;;']])
def test_empty_elements_of_a_contact_list_are_refused(values: list[str]) -> None:
    """RFC 4475 3.1.2.1."""
    with pytest.raises(MalformedMessage):
        parse_contacts(values)


@pytest.mark.parametrize(
    ("value", "elements"),
    [
        ("", []),
        ("  ", []),
        ("a", ["a"]),
        ("a,b ,\tc", ["a", "b", "c"]),
        ('"a,b" <sip:c,d>, e', ['"a,b" <sip:c,d>', "e"]),
        (r'"\",", b', [r'"\","', "b"]),
        ("a,,b,", ["a", "", "b", ""]),
        ('"a",', ['"a"', ""]),
    ],
)
def test_commas_in_quotes_and_brackets_are_data(value: str, elements: list[str]) -> None:
    """7.3.1."""
    assert split_values(value) == elements


@pytest.mark.parametrize("value", ['a, "b', "a, <b", 'a, "b\\"'])
def test_an_unbalanced_list_is_refused(value: str) -> None:
    with pytest.raises(MalformedMessage):
        split_values(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1",
        "INVITE",
        "1INVITE",
        "-1 INVITE",
        "+1 INVITE",
        "1 INVITE x",
        "1 IN@",
        "4294967296 INVITE",
        "36893488147419103232 REGISTER",
        "1_0 INVITE",
        "\uff11 INVITE",
        "1\x0bINVITE",
        f"{'1' * 5000} A",
    ],
)
def test_a_malformed_cseq_is_refused(value: str) -> None:
    """RFC 4475 3.1.2.4; Python's int() would take some of these."""
    with pytest.raises(MalformedMessage):
        parse_cseq(value)


def test_leading_zeros_of_a_cseq_do_not_count() -> None:
    """RFC 4475 3.1.1.1."""
    assert parse_cseq("0009   INVITE") == CSeq(9, "INVITE")


def test_credentials_in_their_parts() -> None:
    value = 'Digest username="a\\b, c", REALM="x",uri=sip:d@e;f=g , nc=00000001,qop=auth, opaque=""'
    expected = {
        "username": "a\\b, c",
        "realm": "x",
        "uri": "sip:d@e;f=g",
        "nc": "00000001",
        "qop": "auth",
        "opaque": "",
    }
    assert parse_auth_parameters(value) == ("digest", expected)


def test_a_scheme_may_stand_alone() -> None:
    """CVE-2023-28098."""
    assert parse_auth_parameters("Digest") == ("digest", {})
    assert parse_auth_parameters("Digest   ") == ("digest", {})


@pytest.mark.parametrize(
    "value",
    [
        "",
        '"x"',
        "Digest x",
        "Digest x=",
        "Digest =x",
        'Digest x="',
        'Digest x="a" y="b"',
        "Digest x=a,,y=b",
        "Digest x=a,",
        "Digest ,x=a",
        "Digest x=a,X=b",
        "Digest x=a b",
    ],
)
def test_malformed_credentials_are_refused(value: str) -> None:
    with pytest.raises(MalformedMessage):
        parse_auth_parameters(value)


def test_every_prefix_of_credentials_is_read_or_refused() -> None:
    """CVE-2023-28098."""
    value = 'Digest username="bob",realm="example.com",nonce="n\\"",uri="sip:example.com",response="0",nc=00000001'
    read = {0: False}
    for length in range(1, len(value) + 1):
        try:
            parse_auth_parameters(value[:length])
            read[length] = True
        except MalformedMessage:
            read[length] = False
    assert read[len(value)]
    assert not read[value.index('",realm')]


def test_text_is_quoted_so_that_it_cannot_end_early() -> None:
    assert quote('a "b" \\') == r'"a \"b\" \\"'


@given(VIAS)
def test_the_short_way_reads_a_via_as_the_long_one_or_leaves_it(via: Via) -> None:
    for text in (str(via), f"Via: {via}, SIP/2.0/UDP other"):
        short = usual_via(text, text.find("SIP/") - 1 if text.startswith("Via") else 0)
        assert short is None or short == parse_via(str(via))


@pytest.mark.parametrize(
    "tail", ["", ";branch=z9hG4bKa", ";branch=a;rport", ";branch=a;rport=5", ";branch=a;rportx", ";rport;branch=a;x=y"]
)
def test_the_short_way_knows_the_usual_vias(tail: str) -> None:
    text = f"SIP/2.0/UDP 192.0.2.1:5060{tail}"
    assert usual_via(text) == parse_via(text)
    assert usual_via(f"v: {text},SIP/2.0/UDP x", 2) == parse_via(text)


@pytest.mark.parametrize(
    "tail", [";branch=", ";branch=a b", ";BRANCH=a", ' ;branch="a"', ";branch=a\r\n ;rport", "\r\n"]
)
def test_the_short_way_leaves_an_unusual_via(tail: str) -> None:
    assert usual_via(f"SIP/2.0/UDP 192.0.2.1{tail}") is None


@pytest.mark.parametrize(
    "text",
    [
        "<sip:a@x>",
        "<sip:a@x>;tag=1",
        '"A, <B>" <sip:a@x;p>;tag=1;x=y',
        "<sip:a@x>;tag",
        "<sip:a@x>;tag=1;tagx=2",
        '"" <tel:+43>;q=0.5',
    ],
)
def test_the_short_way_knows_the_usual_addresses(text: str) -> None:
    long_way = parse_name_addr(f"  {text}")
    assert usual_address(text) == usual_address(f"From: {text}", 5) == long_way


@pytest.mark.parametrize(
    "text",
    ["sip:a@x", '"a\r\n b" <sip:a@x>', "A <sip:a@x>", "<sip:a@x>,<sip:b@x>", "<sip:a@x>;tag=", "<sip:a@x> ;tag=1"],
)
def test_the_short_way_leaves_an_unusual_address(text: str) -> None:
    assert usual_address(text) is None


def test_the_short_way_knows_the_usual_cseq() -> None:
    assert usual_cseq("CSeq: 4711 INVITE", 5) == CSeq(4711, "INVITE")
    assert usual_cseq("CSeq: 4711  INVITE", 5) is None
    assert usual_cseq("CSeq: 4294967296 INVITE", 5) is None


@pytest.mark.parametrize(
    ("value", "changed"),
    [
        ("<sip:a@b>;tag=1", "<sip:c@d>;tag=1"),
        ('"sip:a@b" <sip:a@b> ;tag=sip:a@b', '"sip:a@b" <sip:c@d> ;tag=sip:a@b'),
        (r'"\"<sip:a@b>" <sip:a@b>', r'"\"<sip:a@b>" <sip:c@d>'),
        ("A B <sip:a@b>", "A B <sip:c@d>"),
        ("sip:a@b;tag=1", "sip:c@d;tag=1"),
    ],
)
def test_only_the_uri_of_an_address_is_exchanged(value: str, changed: str) -> None:
    assert with_uri(value, "sip:c@d") == changed


def test_a_uri_that_needs_brackets_gets_them() -> None:
    """20.10: what follows a bare URI would be parameters of the header field."""
    assert with_uri("sip:a@b;tag=1", "sip:c;tag=2@d") == "<sip:c;tag=2@d>;tag=1"


def test_no_address_has_no_uri_to_exchange() -> None:
    with pytest.raises(MalformedMessage):
        with_uri("a b", "sip:c@d")
