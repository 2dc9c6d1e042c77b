"""Messages as people see them."""

from itertools import count

from cordboard.demo.ladder import ENGINE, attempts, ladder
from cordboard.demo.trace import Sighting
from sip.parser import parse
from tests.messages import answer, request

_branches = count(1)


class Seen:
    """Sightings, one millisecond after another."""

    def __init__(self) -> None:
        self.sightings: list[Sighting] = []

    def __call__(self, sender: str, receiver: str, text: str) -> str:
        self.sightings.append(Sighting(100 + len(self.sightings) / 1000, sender, receiver, parse(text.encode())))
        return text

    def rungs(self) -> list[str]:
        return [f"{' >> '.join(rung.path)}: {', '.join(rung.messages)}" for rung in ladder(self.sightings)]


def hop(method: str = "INVITE", user: str = "1", cseq: int = 1) -> str:
    return request(method, f"sip:{user}@demo.example", cseq=cseq, branch=f"z9hG4bKladder{next(_branches)}")


def test_what_the_engine_passes_on_is_one_rung():
    seen = Seen()
    came = seen("anna", ENGINE, hop(user="06641"))
    sent = seen(ENGINE, "a1", hop(user="+436641"))
    seen(ENGINE, "anna", answer(came, 100))
    seen("a1", ENGINE, answer(sent, 180))
    seen(ENGINE, "anna", answer(came, 180))
    seen("a1", ENGINE, answer(sent, 200))
    seen(ENGINE, "anna", answer(came, 200))
    assert seen.rungs() == [
        "anna >> cordboard >> a1: INVITE 06641 as +436641",
        "cordboard >> anna: 100",
        "a1 >> cordboard >> anna: 180, 200",
    ]


def test_a_failover_shows_every_attempt():
    seen = Seen()
    came = seen("anna", ENGINE, hop())
    first = seen(ENGINE, "b1", hop())
    seen("b1", ENGINE, answer(first, 503, "Service Unavailable"))
    seen(ENGINE, "b1", hop("ACK"))
    second = seen(ENGINE, "w1", hop())
    seen("w1", ENGINE, answer(second, 200))
    seen(ENGINE, "anna", answer(came, 200))
    assert seen.rungs() == [
        "anna >> cordboard >> b1: INVITE 1",
        "b1 >> cordboard: 503 Service Unavailable",
        "cordboard >> b1: ACK",
        "cordboard >> w1: INVITE 1",
        "w1 >> cordboard >> anna: 200",
    ]
    assert [each.receiver for each in attempts(seen.sightings)] == ["b1", "w1"]


def test_a_repetition_says_so_and_is_no_attempt():
    seen = Seen()
    seen("anna", ENGINE, hop())
    sent = seen(ENGINE, "g1", hop())
    seen(ENGINE, "g1", sent)
    assert seen.rungs() == ["anna >> cordboard >> g1: INVITE 1", "cordboard >> g1: INVITE 1 (again)"]
    assert [each.receiver for each in attempts(seen.sightings)] == ["g1"]


def test_a_challenge_and_its_answer_are_two_requests():
    """The one that was challenged went nowhere: the copy belongs to the one with the next CSeq."""
    seen = Seen()
    first = seen("anna", ENGINE, hop(cseq=1))
    seen(ENGINE, "anna", answer(first, 407, "Proxy Authentication Required"))
    seen("anna", ENGINE, hop("ACK", cseq=1))
    seen("anna", ENGINE, hop(cseq=2))
    seen(ENGINE, "a1", hop(cseq=2))
    assert seen.rungs() == [
        "anna >> cordboard: INVITE 1",
        "cordboard >> anna: 407 Proxy Authentication Required",
        "anna >> cordboard: ACK",
        "anna >> cordboard >> a1: INVITE 1",
    ]


def test_a_100_of_the_next_hop_ends_at_the_engine():
    seen = Seen()
    came = seen("anna", ENGINE, hop())
    sent = seen(ENGINE, "a1", hop())
    seen("a1", ENGINE, answer(sent, 100))
    seen(ENGINE, "anna", answer(came, 100))
    assert seen.rungs()[1:] == ["a1 >> cordboard: 100", "cordboard >> anna: 100"]


def test_times_count_from_the_first_message():
    seen = Seen()
    came = seen("anna", ENGINE, hop("REGISTER", user="x"))
    seen(ENGINE, "anna", answer(came, 200))
    assert [round(rung.seconds, 3) for rung in ladder(seen.sightings)] == [0, 0.001]


def test_nothing_seen_is_no_ladder():
    assert ladder([]) == []
