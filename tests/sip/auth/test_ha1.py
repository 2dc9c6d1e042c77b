"""HA1 and responses against published examples, and one written by another program."""

import pytest

from sip.auth.ha1 import Algorithm, ha1, request_digest

RFC_7616 = {
    "method": "GET",
    "uri": "/dir/index.html",
    "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
    "nc": "00000001",
    "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    "qop": "auth",
}


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        (Algorithm.MD5, "8ca523f5e9506fed4657c9700eebdbec"),
        (Algorithm.SHA256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_rfc_7616_come_out(algorithm: Algorithm, response: str) -> None:
    """RFC 7616 3.9.1."""
    secret = ha1("Mufasa", "http-auth@example.org", "Circle of Life", algorithm)
    assert request_digest(algorithm, secret, **RFC_7616) == response


def test_the_example_of_rfc_2617_comes_out() -> None:
    """RFC 2617 3.5."""
    secret = ha1("Mufasa", "testrealm@host.com", "Circle Of Life", Algorithm.MD5)
    assert secret == "939e7578ed9e3c518a452acee763bce9"
    response = request_digest(
        Algorithm.MD5,
        secret,
        method="GET",
        uri="/dir/index.html",
        nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
        nc="00000001",
        cnonce="0a4f113b",
        qop="auth",
    )
    assert response == "6629fae49393a05397450978507c4ef1"


def test_without_qop_count_and_cnonce_do_not_matter() -> None:
    """RFC 7616 3.4.1, the form of RFC 2069."""
    secret = ha1("Mufasa", "testrealm@host.com", "Circle Of Life", Algorithm.MD5)
    nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"
    responses = {
        request_digest(
            Algorithm.MD5, secret, method="GET", uri="/dir/index.html", nonce=nonce, nc=nc, cnonce=cnonce, qop=None
        )
        for nc, cnonce in (("", ""), ("00000001", "0a4f113b"))
    }
    assert responses == {"670fd8c2df070c60b045671b8b24ff02"}


def test_what_sipp_computes_is_what_we_compute() -> None:
    """Credentials recorded from SIPp 3.6.1."""
    response = request_digest(
        Algorithm.MD5,
        ha1("alice", "ex.com", "secret", Algorithm.MD5),
        method="REGISTER",
        uri="sip:127.0.0.1:25060",
        nonce="abc-_DEF",
        nc="00000001",
        cnonce="6b8b4567",
        qop="auth",
    )
    assert response == "6f943d2cbce479d4105395184edcaa1a"


def test_names_and_passwords_are_hashed_as_utf_8() -> None:
    """RFC 7616 3.9.2 asks for UTF-8; ``surrogateescape`` brings other octets through."""
    assert ha1("jürgen", "r", "grün", Algorithm.MD5) == ha1(
        "jürgen".encode().decode("utf-8", "surrogateescape"), "r", "grün", Algorithm.MD5
    )
    assert ha1("j\udcfcrgen", "r", "p", Algorithm.MD5) != ha1("jürgen", "r", "p", Algorithm.MD5)
