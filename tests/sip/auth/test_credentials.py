"""Reading credentials, and which of several count."""

import pytest

from sip.auth.credentials import credentials_for, is_digest
from sip.errors import MalformedMessage

REALM = "sip.example"
BASE = 'username="alice", realm="sip.example", nonce="n", uri="sip:sip.example", response="r"'


def test_all_parameters_are_read_in_any_order_and_spelling() -> None:
    value = (
        'DIGEST  NC=0000000a ,qop="auth",cnonce="c, \\"d",Response="r",uri="sip:sip.example;x",'
        'algorithm=md5,nonce="n",REALM="sip.example",username="alice" , opaque="", unknown=1'
    )
    credentials = credentials_for(REALM, [value])
    assert credentials is not None
    assert (credentials.user, credentials.nonce, credentials.uri) == ("alice", "n", "sip:sip.example;x")
    assert (credentials.algorithm, credentials.qop, credentials.count) == ("md5", "auth", 10)
    assert credentials.cnonce == 'c, \\"d', "hashes are made over the text as it was written"


@pytest.mark.parametrize(
    "value", ["", "Basic YWxpY2U6c2VjcmV0", "NoOneKnowsThisScheme opaque-data=here", "Bearer a.b==", "Digesty"]
)
def test_other_schemes_are_no_credentials(value: str) -> None:
    """RFC 4475 3.3.7: they are passed over, whatever they look like."""
    assert not is_digest(value)
    assert credentials_for(REALM, [value]) is None
    assert credentials_for(REALM, [value, f"Digest {BASE}"]) is not None


def test_the_credentials_of_our_realm_are_found_among_others() -> None:
    others = [f"Digest {BASE.replace('sip.example', 'a.example')}", "Basic x", 'Digest realm="b.example"']
    found = credentials_for(REALM, [*others, f"Digest {BASE}"])
    assert found is not None
    assert found.realm == REALM
    assert credentials_for(REALM, others) is None


def test_a_realm_is_compared_letter_by_letter() -> None:
    assert credentials_for("SIP.example", [f"Digest {BASE}"]) is None


def test_two_credentials_for_one_realm_are_refused() -> None:
    with pytest.raises(MalformedMessage, match="Two credentials"):
        credentials_for(REALM, [f"Digest {BASE}", f"Digest {BASE.replace('alice', 'bob')}"])


@pytest.mark.parametrize(
    "value",
    [
        "Digest",
        "Digest ",
        "Digest ,",
        "Digest username",
        'Digest username="alice"',
        'Digest realm="sip.example',
        f"Digest {BASE}, username=bob",
        f"Digest {BASE},",
        f"Digest {BASE}, qop=auth",
        f'Digest {BASE}, qop=auth, nc=1, cnonce="c"',
        f'Digest {BASE}, qop=auth, nc=00000000, cnonce="c"',
        f'Digest {BASE}, qop=auth, nc=+0000001, cnonce="c"',
        f'Digest {BASE}, qop=auth, nc=0000_001, cnonce="c"',
        f'Digest {BASE}, qop=auth, nc=00000001{"0" * 5000}, cnonce="c"',
        f"Digest {BASE}, qop=auth, nc=00000001",
        *(f"Digest {BASE.replace(name, 'x' + name, 1)}" for name in ("username", "realm", "nonce", "uri", "response")),
    ],
)
def test_unreadable_digest_credentials_are_refused(value: str) -> None:
    with pytest.raises(MalformedMessage):
        credentials_for(REALM, [value])
