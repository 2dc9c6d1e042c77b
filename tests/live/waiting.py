"""Waiting for what other processes do: a condition looked at again and again, never longer than said."""

import time
from collections.abc import Callable

PATIENCE = 10.0
"""Seconds. Everything here takes milliseconds; a machine under load may need more."""
_LOOK_EVERY = 0.01


def until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Return as soon as the condition holds; fail with ``what`` when it does not within ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"not within {patience:g} s: {what}"
        time.sleep(_LOOK_EVERY)
