"""What is probably not meant about listeners: the same address twice, of which only one can be opened."""

from collections.abc import Iterable

from config.findings import Findings
from routing.model import Listen
from routing.problems import Position


def lint_listeners(listeners: Iterable[Listen], findings: Findings) -> None:
    """A remark on each address that is listened on already."""
    seen: dict[tuple[str, str, int], Position] = {}
    for listen in listeners:
        first = seen.setdefault((listen.transport, listen.host, listen.port), listen.at)
        if first is not listen.at:
            host = f"[{listen.host}]" if ":" in listen.host and listen.host[0] != "i" else listen.host
            found = f"{listen.transport}://{host}:{listen.port} again, it is also in {first}"
            findings.warning(listen.at, "duplicate-listener", found, "each address once")
