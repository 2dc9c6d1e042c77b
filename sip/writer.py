"""A received message with changes, as bytes (RFC 3261 16.6, 16.7): its lines and a short list of edits, joined once.

What nobody changes leaves exactly as it came. Not here: answers of our own (sip/replies).
"""

import re

from sip.header_values import end_of_element
from sip.headers import display
from sip.message import Request, Response, field_value

_FOLD = re.compile(r"\r\n[ \t]")


class Draft:
    """A copy of a message in the making. Names are canonical (``sip.headers``) and mean header fields as received:
    what ``prepend`` and ``append`` added stays.
    """

    __slots__ = ("_added_above", "_added_below", "_fields", "_gaps", "_lines", "body", "start_line")

    def __init__(self, message: Request | Response) -> None:
        self.start_line = (
            f"{message.method} {message.uri} SIP/2.0"
            if isinstance(message, Request)
            else f"SIP/2.0 {message.status} {message.reason}"
        )
        self.body = message.body
        self._fields = message.fields
        self._lines = message.lines.copy()
        self._gaps = False
        self._added_above: list[str] = []
        self._added_below: list[str] = []

    def prepend(self, line: str) -> None:
        """Add a header field line above all others, earlier prepended ones included."""
        self._added_above.append(checked_line(line))

    def append(self, line: str) -> None:
        """Add a header field line below all others."""
        self._added_below.append(checked_line(line))

    def remove(self, name: str) -> None:
        """Drop all header fields of this name."""
        for at in self._fields.get(name, ()):
            self._drop(at)

    def remove_first_value(self, name: str) -> None:
        """Drop the first element of the first header field of this name; the field itself when it was the only one."""
        at = self._first(name)
        if at is None:
            return
        line = self._lines[at]
        value = field_value(line)
        end = end_of_element(value) if "," in value else len(value)
        if end == len(value):
            self._drop(at)
        else:
            rest = value[end + 1 :].lstrip(" \t")
            self._lines[at] = f"{line[: line.find(':')]}: {rest}"

    def replace(self, name: str, value: str) -> None:
        """Give the first header field of this name another value and drop the others; append it when there is none."""
        first = self._first(name)
        if first is None:
            self.append(f"{display(name)}: {value}")
            return
        places = self._fields[name]
        if len(places) > 1:
            for at in places:
                if at != first:
                    self._drop(at)
        line = self._lines[first]
        self._lines[first] = checked_line(f"{line[: line.find(':')]}: {value}")

    def to_bytes(self) -> bytes:
        """The message as it now is."""
        lines = [line for line in self._lines if line] if self._gaps else self._lines
        start = checked_line(self.start_line)
        head = "\r\n".join((start, *self._added_above[::-1], *lines, *self._added_below, "\r\n"))
        return head.encode("latin-1") + self.body

    def _first(self, name: str) -> int | None:
        for at in self._fields.get(name, ()):
            if self._lines[at]:
                return at
        return None

    def _drop(self, at: int) -> None:
        self._lines[at] = ""
        self._gaps = True


def checked_line(line: str) -> str:
    """``line`` as it is. ValueError when it holds a line end of its own, as text from a peer or an operator could."""
    if "\n" in line or "\r" in line:
        unfolded = _FOLD.sub(" ", line)
        if "\n" in unfolded or "\r" in unfolded:
            raise ValueError("line end inside a header field")
    return line
