"""Which ``uri`` a digest may have (R1.3)."""

import pytest

from sip.addressing import LocalAddresses, Transport, listener
from sip.auth.digest_uri import DigestUriPolicy, fits

LOCAL = LocalAddresses(
    [
        listener(Transport.UDP, "127.0.0.1", 5070),
        listener(Transport.UDP, "2001:db8::1", 5060),
        listener(Transport.UDP, "192.0.2.1", 5060, "proxy.example"),
    ]
)
CALL = "sip:431700@sip.example"


@pytest.mark.parametrize("policy", DigestUriPolicy)
def test_the_request_uri_itself_always_fits(policy: DigestUriPolicy) -> None:
    assert fits(policy, CALL, CALL, LOCAL)
    assert fits(policy, "tel:+431700", "tel:+431700", LOCAL)


@pytest.mark.parametrize("policy", [DigestUriPolicy.EXACT, DigestUriPolicy.HOST])
@pytest.mark.parametrize("written", ["sip:431700@SIP.example", "SIP:431700@sip.example", "sip:%34%331700@sip.example"])
def test_an_equivalent_uri_is_exact(policy: DigestUriPolicy, written: str) -> None:
    """RFC 3261 22.4, 19.1.4."""
    assert fits(policy, written, CALL, LOCAL)


@pytest.mark.parametrize(
    ("written", "request_uri"),
    [
        ("sip:sip.example", CALL),
        ("sip.example", CALL),
        ("sip:sip.example:5060", CALL),
        ("sip.example:5060", CALL),
        ("sip:sip.example", "sip:431700@sip.example:5080"),
        ("sip:sip.example:5080", "sip:431700@sip.example:5080"),
        ("sip:sip.example;transport=tcp", CALL),
        ("sips:sip.example:5061", "sips:431700@sip.example"),
        ("sip:[2001:DB8::2]", "sip:431700@[2001:db8::2]"),
        ("sip:127.0.0.1:5070", CALL),
        ("127.0.0.1:5070", "sip:sip.example"),
        ("sip:[2001:db8::1]:5060", CALL),
        ("sip:proxy.example", CALL),
        ("sip:proxy.example", "tel:+431700"),
    ],
)
def test_the_host_alone_fits_unless_the_policy_is_exact(written: str, request_uri: str) -> None:
    """R1.3; the address of one of our listeners names us as well: SIPp writes whom it sends to."""
    assert fits(DigestUriPolicy.HOST, written, request_uri, LOCAL)
    assert not fits(DigestUriPolicy.EXACT, written, request_uri, LOCAL)


@pytest.mark.parametrize(
    "written",
    [
        "sip:431701@sip.example",
        "sip:431701@127.0.0.1:5070",
        "sip:@sip.example",
        "sip:other.example",
        "sip:sip.example:5061",
        "sip:127.0.0.1:5060",
        "sip:127.0.0.1",
        "*",
        "",
        "sip:",
        "tel:+431700",
        "/dir/index.html",
        "sip:sip.example\n",
        "\x00",
        "é",
        "sip:sip.example:99999999999",
    ],
)
def test_anything_else_fits_only_when_the_policy_is_any(written: str) -> None:
    """R1.3."""
    assert not fits(DigestUriPolicy.HOST, written, CALL, LOCAL)
    assert not fits(DigestUriPolicy.EXACT, written, CALL, LOCAL)
    assert fits(DigestUriPolicy.ANY, written, CALL, LOCAL)
