"""Why the engine could not start: one clear line for the operator, and the exit status."""


class CannotRun(Exception):
    """``str()`` is the line. Exit status 2 (CONFIG.md)."""
