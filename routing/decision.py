"""The answer: to which peers in which order, to which subscriber, or why not.

Not here: how it is found (decide) and shown (explain).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from routing.attempt import Caller
from routing.directory import Subscriber
from routing.numbers import NormalForm
from routing.peering import Candidate


@dataclass(slots=True)
class Challenge:
    """R1.3: the caller must authenticate. 407, or 401 for REGISTER."""

    realm: str


Pools = Sequence[Sequence[Candidate]]
"""R6.3: pools in order; inside a pool the candidates stand in file order, before the draw."""


@dataclass(slots=True)
class Refuse:
    """The call ends with this answer. ``form`` is None before R3; ``pools`` is there when all servers were skipped.

    ``caller``: the peer that its inbound rules refused (R2).
    """

    status: int
    reason: str
    form: NormalForm | None = None
    pools: Pools = ()
    caller: Caller | None = None


@dataclass(slots=True)
class ToSubscriber:
    """R4.2: to the contacts of one of ours."""

    form: NormalForm
    subscriber: Subscriber


@dataclass(slots=True)
class ToPeers:
    """R7: the candidates to try, in order, those that cannot be used now already left out (R7.1)."""

    form: NormalForm
    pools: Pools
    order: Sequence[Candidate]


Decision = ToPeers | ToSubscriber | Refuse
