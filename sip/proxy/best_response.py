"""Which of the answers the caller gets (RFC 3261 16.7 steps 6 and 7)."""

from collections.abc import Sequence

from sip.message import Response

PREFERRED = (401, 407, 415, 420, 484)
"""16.7 step 6: these say how the request could be mended."""
CHALLENGES = ("www-authenticate", "proxy-authenticate")


def choose(responses: Sequence[Response]) -> Response | None:
    """The best of these: a 6xx, else the lowest class, and in it one that helps to mend the request."""
    return min(responses, key=_rank, default=None)


def _rank(response: Response) -> tuple[int, int, int]:
    status = response.status
    kind = 0 if status >= 600 else status // 100
    # Within 5xx anything says more than 503, which would make the caller avoid all of us.
    return (kind, status == 503, 0 if status in PREFERRED else 1)


def gathered_challenges(best: Response, responses: Sequence[Response]) -> list[str]:
    """Step 7: the challenges of the other branches, in order, to be added to a 401 or 407 that was chosen."""
    if best.status not in (401, 407):
        return []
    others = [each for each in responses if each is not best and each.status in (401, 407)]
    return [each.lines[at] for each in others for name in CHALLENGES for at in each.fields.get(name, ())]
