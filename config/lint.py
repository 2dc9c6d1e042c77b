"""What is possible, and probably not meant (CONFIG.md, "Lint"): everything that needs no routing.

Each remark is a warning with a stable code, or a note where nothing can go wrong.
Not here: rules that shadow each other, emergency numbers and peers that overlap trusted sources; they need the
compiled table (routing/compile, cordboard/check). Decks are looked at while they are read (decks).
"""

from collections.abc import Iterable, Mapping
from typing import Final

from config.attribute_lint import lint_attributes
from config.findings import Findings, quote
from config.listener_lint import lint_listeners
from config.models.document import Document
from config.models.parties import WrittenBar
from config.models.subscribers import WrittenSubscriber
from config.nodes import Text
from config.pattern_lint import Subject, lint_pattern, lint_prefix
from config.peering_lint import lint_peering, lint_senders
from config.reading import NAMED_SECTIONS, Reading
from config.rewrite_lint import lint_rewrites
from config.trusted_lint import lint_trusted
from routing.model import Configuration

_NOTES: Final = ("contacts", "customers", "domains")  # an address book may hold more than is used
_ENTRANCES: Final = ("subscribers", "peering")  # calls refer to these, not the file


def lint(document: Document, configuration: Configuration, reading: Reading) -> None:
    """Look at a configuration. Remarks go to the reading's findings.

    After errors entries may be missing, so nothing is said then that a missing one would make wrong.
    """
    findings = reading.findings
    if not findings.has_errors:
        _lint_unused(document, configuration, reading)
        lint_senders(document.peering, findings)
        lint_attributes(document, findings)
    lint_listeners(configuration.listen, findings)
    lint_peering(document.peering, findings)
    lint_rewrites(document.rewrite, findings)
    lint_trusted(configuration.subscribers.values(), findings)
    _lint_numbers(document.subscribers, findings)
    for written in document.subscribers.values():
        for source in written.auth.trusted if written.auth is not None else ():
            lint_pattern(source.from_pattern, Subject.URI, findings)
    for entries in _bar_lists(document):
        for entry in entries:
            lint_prefix(entry.prefix, findings)
            lint_pattern(entry.pattern, Subject.PART, findings)


def _lint_unused(document: Document, configuration: Configuration, reading: Reading) -> None:
    """Named objects that nothing refers to; subscribers and groups are referred to by calls."""
    used = dict(reading.used)
    used["domains"] = {subscriber.domain for subscriber in configuration.subscribers.values()}
    for section, what in NAMED_SECTIONS.items():
        if section in _ENTRANCES:
            continue
        for key in getattr(document, section):
            name = key.lower() if section == "domains" else key
            if name not in used[section]:
                found = f"nothing uses the {what} {quote(key)}"
                if section in _NOTES:
                    reading.findings.note(key.at, "unused-object", found)
                else:
                    reading.findings.warning(key.at, "unused-object", found, "something that refers to it, or no entry")


def _lint_numbers(subscribers: Mapping[Text, WrittenSubscriber], findings: Findings) -> None:
    for written in subscribers.values():
        for number in written.numbers:
            lint_prefix(number, findings)


def _bar_lists(document: Document) -> Iterable[Iterable[WrittenBar]]:
    yield document.routing.bar
    for section in (document.domains, document.customers, document.subscribers):
        for written in section.values():
            yield written.bar
