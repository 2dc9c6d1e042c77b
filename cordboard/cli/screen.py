"""What people see: text, in colour on a terminal and nowhere else.

The text is the same in both cases. Not here: what it says, and JSON.
"""

import sys
from collections.abc import Mapping
from typing import Final, TextIO

PROBLEMS: Final = {
    r"(?m)^\S+:\d+:\d+:": "bold",
    r"(?m)\berror (?=[a-z-]+: )": "bold red",
    r"(?m)\bwarning (?=[a-z-]+: )": "bold yellow",
    r"(?m)^ +\^$": "bold green",
}
"""Problems as config/report writes them."""


def show(text: str, styles: Mapping[str, str], stream: TextIO | None = None) -> None:
    """Write ``text``; on a terminal what a pattern of ``styles`` finds is in its style (rich's words)."""
    stream = stream or sys.stdout
    if not stream.isatty():
        stream.write(text)
        return
    from rich.console import Console
    from rich.text import Text

    coloured = Text(text)
    for pattern, style in styles.items():
        coloured.highlight_regex(pattern, style)
    Console(file=stream, highlight=False).print(coloured, end="", soft_wrap=True)
