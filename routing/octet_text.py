"""Text as messages have it: one character for each octet (latin-1), so that what came in goes out unchanged.

What operators write becomes such text when it is compiled, and what is shown to them is read back.
"""


def as_octet_text(text: str) -> str:
    """What an operator wrote, as it looks in a message: one character for each octet of its UTF-8."""
    return text if text.isascii() else text.encode().decode("latin-1")


def octets(text: str) -> bytes:
    """A message's text as the octets it was; a character that no octet stands for becomes ``?``."""
    return text.encode("latin-1", "replace")


def readable(text: str) -> str:
    """A message's text as people read it, when its octets are UTF-8; else as it is."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text
