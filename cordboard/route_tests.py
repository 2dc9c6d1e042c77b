"""The ``tests:`` of a configuration: calls that every check and reload makes on paper (CONFIG.md, "Loading").

They are asked like any other question, so they are decided by the function that routes live calls.
Groups are expected in order of first appearance; groups that share a pool may come in any order, as the draw has it.
"""

import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from cordboard.question import Question, QuestionError, Respondent
from routing.decision import Challenge, Decision, Refuse, ToPeers, ToSubscriber
from routing.explain import CHALLENGED
from routing.model import Configuration, RouteTest
from routing.octet_text import readable
from routing.problems import Problem, Severity
from routing.table import Table

TEST_CODES: Final = {
    "test-failed": "a call of tests: ends in another place than expected",
    "bad-test": "a call of tests: that cannot be made",
}

Expected = tuple[str, ...] | int | str
"""Groups in order of first appearance, a status, or ``local SUBSCRIBER``."""


def run_tests(
    configuration: Configuration, table: Table, now: float, uniform: Callable[[], float]
) -> Iterator[Problem]:
    """One problem for each test that does not come out as expected, in file order. ``now``: seconds since 1970."""
    respondent = Respondent(configuration, table)
    for test in configuration.tests:
        try:
            result = respondent.ask(question_of(test), now, uniform).result
        except QuestionError as error:
            yield Problem(test.at, Severity.ERROR, "bad-test", str(error))
            continue
        if not _is_as_expected(test.expect, result):
            yield _failed(test, result, configuration.file)


def question_of(test: RouteTest) -> Question:
    return Question(
        caller=test.caller,
        callee=test.callee,
        source=test.source,
        transport=test.transport,
        pai=test.pai,
        moment=test.moment,
        down=test.down,
    )


def _is_as_expected(expected: Expected, result: Decision | Challenge) -> bool:
    if not isinstance(expected, tuple) or not isinstance(result, ToPeers):
        return _comparable(expected) == _comparable(_outcome(result))
    left = list(expected)
    for pool in _groups_by_pool(result):
        if sorted(left[: len(pool)]) != sorted(pool):
            return False
        del left[: len(pool)]
    return not left


def _comparable(outcome: Expected) -> Expected:
    """A status is a number, however it is written; the host of a subscriber has no case."""
    if not isinstance(outcome, str):
        return outcome
    if outcome.isascii() and outcome.isdigit():
        return int(outcome)
    user, at, domain = outcome.rpartition("@")
    return user + at + domain.lower()


def _outcome(result: Decision | Challenge) -> Expected:
    match result:
        case ToPeers():
            return tuple(group for pool in _groups_by_pool(result) for group in pool)
        case ToSubscriber(subscriber=subscriber):
            return f"local {readable(subscriber.id)}"
        case Refuse(status=status):
            return status
        case Challenge():
            return CHALLENGED[0]


def _groups_by_pool(result: ToPeers) -> Sequence[Sequence[str]]:
    """The groups that are tried, pool by pool; those of one pool in file order, whatever was drawn."""
    tried = {candidate.server for candidate in result.order}
    pools = [
        list(dict.fromkeys(candidate.server.group.name for candidate in pool if candidate.server in tried))
        for pool in result.pools
    ]
    return [names for names in pools if names]


def _failed(test: RouteTest, result: Decision | Challenge, file: str) -> Problem:
    found = f"{test.caller} to {test.callee} comes out as {_shown(_outcome(result))}"
    if isinstance(result, Refuse):
        found += f" {result.reason}"
    expected = f"{_shown(test.expect)}; to see why: {explain_command(test, file)}"
    return Problem(test.at, Severity.ERROR, "test-failed", found, expected)


def _shown(outcome: Expected) -> str:
    return f"[{', '.join(outcome)}]" if isinstance(outcome, tuple) else str(outcome)


def explain_command(test: RouteTest, file: str) -> str:
    """The command that explains the test's call, ready to paste into a shell."""
    words = ["cordboard", "explain", test.caller, test.callee, "-c", file]
    options = {"--source": test.source, "--transport": test.transport, "--pai": test.pai, "--at": test.moment}
    for option, value in options.items():
        words += [option, value] if value is not None else []
    for server in test.down:
        words += ["--down", server]
    return shlex.join(words)
