"""Every code that a problem of a configuration file can carry, and what it is about (CONFIG.md, "Loading").

Codes are stable: they stand in the output of check, in SARIF and in what operators grep for.
Problems of the compiled table and of ``tests:`` have codes of their own, elsewhere.
"""

from typing import Final

FILE_CODES: Final = {
    "file-not-found": "a file that is named does not exist",
    "is-a-directory": "a directory stands where a file is expected",
    "cannot-read": "the system refuses to read a file",
    "too-large": "a file is larger than its kind may be",
    "empty-file": "a file holds nothing",
    "byte-order-mark": "a file starts with a byte order mark",
    "not-utf-8": "a file is not UTF-8 text",
    "control-character": "a character that is no text",
    "crlf-line-end": "a YAML file has Windows line ends",
}
YAML_CODES: Final = {
    "yaml-syntax": "the YAML reader cannot go on",
    "tab-indent": "a tab indents a line; YAML takes spaces only",
    "several-documents": "a file holds more than one YAML document",
    "yaml-tag": "a YAML tag; every value is text here",
    "yaml-key": "a key that is a list or a mapping",
    "yaml-merge": "a merge (<<) of something that is no mapping",
    "duplicate-key": "the same key twice",
    "too-deep": "nested deeper than any configuration can be",
    "recursive-alias": "an alias that contains itself",
    "alias-bomb": "aliases that unfold to far more than the file holds",
    "include-outside": "an include outside the directory of the including file",
    "include-loop": "a file that is included twice, or includes itself",
    "include-empty": "an include pattern that fits no file",
}
TABLE_CODES: Final = {
    "csv-name": "a table whose file name does not end in .csv",
    "csv-syntax": "the CSV reader cannot go on",
    "csv-header": "the first line of a CSV file lacks a column, or names one twice",
    "csv-unknown-column": "a column that nobody reads",
    "csv-cells": "a row with more or fewer cells than the header",
    "too-many-problems": "reading a CSV file ended early, too much is wrong",
    "bad-rate": "a price that is no number",
    "bad-currency": "a currency that is no ISO 4217 code",
    "bad-date": "a date that is no date",
}
SHAPE_CODES: Final = {
    "unknown-key": "a key that nobody reads",
    "missing-key": "a key that must be written",
    "wrong-shape": "a list, mapping or value where another of them is expected",
    "empty-value": "a key without a value",
    "wrong-length": "a list with too few or too many entries",
    "not-supported": "something that is planned, and that the engine does not do yet",
}
VALUE_CODES: Final = {
    "bad-choice": "a word that is none of those known",
    "bad-switch": "neither yes nor no",
    "bad-number": "no whole number, or one out of range",
    "bad-duration": "no length of time",
    "bad-refusal": "no status with a reason",
    "bad-port": "an impossible port",
    "bad-address": "no IP address or network",
    "bad-host": "no host name",
    "bad-listen": "nothing that can be listened on",
    "bad-server-uri": "no SIP URI that a server can have",
    "bad-name": "a name with characters that a name cannot have",
    "bad-domain": "no domain name",
    "bad-subscriber-id": "no user@domain",
    "bad-telephone-number": "no telephone number in normal form",
    "bad-prefix": "no prefix",
    "bad-pattern": "no regular expression that the engine can run",
    "bad-replacement": "a replacement that its pattern cannot fill",
    "bad-email": "no e-mail address",
    "bad-digest": "no HA1",
    "bad-failover": "nothing to fail over on",
    "bad-order": "an order of routing that cannot be",
    "bad-expect": "nothing a route test can expect",
    "bad-expires": "registration times that contradict each other",
}
MEANING_CODES: Final = {
    "dangling-name": "a name that is defined nowhere",
    "duplicate-id": "two things of one group with the same name",
    "duplicate-number": "a number that two subscribers have",
    "duplicate-extension": "an extension that two subscribers of a customer have",
    "duplicate-subscriber": "a subscriber that is written twice",
    "prefix-and-deck": "a rule with a prefix and a deck",
    "empty-bar": "a barring entry that would bar everything",
    "inbound-choice": "an inbound rule that is not exactly one of require and refuse",
    "empty-inbound": "an inbound rule that looks at nothing",
    "secret-not-found": "a secret that its reference does not lead to",
    "bad-secret": "a reference to a secret that cannot be read as one",
}
LINT_CODES: Final = {
    "clear-password": "a password in clear text",
    "secret-file-readable": "a secret file that others may read",
    "unused-object": "something that nothing refers to",
    "prefix-not-normal": "a prefix or number with + or 00; rules see numbers after rewriting",
    "prefix-looks-like-pattern": "a prefix that is written like a pattern",
    "unanchored-pattern": "a pattern that is found in the middle of the text, too",
    "unescaped-dot": "a dot that stands for any character",
    "pattern-never-found": "a pattern that no URI can hold",
    "group-without-server": "a group that cannot send",
    "network-only-receives": "a server that is a network, and cannot be sent to",
    "rewrite-never-reached": "a rewrite after one that takes everything",
    "rewrite-leaves-nothing": "a rewrite that leaves no number",
    "inbound-never-used": "inbound rules of a group that never sends us calls",
    "trusted-udp-without-from": "a trusted source over UDP that anybody on the path can claim to be",
    "trusted-too-wide": "a trusted network of more than 2^24 addresses",
    "trusted-overlap": "a source that two subscribers claim",
    "deck-row-out-of-date": "a row outside its dates",
    "duplicate-row": "a row that is in the deck already",
    "duplicate-listener": "the same address listened on twice",
    "unknown-attribute": "a replacement with an attribute that nobody has",
}

CODES: Final = {
    **FILE_CODES,
    **YAML_CODES,
    **TABLE_CODES,
    **SHAPE_CODES,
    **VALUE_CODES,
    **MEANING_CODES,
    **LINT_CODES,
}
"""Code to meaning, without a full stop."""
