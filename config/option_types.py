"""The kinds of options there are, as annotations of model fields.

Each converts text once, checks names and patterns where they stand, and knows its JSON Schema.
Editors take ``43900`` for a number and ``on`` for a switch, so a schema allows whatever an unquoted scalar becomes.
Not here: the conversions themselves (values, endpoints, secrets).
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Final

from pydantic import ValidationInfo

from config import endpoints, secrets, values
from config.nodes import Text
from config.options import SCALAR, Converter, Schema, checked_by, converted_by, text_of
from config.reading import NAMED_SECTIONS, reading_of
from routing.model import Refusal

TEXT: Final[Schema] = {"type": "string"}
DIGITS: Final[Schema] = {"type": ["string", "integer"]}
YEAR: Final = 366 * 86400.0
MOST: Final = 4_294_967_295  # the largest number in a SIP header field


def whole(least: int = 0, most: int = MOST) -> Converter:
    """A whole number."""
    schema: Schema = {
        "anyOf": [
            {"type": "integer", "minimum": least, "maximum": most},
            {"type": "string", "pattern": "^[0-9]{1,10}$"},
        ]
    }
    return converted_by(partial(values.integer, least=least, most=most), schema)


def seconds(least: float = 0.0, most: float = YEAR) -> Converter:
    """A length of time."""
    schema: Schema = {
        "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": "^[0-9.]+(ms|[smhd])?$"}]
    }
    return converted_by(partial(values.duration, least=least, most=most), schema)


def word(*words: str) -> Converter:
    """One of some words."""
    numbers = [int(known) for known in words if known.isdigit()]  # what an editor makes of them, unquoted
    return converted_by(partial(values.choice, words=words), {"enum": [*numbers, *words]})


def reference(section: str) -> Converter:
    """The name of something in another section; stays text, with its place."""

    def convert(node: object, info: ValidationInfo) -> Text:
        name = text_of(node)
        reading_of(info).refer(section, name.lower() if section == "domains" else name)
        return name

    return Converter(convert, {**SCALAR, "description": f"The name of a {NAMED_SECTIONS[section]}."})


def _pattern(node: object, info: ValidationInfo) -> Text:
    written = text_of(node)
    reading_of(info).pattern(written)
    return written


def _secret(node: object, info: ValidationInfo) -> secrets.Secret:
    return secrets.resolve(text_of(node), reading_of(info).findings)


def digest(check: Callable[[str], str]) -> Converter:
    """An HA1, written or referred to."""

    def convert(node: object, info: ValidationInfo) -> str:
        return check(secrets.resolve(text_of(node), reading_of(info).findings).value)

    return Converter(convert, SCALAR)


def _subscriber_id(node: object, info: ValidationInfo) -> Text:
    written = text_of(node)
    _, domain = endpoints.subscriber_id(written)
    reading_of(info).refer("domains", domain)
    return written


_SWITCH: Final[Schema] = {
    "anyOf": [
        {"enum": [True, False, "yes", "no", "on", "off"]},
        {
            "type": "string",
            "pattern": "^([Yy][Ee][Ss]|[Nn][Oo]|[Oo][Nn]|[Oo][Ff][Ff]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$",
        },
    ]
}
_LISTENER: Final = r"^([Uu][Dd][Pp]://|[Tt][Cc][Pp]://|interface:|[0-9A-Fa-f.:\[\]]+$)"

Switch = Annotated[bool, converted_by(values.switch, _SWITCH)]
PlainText = Annotated[Text, checked_by(len, SCALAR)]
FilePath = Annotated[Text, checked_by(len, {**SCALAR, "format": "path"})]
CsvPath = Annotated[Text, checked_by(values.csv_path, {**TEXT, "pattern": r"\.[Cc][Ss][Vv]$"})]
Email = Annotated[str, converted_by(values.email, {**TEXT, "format": "email"})]
RefusalText = Annotated[Refusal, converted_by(values.refusal, {**TEXT, "pattern": "^[4-6][0-9]{2} +[!-~]"})]
Pattern = Annotated[Text, Converter(_pattern, {**SCALAR, "format": "regex"})]
Prefix = Annotated[Text, checked_by(values.prefix, SCALAR)]
TelephoneNumber = Annotated[Text, checked_by(values.telephone_number, DIGITS)]
Network = Annotated[Text, checked_by(endpoints.network, TEXT)]
Listener = Annotated[Text, checked_by(endpoints.listen, {**TEXT, "pattern": _LISTENER})]
Advertised = Annotated[Text, checked_by(endpoints.advertised, SCALAR)]
ServerAddress = Annotated[Text, checked_by(endpoints.server_uri, {**TEXT, "pattern": "^[Ss][Ii][Pp][Ss]?:"})]
DigestMd5 = Annotated[str, digest(values.md5)]
DigestSha256 = Annotated[str, digest(values.sha256)]
SecretText = Annotated[secrets.Secret, Converter(_secret, SCALAR)]
FailoverWord = Annotated[str, converted_by(values.failover_word, DIGITS)]
DomainName = Annotated[Text, checked_by(endpoints.domain, TEXT)]
SubscriberId = Annotated[Text, Converter(_subscriber_id, TEXT)]
CallCount = Annotated[int, whole()]
Moment = Annotated[Text, checked_by(values.moment, SCALAR)]
