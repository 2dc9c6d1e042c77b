"""Judging credentials: one device that does it right, and everything that can be wrong with it."""

from collections.abc import Sequence
from itertools import count

import pytest

from sip.addressing import LocalAddresses
from sip.auth import digest
from sip.auth.answer import answer, choose
from sip.auth.digest import (
    Authenticated,
    Failed,
    Failure,
    Malformed,
    NoCredentials,
    Outcome,
    Stale,
    Verifier,
    challenges,
)
from sip.auth.digest_uri import DigestUriPolicy
from sip.auth.ha1 import Algorithm, ha1
from sip.auth.nonce import SALT_OCTETS, NonceCounts, Nonces

NOW = 1_700_000_000.0
REALM = "sip.example"
URI = "sip:431700@sip.example"
BOTH = (Algorithm.SHA256, Algorithm.MD5)
NONCES = Nonces(b"a key of sixteen octets or more.", lifetime=300)
PASSWORDS = {"alice": "secret", "bob": "hidden"}
salts = (number.to_bytes(SALT_OCTETS) for number in count(1))


def secrets(user: str, algorithm: Algorithm) -> str | None:
    password = PASSWORDS.get(user)
    return None if password is None else ha1(user, REALM, password, algorithm)


@pytest.fixture
def verifier() -> Verifier:
    return Verifier(NONCES, NonceCounts(300, started=NOW), DigestUriPolicy.HOST, LocalAddresses(()))


def respond(
    algorithm: Algorithm = Algorithm.SHA256,
    *,
    nonce: str | None = None,
    user: str = "alice",
    password: str = "secret",
    method: str = "INVITE",
    uri: str = URI,
    nc: int = 1,
) -> str:
    """What a proper device sends after our challenge."""
    if nonce is None:
        nonce = NONCES.mint(REALM, next(salts), NOW)
    challenge = choose(challenges(REALM, nonce, (algorithm,)))
    assert challenge is not None
    return answer(challenge, method=method, uri=uri, user=user, password=password, cnonce="c1", nc=nc)


def judge(
    verifier: Verifier,
    *values: str,
    method: str = "INVITE",
    uri: str = URI,
    algorithms: Sequence[Algorithm] = BOTH,
    now: float = NOW + 1,
) -> Outcome:
    return verifier.verify(
        values, method=method, request_uri=uri, realm=REALM, algorithms=algorithms, secrets=secrets, now=now
    )


def test_a_challenge_per_algorithm_the_strongest_first() -> None:
    """RFC 8760 2.3, 2.6: qop is always there; never Basic."""
    assert challenges(REALM, "n", BOTH) == (
        'Digest realm="sip.example", nonce="n", algorithm=SHA-256, qop="auth"',
        'Digest realm="sip.example", nonce="n", algorithm=MD5, qop="auth"',
    )
    assert challenges(REALM, "n", (Algorithm.MD5,), stale=True) == (
        'Digest realm="sip.example", nonce="n", algorithm=MD5, qop="auth", stale=true',
    )


@pytest.mark.parametrize("algorithm", Algorithm)
def test_the_right_password_authenticates(verifier: Verifier, algorithm: Algorithm) -> None:
    assert judge(verifier, respond(algorithm)) == Authenticated("alice")


def test_without_a_word_about_the_algorithm_it_is_md5(verifier: Verifier) -> None:
    """RFC 7616 3.4."""
    assert judge(verifier, respond(Algorithm.MD5).replace(", algorithm=MD5", "")) == Authenticated("alice")
    assert judge(verifier, respond(Algorithm.SHA256).replace(", algorithm=SHA-256", "")) == Failed(
        "alice", Failure.RESPONSE
    )


def test_quoted_qop_and_algorithm_are_understood(verifier: Verifier) -> None:
    value = respond().replace("qop=auth", 'qop="auth"').replace("algorithm=SHA-256", 'algorithm="sha-256"')
    assert judge(verifier, value) == Authenticated("alice")


def test_no_credentials_for_our_realm(verifier: Verifier) -> None:
    assert judge(verifier) == NoCredentials()
    assert judge(verifier, "Basic YWxpY2U6c2VjcmV0") == NoCredentials(), "RFC 3261 22.1: never accepted"
    assert judge(verifier, respond().replace("sip.example", "other.example")) == NoCredentials()


def test_a_wrong_password_and_an_unknown_user_both_fail(verifier: Verifier) -> None:
    assert judge(verifier, respond(password="guess")) == Failed("alice", Failure.RESPONSE)
    assert judge(verifier, respond(user="eve", password="guess")) == Failed("eve", Failure.USER)
    assert judge(verifier, respond(user="", password="")) == Failed("", Failure.USER)


def test_what_an_unknown_user_is_compared_with_opens_no_door(verifier: Verifier) -> None:
    """The dummy HA1 can be computed by anyone."""
    nonce = NONCES.mint("", next(salts), NOW)
    challenge = choose(challenges("", nonce, BOTH))
    assert challenge is not None
    value = answer(challenge, method="INVITE", uri=URI, user="", password="", cnonce="c")
    outcome = verifier.verify(
        [value], method="INVITE", request_uri=URI, realm="", algorithms=BOTH, secrets=lambda *_: None, now=NOW
    )
    assert outcome == Failed("", Failure.USER)


def test_an_unknown_user_costs_the_same_hashes(verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Algorithm] = []

    def counted(algorithm: Algorithm, secret: str, **rest: str) -> str:
        made.append(algorithm)
        assert len(secret) == (64 if algorithm is Algorithm.SHA256 else 32)
        return "0"

    monkeypatch.setattr(digest, "request_digest", counted)
    for algorithm in Algorithm:
        judge(verifier, respond(algorithm))
        judge(verifier, respond(algorithm, user="eve"))
    assert made == [Algorithm.SHA256] * 2 + [Algorithm.MD5] * 2


def test_a_user_without_a_secret_for_the_algorithm_cannot_use_it() -> None:
    verifier = Verifier(NONCES, NonceCounts(300, started=NOW), DigestUriPolicy.HOST, LocalAddresses(()))
    for nothing in (None, ""):
        outcome = verifier.verify(
            [respond()],
            method="INVITE",
            request_uri=URI,
            realm=REALM,
            algorithms=BOTH,
            secrets=lambda *_, nothing=nothing: nothing,
            now=NOW,
        )
        assert outcome == Failed("alice", Failure.USER)


def test_an_algorithm_that_was_not_offered_fails(verifier: Verifier) -> None:
    """RFC 8760 2.1: no falling back."""
    assert judge(verifier, respond(Algorithm.MD5), algorithms=(Algorithm.SHA256,)) == Failed("alice", Failure.ALGORITHM)
    without = respond(Algorithm.MD5).replace(", algorithm=MD5", "")
    assert judge(verifier, without, algorithms=(Algorithm.SHA256,)) == Failed("alice", Failure.ALGORITHM)


@pytest.mark.parametrize("algorithm", ["SHA-512-256", "MD5-sess", "", "none", "MD4", "mdé5"])
def test_an_unknown_algorithm_is_not_taken_for_md5(verifier: Verifier, algorithm: str) -> None:
    """RFC 8760 2.1. Empty is as if it were not there."""
    value = respond(Algorithm.MD5).replace("algorithm=MD5", f'algorithm="{algorithm}"')
    expected = Failed("alice", Failure.ALGORITHM) if algorithm else Authenticated("alice")
    assert judge(verifier, value) == expected


def test_credentials_without_qop_are_refused(verifier: Verifier) -> None:
    """RFC 8760 2.6: we offered it, so leaving it out is a downgrade."""
    challenge = choose([challenges(REALM, NONCES.mint(REALM, next(salts), NOW), BOTH)[0].replace(', qop="auth"', "")])
    assert challenge is not None
    value = answer(challenge, method="INVITE", uri=URI, user="alice", password="secret", cnonce="c")
    assert "qop" not in value
    assert judge(verifier, value) == Failed("alice", Failure.QOP)
    assert judge(verifier, respond().replace("qop=auth", "qop=auth-int")) == Failed("alice", Failure.QOP)


def test_credentials_are_good_for_one_method_only(verifier: Verifier) -> None:
    assert judge(verifier, respond(method="REGISTER")) == Failed("alice", Failure.RESPONSE)
    assert judge(verifier, respond(method="REGISTER"), method="REGISTER") == Authenticated("alice")


def test_credentials_are_good_for_one_uri_only(verifier: Verifier) -> None:
    """R1.3, RFC 3261 22.4."""
    assert judge(verifier, respond(uri="sip:other@sip.example")) == Failed("alice", Failure.URI)
    assert judge(verifier, respond(uri="sip:sip.example")) == Authenticated("alice")
    changed = respond().replace(f'uri="{URI}"', 'uri="sip:sip.example"')
    assert judge(verifier, changed) == Failed("alice", Failure.RESPONSE)


def test_an_old_nonce_with_the_right_response_is_stale_and_nobodys_fault(verifier: Verifier) -> None:
    """RFC 7616 3.3: but only who knows the password is told so."""
    assert judge(verifier, respond(), now=NOW + 301) == Stale("alice")
    assert judge(verifier, respond(password="guess"), now=NOW + 301) == Failed("alice", Failure.RESPONSE)
    assert judge(verifier, respond(user="eve"), now=NOW + 301) == Failed("eve", Failure.USER)


@pytest.mark.parametrize("nonce", ["", "deadbeef", "A" * 40, NONCES.mint("other.example", bytes(9), NOW)])
def test_a_forged_nonce_fails(verifier: Verifier, nonce: str) -> None:
    """RFC 7616 5.10."""
    assert judge(verifier, respond(nonce=nonce)) == Failed("alice", Failure.NONCE)


def test_a_replayed_count_is_stale(verifier: Verifier) -> None:
    """RFC 7616 3.4: the same or a lower count has been seen before."""
    nonce = NONCES.mint(REALM, next(salts), NOW)
    outcomes = [judge(verifier, respond(nonce=nonce, nc=nc)) for nc in (1, 1, 2, 10, 3, 11)]
    yes, no = Authenticated("alice"), Stale("alice")
    assert outcomes == [yes, no, yes, yes, no, yes]


def test_a_wrong_response_uses_up_no_count(verifier: Verifier) -> None:
    nonce = NONCES.mint(REALM, next(salts), NOW)
    assert judge(verifier, respond(nonce=nonce, nc=0xFFFFFFFF, password="guess")) == Failed("alice", Failure.RESPONSE)
    assert judge(verifier, respond(nonce=nonce)) == Authenticated("alice")


def test_two_credentials_for_our_realm_are_refused_even_when_one_is_right(verifier: Verifier) -> None:
    assert isinstance(judge(verifier, respond(), respond(user="bob", password="hidden")), Malformed)


def test_credentials_for_other_realms_may_stand_beside_ours(verifier: Verifier) -> None:
    other = respond().replace('realm="sip.example"', 'realm="other.example"')
    assert judge(verifier, other, respond()) == Authenticated("alice")


@pytest.mark.parametrize("response", ["", "0", "é" * 64, "0" * 65_000, "\x00" * 64])
def test_no_response_is_too_odd_to_be_compared(verifier: Verifier, response: str) -> None:
    value = respond()
    right = value.split('response="')[1].split('"')[0]
    assert judge(verifier, value.replace(right, response)) == Failed("alice", Failure.RESPONSE)


def test_a_response_in_capitals_is_another_text(verifier: Verifier) -> None:
    """RFC 7616 3.4: LHEX has lower-case letters."""
    value = respond()
    right = value.split('response="')[1].split('"')[0]
    assert judge(verifier, value.replace(right, right.upper())) == Failed("alice", Failure.RESPONSE)


@pytest.mark.parametrize("algorithm", Algorithm)
def test_every_prefix_of_valid_credentials_has_an_answer(verifier: Verifier, algorithm: Algorithm) -> None:
    """And none but the whole is good for anything."""
    value = respond(algorithm)
    for length in range(len(value)):
        outcome = judge(verifier, value[:length])
        assert isinstance(outcome, Failed | NoCredentials | Malformed), value[:length]
    assert judge(verifier, value) == Authenticated("alice")


def test_every_suffix_and_every_missing_piece_has_an_answer(verifier: Verifier) -> None:
    value = respond(nonce=NONCES.mint(REALM, next(salts), NOW))
    for at in range(1, len(value)):
        assert isinstance(judge(verifier, value[at:]), NoCredentials)
    for at in range(len(value) - 4):
        outcome = judge(verifier, value[:at] + value[at + 4 :])
        assert isinstance(outcome, Failed | NoCredentials | Malformed), at


def test_every_octet_in_every_place_has_an_answer(verifier: Verifier) -> None:
    """A flipped octet is answered; where it is only white space or letter case, it can still be right."""
    value = respond()
    for at in range(len(value)):
        for octet in "\x00\t \n\"',;=\\<@%\x7f\x85\xa0\xff":
            outcome = judge(verifier, value[:at] + octet + value[at + 1 :])
            assert isinstance(outcome, Authenticated | Stale | Failed | NoCredentials | Malformed)
