"""Is this request one that we can forward? (RFC 3261 16.3, RFC 5393 4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from sip.header_values import split_values
from sip.message import Request, check_syntax


@dataclass(slots=True)
class Rejection:
    """An answer instead of forwarding; ``extra`` are header field lines for it."""

    status: int
    reason: str
    extra: Sequence[str] = ()


TOO_MANY_HOPS = Rejection(483, "Too Many Hops")


def validate(request: Request, own_prefix: str) -> Rejection | None:
    """16.3 steps 1 to 5 in order; None is good. Raises MalformedMessage for steps 1 and 2 (400, 416).

    ``own_prefix`` is how the branches of our own Vias begin.
    """
    check_syntax(request)
    if request.max_forwards == 0 and request.method != "OPTIONS":  # OPTIONS may be for ourselves
        return TOO_MANY_HOPS
    if _is_loop(request, own_prefix):
        return Rejection(482, "Loop Detected")
    if request.has("proxy-require") and request.method not in ("ACK", "CANCEL"):
        return _unsupported(request)
    return None


def loop_part(request: Request) -> str:
    """What differs when the same request passes again without a loop (RFC 5393 4.2.1): Request-URI and routes."""
    seed = "\n".join([request.uri, *request.values("route")]) if "route" in request.fields else request.uri
    return f"{crc32(seed.encode('latin-1')):08x}"


def _is_loop(request: Request, own_prefix: str) -> bool:
    """Step 4: a Via of ours that was written for the same Request-URI."""
    own = [via for at in request.fields["via"] if own_prefix in (via := request.lines[at])]
    if not own:
        return False
    part = f".{loop_part(request)}"
    return any(part in via for via in own)


def _unsupported(request: Request) -> Rejection | None:
    """Step 5: we support no extension that a proxy must understand."""
    tags = [tag for value in request.values("proxy-require") for tag in split_values(value) if tag]
    return Rejection(420, "Bad Extension", (f"Unsupported: {', '.join(tags)}",)) if tags else None
