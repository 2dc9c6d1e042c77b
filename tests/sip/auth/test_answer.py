"""Answering a peer's challenge (R7.2)."""

import pytest

from sip.auth.answer import answer, choose
from sip.auth.ha1 import Algorithm

MD5 = 'Digest realm="carrier.example", nonce="n1", qop="auth", algorithm=MD5'
SHA = 'Digest realm="carrier.example", nonce="n2", qop="auth,auth-int", algorithm=SHA-256, opaque="o", stale=TRUE'


def give(value: str, user: str = "alice", nc: int = 1) -> str | None:
    challenge = choose([value])
    if challenge is None:
        return None
    return answer(challenge, method="INVITE", uri="sip:43@192.0.2.1", user=user, password="secret", cnonce="c", nc=nc)


def test_the_example_of_rfc_7616_is_answered_as_printed() -> None:
    """RFC 7616 3.9.1, SHA-256."""
    challenge = choose(
        [
            'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
            'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
            'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
        ]
    )
    assert challenge is not None
    value = answer(
        challenge,
        method="GET",
        uri="/dir/index.html",
        user="Mufasa",
        password="Circle of Life",
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )
    assert value == (
        'Digest username="Mufasa", realm="http-auth@example.org", '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", uri="/dir/index.html", '
        'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1", algorithm=SHA-256, '
        'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, nc=00000001, '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )


def test_a_peer_without_qop_gets_the_old_form() -> None:
    """RFC 7616 3.4.1, RFC 2617 3.5."""
    challenge = choose(['Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'])
    assert challenge is not None
    value = answer(challenge, method="GET", uri="/dir/index.html", user="Mufasa", password="Circle Of Life", cnonce="c")
    assert value == (
        'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
        'uri="/dir/index.html", response="670fd8c2df070c60b045671b8b24ff02"'
    )


def test_the_first_challenge_that_we_can_do_is_chosen() -> None:
    """RFC 8760 2.4."""
    both = choose([SHA, MD5])
    assert both is not None
    assert (both.algorithm, both.nonce, both.stale) == (Algorithm.SHA256, "n2", True)
    strange = choose([SHA.replace("SHA-256", "SHA-512-256"), "Basic realm=x", "Digest", MD5])
    assert strange is not None
    assert (strange.algorithm, strange.nonce, strange.stale) == (Algorithm.MD5, "n1", False)


def test_only_the_realm_that_the_password_is_for_is_answered() -> None:
    """A peer that passes on somebody else's challenge gets nothing to work on."""
    assert choose([MD5], "carrier.example") is not None
    assert choose([MD5], "other.example") is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Digest",
        "Basic realm=x",
        'Digest realm="r"',
        'Digest nonce="n"',
        'Digest realm="r", nonce="n", algorithm=MD5-sess',
        'Digest realm="r", nonce="n", qop="auth-int"',
        'Digest realm="r", nonce="n", qop=""',
        'Digest realm="r", nonce=n\\',
        'Digest realm="r", nonce="n", realm="s"',
        'Digest realm="r, nonce="n"',
    ],
)
def test_what_cannot_be_answered_is_not_answered(value: str) -> None:
    assert choose([value]) is None


def test_the_count_is_written_with_eight_digits() -> None:
    value = give(MD5, nc=31)
    assert value is not None
    assert value.endswith('cnonce="c", qop=auth, nc=0000001f')


def test_a_user_name_is_quoted_and_written_as_utf_8() -> None:
    value = give(MD5, user='jü"r')
    assert value is not None
    assert value.startswith('Digest username="j\xc3\xbc\\"r", ')
    value.encode("latin-1")


def test_a_realm_in_utf_8_is_hashed_and_echoed_octet_by_octet() -> None:
    challenge = choose(['Digest realm="\xc3\xbc \\"x", nonce="n"'])
    assert challenge is not None
    assert 'realm="\xc3\xbc \\"x"' in answer(
        challenge, method="INVITE", uri="sip:x", user="a", password="p", cnonce="c"
    )
