"""Nonces nobody has to remember, and replay."""

from itertools import count

import pytest

from sip.auth.nonce import SALT_OCTETS, NonceCounts, Nonces, Verdict

KEY = b"a key of sixteen octets or more."
NOW = 1_700_000_000.0
REALM = "sip.example"
salts = (number.to_bytes(SALT_OCTETS) for number in count(1))


@pytest.fixture
def nonces() -> Nonces:
    return Nonces(KEY, lifetime=300)


def test_a_nonce_is_valid_for_its_lifetime_and_stale_after_it(nonces: Nonces) -> None:
    nonce = nonces.mint(REALM, next(salts), NOW)
    assert nonces.verify(nonce, REALM, NOW) is Verdict.VALID
    assert nonces.verify(nonce, REALM, NOW + 299.9) is Verdict.VALID
    assert nonces.verify(nonce, REALM, NOW + 300) is Verdict.STALE
    assert nonces.verify(nonce, REALM, NOW + 10**9) is Verdict.STALE


@pytest.mark.parametrize("fraction", [number / 997 for number in range(0, 997, 53)])
def test_a_nonce_is_valid_at_the_very_moment_it_is_made(nonces: Nonces, fraction: float) -> None:
    assert nonces.verify(nonces.mint(REALM, next(salts), NOW + fraction), REALM, NOW + fraction) is Verdict.VALID


def test_a_nonce_from_before_the_clock_was_set_back_is_stale(nonces: Nonces) -> None:
    assert nonces.verify(nonces.mint(REALM, next(salts), NOW), REALM, NOW - 1) is Verdict.STALE


def test_any_changed_character_makes_a_forgery(nonces: Nonces) -> None:
    nonce = nonces.mint(REALM, next(salts), NOW)
    for at, character in enumerate(nonce):
        other = "A" if character != "A" else "B"
        assert nonces.verify(nonce[:at] + other + nonce[at + 1 :], REALM, NOW) is Verdict.FORGED


def test_another_key_or_another_realm_makes_a_forgery(nonces: Nonces) -> None:
    nonce = nonces.mint(REALM, next(salts), NOW)
    assert Nonces(b"b" * 32, 300).verify(nonce, REALM, NOW) is Verdict.FORGED
    assert nonces.verify(nonce, "other.example", NOW) is Verdict.FORGED


@pytest.mark.parametrize(
    "text", ["", "n", "A" * 39, "A" * 40, "A" * 41, "é" * 40, "A" * 39 + "\n", "=" * 40, "A" * 65_000]
)
def test_junk_is_a_forgery(nonces: Nonces, text: str) -> None:
    assert nonces.verify(text, REALM, NOW) is Verdict.FORGED


def test_nothing_may_stand_around_a_nonce(nonces: Nonces) -> None:
    nonce = nonces.mint(REALM, next(salts), NOW)
    for changed in (f" {nonce}", f"{nonce} ", f"{nonce}=", f"{nonce}\n"):
        assert nonces.verify(changed, REALM, NOW) is Verdict.FORGED


def test_every_salt_makes_another_nonce(nonces: Nonces) -> None:
    assert len({nonces.mint(REALM, next(salts), NOW) for _ in range(1000)}) == 1000


def test_a_count_must_grow(nonces: Nonces) -> None:
    """RFC 7616 3.4: the same count is a replay, and so is a lower one; a gap is none."""
    counts = NonceCounts(300, started=NOW)
    nonce = nonces.mint(REALM, next(salts), NOW + 1)
    verdicts = [counts.accept(nonce, nc, NOW + 2) for nc in (1, 1, 2, 5, 3, 5, 6)]
    assert verdicts == [True, False, True, True, False, False, True]


def test_each_nonce_counts_for_itself(nonces: Nonces) -> None:
    counts = NonceCounts(300, started=NOW)
    assert all(counts.accept(nonces.mint(REALM, next(salts), NOW), 1, NOW) for _ in range(100))


def test_a_used_count_is_remembered_as_long_as_the_nonce_is_valid(nonces: Nonces) -> None:
    """Whatever else happens meanwhile, and whenever in a generation it was first used."""
    for first_use in (0, 150, 299, 301, 450):
        counts = NonceCounts(300, started=NOW)
        nonce = nonces.mint(REALM, next(salts), NOW + first_use)
        assert counts.accept(nonce, 1, NOW + first_use)
        for later in range(0, 300, 10):
            assert counts.accept(nonces.mint(REALM, next(salts), NOW + first_use + later), 1, NOW + first_use + later)
            assert not counts.accept(nonce, 1, NOW + first_use + later)


def test_what_nobody_needs_any_more_is_forgotten(nonces: Nonces) -> None:
    counts = NonceCounts(300, started=NOW)
    for second in range(3000):
        assert counts.accept(nonces.mint(REALM, next(salts), NOW + second), 1, NOW + second)
    assert len(counts) <= 600


def test_memory_is_bounded_and_what_had_to_be_forgotten_cannot_be_replayed(nonces: Nonces) -> None:
    counts = NonceCounts(300, started=NOW, capacity=10)
    used = []
    for step in range(100):
        now = NOW + step / 100
        used.append(nonces.mint(REALM, next(salts), now))
        assert counts.accept(used[-1], 1, now)
        assert len(counts) <= 20
    assert not any(counts.accept(nonce, 1, NOW + 1) for nonce in used)


def test_a_nonce_made_before_the_start_is_not_trusted(nonces: Nonces) -> None:
    """Another process may have seen it used."""
    counts = NonceCounts(300, started=NOW)
    assert not counts.accept(nonces.mint(REALM, next(salts), NOW - 0.01), 1, NOW)


def test_a_clock_set_back_locks_nobody_out_for_long(nonces: Nonces) -> None:
    """Until what was used before is forgotten, a client may be told once more that its nonce is stale."""
    counts = NonceCounts(300, started=NOW, capacity=2)
    for step in range(20):
        assert counts.accept(nonces.mint(REALM, next(salts), NOW + step), 1, NOW + step)
    back = NOW - 86400
    accepted = [
        counts.accept(nonces.mint(REALM, next(salts), back + step), 1, back + step + 0.01) for step in range(20)
    ]
    assert accepted[4:] == [True] * 16
