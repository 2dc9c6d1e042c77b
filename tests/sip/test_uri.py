"""sip/uri: reading, writing and comparing SIP, SIPS and tel URIs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sip.errors import MalformedUri
from sip.uri import Uri, equal, escape_user, parse_uri, read_ipv6, unescape

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMES = st.text(LETTERS + "0123456789-", min_size=1, max_size=12)
HOSTS = (
    st.lists(NAMES, min_size=1, max_size=3).map(".".join)
    | st.ip_addresses(v=4).map(str)
    | st.ip_addresses(v=6).map(str)
)
OCTETS = st.text(st.characters(max_codepoint=255), min_size=1, max_size=20)
PARAMETERS = st.dictionaries(NAMES, st.none() | st.text(LETTERS + "0123456789[]/:&+$.", min_size=1), max_size=4)
SIP_URIS = st.builds(
    Uri,
    scheme=st.sampled_from(["sip", "sips"]),
    user=OCTETS.map(escape_user),
    password=st.none() | st.text(LETTERS + "&=+$,", min_size=1),
    host=HOSTS,
    port=st.none() | st.integers(min_value=1, max_value=65535),
    parameters=PARAMETERS,
    headers=st.none() | st.just("subject=a%20b&priority=urgent"),
)


@given(SIP_URIS)
def test_a_uri_written_is_the_uri_read(uri: Uri) -> None:
    assert parse_uri(str(uri)) == uri


@given(SIP_URIS)
def test_a_uri_equals_itself_as_written(uri: Uri) -> None:
    assert equal(uri, parse_uri(str(uri)))


@given(OCTETS)
def test_an_escaped_user_unescapes_to_what_it_was(user: str) -> None:
    uri = parse_uri(f"sip:{escape_user(user)}@example.com")
    assert uri.user_unescaped == user
    assert str(uri) == f"sip:{escape_user(user)}@example.com"


@given(st.text(st.characters(max_codepoint=255), max_size=60).map(lambda text: "sip:" + text) | st.text())
def test_any_text_is_a_uri_or_malformed(text: str) -> None:
    try:
        uri = parse_uri(text)
    except MalformedUri:
        return
    assert parse_uri(str(uri)) == uri


def test_all_parts_of_a_sip_uri_are_found() -> None:
    uri = parse_uri("SIP:alice:secret@Example.COM:5070;Transport=TCP;lr?Subject=x&To=y")
    assert uri == Uri("sip", "alice", "secret", "example.com", 5070, {"transport": "TCP", "lr": None}, "Subject=x&To=y")


def test_a_uri_without_user_has_none() -> None:
    assert parse_uri("sips:example.com") == Uri("sips", host="example.com")
    assert parse_uri("sips:example.com").user_unescaped == ""


def test_an_ipv6_host_loses_its_brackets_and_gets_them_back() -> None:
    """RFC 5118 4.4: the port stands outside of the brackets."""
    uri = parse_uri("sip:user@[2001:DB8::10]:5070")
    assert (uri.host, uri.port) == ("2001:db8::10", 5070)
    assert str(uri) == "sip:user@[2001:db8::10]:5070"


def test_a_number_inside_the_brackets_is_no_port() -> None:
    """RFC 5118 4.3."""
    uri = parse_uri("sip:[2001:db8::10:5070]")
    assert (uri.host, uri.port) == ("2001:db8::10:5070", None)


def test_a_third_colon_is_tolerated_and_not_repeated() -> None:
    """RFC 5118 4.10."""
    assert str(parse_uri("sip:user@[2001:db8:::192.0.2.1]")) == "sip:user@[2001:db8::192.0.2.1]"


@pytest.mark.parametrize("text", ["zz", "1::2::3", "1:2", "::1.2.3.4.5", "12345::", ":::1:::", ""])
def test_what_is_no_ipv6_address_is_malformed(text: str) -> None:
    with pytest.raises(MalformedUri):
        read_ipv6(text)


def test_semicolons_and_question_marks_before_the_at_sign_belong_to_the_user() -> None:
    """RFC 4475 3.1.1.9, 3.1.1.2."""
    uri = parse_uri("sip:user;par=u%40example.net@example.com")
    assert (uri.user, uri.user_unescaped, uri.host) == (
        "user;par=u%40example.net",
        "user;par=u@example.net",
        "example.com",
    )
    assert uri.parameters == {}
    weird = (
        "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com"
    )
    assert parse_uri(weird).user == "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
    assert parse_uri(weird).password == "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)"


def test_escapes_are_undone_once() -> None:
    """RFC 4475 3.1.1.3: %25%34%31 is %41, never A."""
    assert parse_uri("sip:sips%3Auser%40example.com@example.net").user_unescaped == "sips:user@example.com"
    assert unescape("v%61lue%25%34%31") == "value%41"


def test_an_escaped_parameter_name_is_that_parameter() -> None:
    """RFC 4475 3.1.1.3: %6C%72 is lr."""
    assert parse_uri("sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v").parameters == {"lr": None, "name": "v"}


def test_an_escaped_nul_or_line_end_is_kept_escaped() -> None:
    """RFC 4475 3.1.1.4, and header injection by %0d%0a."""
    text = "sip:null-%00-bob%0d%0aX-Inj:%201@example.com".replace(":%20", "%3A%20")
    assert str(parse_uri(text)) == text
    assert parse_uri(text).user_unescaped == "null-\0-bob\r\nX-Inj: 1"


def test_escapes_that_are_none_stay() -> None:
    assert unescape("%Z%4%") == "%Z%4%"


def test_service_codes_with_a_bare_hash_are_read() -> None:
    """Not in the grammar, but telephones send them."""
    assert parse_uri("sip:*21*0664#@example.com").user_unescaped == "*21*0664#"
    assert escape_user("*21#") == "*21%23"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sip:",
        "alice",
        "alice@example.com",
        "<sip:user@example.com>",
        " sip:user@example.com",
        "sip:user@example.com ",
        "sip:user@example.com; lr",
        "sip:user@",
        "sip:@example.com",
        "sip::secret@example.com",
        "sip:a@b@c",
        "sip:2001:db8::10",
        "sip:user@[2001:db8::10",
        "sip:user@[]",
        "sip:user@[fe80::1%eth0]",
        "sip:user@[fe80::1%25eth0]",
        "sip:user@example.com:",
        "sip:user@example.com:0",
        "sip:user@example.com:65536",
        "sip:user@example.com:5_0",
        "sip:user@example.com:+50",
        "sip:user@example.com:\uff15\uff10\uff16\uff10",
        "sip:user@exa\x85mple.com",
        "sip:us er@example.com",
        "sip:us\r\ner@example.com",
        "sip:user%4@example.com",
        "sip:user%@example.com",
        "sip:user@example.com;",
        "sip:user@example.com;;lr",
        "sip:user@example.com;=x",
        "sip:user@example.com;transport=",
        "sip:user@example.com;lr;LR",
        "sip:user@example.com;lr;%6Cr",
        "sip:user@example.com?",
        "http://example.com",
        "tel:",
        "tel:+",
        "tel:()",
        "tel:alice",
    ],
)
def test_malformed_uris_are_refused(text: str) -> None:
    with pytest.raises(MalformedUri):
        parse_uri(text)


def test_a_tel_uri_keeps_its_separators_but_dials_without() -> None:
    """RFC 3966 5.1.1."""
    uri = parse_uri("tel:+1-(201).555-0123;phone-context=example.com;ext=22")
    assert (uri.scheme, uri.user, uri.user_unescaped) == ("tel", "+1-(201).555-0123", "+12015550123")
    assert uri.parameters == {"phone-context": "example.com", "ext": "22"}
    assert str(uri) == "tel:+1-(201).555-0123;phone-context=example.com;ext=22"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"),
        ("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"),
        ("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on"),
        (
            "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
            "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
        ),
        (
            "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
            "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
        ),
        ("sip:a@[2001:db8::1]", "sip:a@[2001:DB8:0::0:1]"),
        ("tel:+43-664-1", "tel:+436641"),
    ],
)
def test_equal_uris(one: str, other: str) -> None:
    """The examples of 19.1.4, IPv6 and RFC 3966 4."""
    assert equal(parse_uri(one), parse_uri(other))
    assert equal(parse_uri(other), parse_uri(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"),
        ("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"),
        ("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"),
        ("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"),
        ("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"),
        ("sip:carol@chicago.com", "sips:carol@chicago.com"),
        ("sip:carol@chicago.com", "sip:carol@chicago.com;maddr=192.0.2.1"),
        ("sip:carol:a@chicago.com", "sip:carol@chicago.com"),
        ("sip:a%3Bb@chicago.com", "sip:a;b@chicago.com"),
        ("sip:%00@host5.example.com", "sip:%00%00@host5.example.com"),
        ("sip:a%2541@chicago.com", "sip:a%41@chicago.com"),
        ("tel:+43664", "tel:43664"),
        ("tel:43664;phone-context=a", "tel:43664"),
    ],
)
def test_different_uris(one: str, other: str) -> None:
    """The counter-examples of 19.1.4, and escapes that carry meaning (RFC 4475 3.1.1.4)."""
    assert not equal(parse_uri(one), parse_uri(other))
    assert not equal(parse_uri(other), parse_uri(one))
