"""The best answer (RFC 3261 16.7 step 6)."""

import pytest

from sip.message import Response
from sip.parser import parse
from sip.proxy.best_response import choose, gathered_challenges
from tests.messages import answer, request


def got(status: int, *extra: str) -> Response:
    response = parse(answer(request(), status, extra=extra).encode())
    assert isinstance(response, Response)
    return response


@pytest.mark.parametrize(
    ("statuses", "best"),
    [
        ([486, 480], 486),
        ([503, 486], 486),
        ([486, 302], 302),
        ([404, 407, 486], 407),
        ([480, 484], 484),
        ([404, 603], 603),
        ([503, 500], 500),
        ([503, 504], 504),
    ],
)
def test_the_best_of(statuses, best):
    """A 6xx, else the lowest class, and in it what helps to mend the request; 503 last."""
    chosen = choose([got(status) for status in statuses])
    assert chosen is not None
    assert chosen.status == best


def test_nothing_to_choose_from():
    assert choose([]) is None


def test_challenges_are_gathered_only_for_a_challenge_and_in_order():
    one = got(407, "Proxy-Authenticate: Digest realm=1")
    two = got(401, "WWW-Authenticate: Digest realm=2", "WWW-Authenticate: Digest realm=3")
    assert gathered_challenges(one, [one, two]) == [
        "WWW-Authenticate: Digest realm=2",
        "WWW-Authenticate: Digest realm=3",
    ]
    busy = got(486)
    assert gathered_challenges(busy, [busy, two]) == []
