"""Subscribers of YAML and CSV as routing sees them, and what two of them must not share.

Not here: reading tables (subscriber_tables) and lint (trusted_lint).
"""

from collections.abc import Mapping

from config import endpoints, values
from config.build_bars import build_bars
from config.findings import Findings, quote
from config.models.document import Document
from config.models.subscribers import WrittenAuth, WrittenSubscriber, WrittenTrustedSource
from config.nodes import Text, beside
from config.reading import Reading
from config.secrets import Secret
from config.subscriber_tables import read_subscribers
from routing.model import Subscriber, SubscriberType, TrustedSource


def build_subscribers(document: Document, reading: Reading) -> dict[str, Subscriber]:
    """All subscribers by ``user@domain``, those of YAML first."""
    directory = _Directory(reading.findings)
    for key, written in document.subscribers.items():
        directory.add(_subscriber(key, written, reading.findings))
    for path in document.subscribers_from:
        for subscriber in read_subscribers(beside(path), path.at, reading):
            directory.add(subscriber)
    return directory.by_id


class _Directory:
    """Who is there already, and whose each number and extension is."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self.by_id: dict[str, Subscriber] = {}
        self._numbers: dict[str, Subscriber] = {}
        self._extensions: dict[tuple[str, str], Subscriber] = {}

    def add(self, subscriber: Subscriber) -> None:
        """Take a subscriber up. What is taken already stays with the first, and is noted."""
        known = self.by_id.setdefault(subscriber.id, subscriber)
        if known is not subscriber:
            self._refuse(subscriber, "duplicate-subscriber", f"the subscriber {quote(subscriber.id)}", known)
            return
        for number in subscriber.numbers:
            owner = self._numbers.setdefault(number, subscriber)
            if owner is not subscriber:
                self._refuse(subscriber, "duplicate-number", f"the number {number}", owner)
        if subscriber.extension is not None:
            owner = self._extensions.setdefault((subscriber.customer, subscriber.extension), subscriber)
            if owner is not subscriber:
                self._refuse(subscriber, "duplicate-extension", f"the extension {subscriber.extension}", owner)

    def _refuse(self, subscriber: Subscriber, code: str, what: str, owner: Subscriber) -> None:
        whose = f"{what} again, {owner.id} in {owner.at} has it"
        self._findings.error(subscriber.at, code, whose, "each only once")


def _subscriber(key: Text, written: WrittenSubscriber, findings: Findings) -> Subscriber:
    user, domain = endpoints.subscriber_id(key)
    auth = written.auth
    ha1_md5, ha1_sha256 = _digests(user, domain, auth, findings) if auth is not None else (None, None)
    return Subscriber(
        user,
        domain,
        str(written.customer),
        key.at,
        type=SubscriberType(written.type),
        numbers=tuple(str(number) for number in written.numbers),
        extension=written.extension,
        ha1_md5=ha1_md5,
        ha1_sha256=ha1_sha256,
        trusted=tuple(_trusted(source) for source in auth.trusted) if auth is not None else (),
        allowed_ips=tuple(str(network) for network in written.allowed_ips),
        rewrite=str(written.rewrite) if written.rewrite is not None else None,
        limits=written.limits(),
        bar=build_bars(written.bar, findings),
        attributes=plain_attributes(written.attributes),
    )


def plain_attributes(written: Mapping[Text, Text] | None) -> dict[str, str] | None:
    """Attributes as plain text."""
    return {str(name): str(value) for name, value in written.items()} if written else None


def _digests(user: str, domain: str, auth: WrittenAuth, findings: Findings) -> tuple[str | None, str | None]:
    """HA1 for MD5 and SHA-256: as written, else made of the password (R1.3)."""
    if auth.password is None:
        return auth.ha1_md5, auth.ha1_sha256
    warn_of_clear_password(auth.password, "ha1_md5 and ha1_sha256 of cordboard passwd, or ${file:PATH}", findings)
    md5, sha256 = values.ha1(user, domain, auth.password.value)
    return auth.ha1_md5 or md5, auth.ha1_sha256 or sha256


def warn_of_clear_password(secret: Secret, expected: str, findings: Findings) -> None:
    """A password in the configuration itself works, and is warned about."""
    if secret.is_clear:
        findings.warning(secret.at, "clear-password", "a password in clear text", expected)


def _trusted(written: WrittenTrustedSource) -> TrustedSource:
    return TrustedSource(
        str(written.source),
        None if written.transport == "any" else written.transport,
        str(written.from_pattern) if written.from_pattern is not None else None,
        written.at,
    )
