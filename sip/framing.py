"""Where a message ends on a stream (RFC 3261 18.3, RFC 5626 3.5.1). What it is, sip/parser finds out.

A splitter is fed with what arrives and hands out whole messages and keep-alives. Content-Length decides; on a stream a
message without it, with two that differ or with one that is no length cannot be told from what follows: the connection
must end. Whoever owns the connection closes it too when ``pending`` stays above 0 for longer than it is willing to
wait (RFC 4475 3.1.2.2).
"""

import re
from enum import Enum

from sip import grammar
from sip.errors import MalformedMessage
from sip.parser import DEFAULT, Limits, UnreadableMessage, read_what_is_there

_CONTENT_LENGTH = re.compile(
    rb"\r\n(?:[Cc][Oo][Nn][Tt][Ee][Nn][Tt]-[Ll][Ee][Nn][Gg][Tt][Hh]|[Ll])[ \t]*+:"
    rb"([^\r]*+(?:\r(?:\n[ \t]|(?!\n))[^\r]*+)*+)"
)
_FOLD = re.compile(grammar.FOLD)
_LINE_END = b"\r\n"
_END_OF_HEAD = b"\r\n\r\n"


class KeepAlive(Enum):
    """What may stand between messages (RFC 5626 3.5.1)."""

    PING = "ping"
    """Double CRLF: to be answered with a single one."""
    PONG = "pong"
    """Single CRLF: the answer, or a stray line end (RFC 3261 7.5)."""


class StreamSplitter:
    """Splits what one connection receives. After ``next`` has raised, the connection must be closed."""

    __slots__ = ("_buffer", "_limits", "_message_size", "_pong_before", "_searched")

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._buffer = bytearray()
        self._searched = 0
        self._message_size: int | None = None
        self._pong_before = False

    @property
    def pending(self) -> int:
        """Octets received of a message that is not whole yet."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Take what arrived. Memory is bounded when ``next`` is called until it returns None before more is fed."""
        self._buffer += data

    def next(self) -> bytes | KeepAlive | None:
        """The next whole message or keep-alive; None when more must arrive first.

        Raises UnreadableMessage when the stream cannot be split any further; its ``request`` wants an answer before
        the end.
        """
        buffer = self._buffer
        if self._message_size is None:
            if buffer.startswith(_LINE_END):
                return self._keep_alive()
            if not self._head_is_whole():
                return None
        size = self._message_size
        if size is None or len(buffer) < size:
            return None
        message = bytes(memoryview(buffer)[:size])
        self._forget(size)
        self._message_size = None
        return message

    def _keep_alive(self) -> KeepAlive:
        double = self._buffer.startswith(_END_OF_HEAD)
        self._forget(4 if double else 2)
        if double or self._pong_before:
            self._pong_before = False
            return KeepAlive.PING
        # the second half of a ping may come with the next segment
        self._pong_before = not self._buffer or self._buffer == b"\r"
        return KeepAlive.PONG

    def _head_is_whole(self) -> bool:
        buffer, limits = self._buffer, self._limits
        if buffer and buffer != b"\r":
            self._pong_before = False
        end = buffer.find(_END_OF_HEAD, self._searched)
        if end > limits.head or (end < 0 and len(buffer) > limits.head + 4):
            raise self._unreadable(MalformedMessage("Message Too Large", 513))
        if end < 0:
            self._searched = max(len(buffer) - 3, 0)
            return False
        try:
            size = end + 4 + content_length(bytes(buffer[:end]))
            if size > limits.message:
                raise MalformedMessage("Message Too Large", 513)
        except MalformedMessage as problem:
            raise self._unreadable(problem) from problem
        self._message_size = size
        return True

    def _unreadable(self, problem: MalformedMessage) -> UnreadableMessage:
        request = read_what_is_there(bytes(self._buffer[: self._limits.message]), self._limits)
        self._buffer.clear()
        return UnreadableMessage(problem.reason, problem.status, request)

    def _forget(self, size: int) -> None:
        del self._buffer[:size]
        self._searched = 0


def content_length(head: bytes) -> int:
    """The length announced in ``head``, which is a message without its empty line and body. Raises MalformedMessage."""
    lengths = set()
    for value in _CONTENT_LENGTH.findall(head):
        lengths.add(grammar.read_number(_FOLD.sub(" ", value.decode("latin-1")).strip(" \t")))
    if not lengths:
        raise MalformedMessage("Missing Content-Length header field")
    if len(lengths) > 1:
        raise MalformedMessage("Content-Length header fields that differ")
    length = lengths.pop()
    if length is None:
        raise MalformedMessage("Malformed Content-Length header field")
    return length
