"""What is probably not meant about ``${caller_NAME}`` in a replacement: an attribute that nobody has (R3.1).

It becomes empty text then. Every subscriber and domain must be known, so this waits until there are no errors.
"""

import re
from collections.abc import Iterable
from typing import Final

from config.findings import Findings, nearest, quote
from config.models.document import Document
from config.models.rewriting import RewritePair

_VARIABLE: Final = re.compile(r"\$\{caller_([a-z][a-z0-9_]*)\}")


def lint_attributes(document: Document, findings: Findings) -> None:
    """A remark on each replacement that names such an attribute."""
    written = [one.attributes for one in document.subscribers.values()]
    written += [one.attributes for one in document.domains.values()]
    defined = {str(name) for attributes in written for name in attributes or ()}
    for pair in _pairs(document):
        for name in dict.fromkeys(_VARIABLE.findall(pair.replacement)):
            if name not in defined:
                found = f"no subscriber and no domain has the attribute {quote(name)}, so this stays empty"
                expected = f"attributes: {{{name}: …}} of a subscriber or a domain"
                findings.warning(pair.replacement.at, "unknown-attribute", found, expected, nearest(name, defined))


def _pairs(document: Document) -> Iterable[RewritePair]:
    for written in document.rewrite.values():
        for pairs in (written.caller_in, written.callee_in, written.caller_out, written.callee_out):
            yield from pairs
