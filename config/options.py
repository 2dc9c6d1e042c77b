"""What a model is made of: its base, its fields, its lists and named sections.

``Written`` is the base of all models; ``option`` declares a field with its documentation; ``Converter`` turns text into
a value and tells JSON Schema what an editor may write. ``ListOf`` and ``NamedSection`` drop entries that are wrong
after noting why, so that one bad entry hides no other problem.
Not here: which kinds of options there are (option_types).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from config import values
from config.findings import BadValue, Findings, nearest, quote
from config.nodes import Items, Table, Text, kind
from config.reading import reading_of
from config.validation_errors import note_errors
from routing.problems import Position

Schema = dict[str, Any]
NOWHERE: Final = Position("", 0, 0)
SCALAR: Final[Schema] = {"type": ["string", "integer", "number", "boolean"]}
"""Any text: without quotes an editor takes ``43900`` for a number and ``no`` for a switch; we take the text."""


class Written(BaseModel):
    """A mapping that an operator wrote. ``at`` is where it starts; unknown keys are noted as problems."""

    model_config = ConfigDict(extra="ignore", frozen=True, json_schema_extra={"additionalProperties": False})

    planned: ClassVar[frozenset[str]] = frozenset()
    """Keys that ROUTING.md describes and the engine does not know yet."""

    _at: Position = PrivateAttr(default=NOWHERE)

    @property
    def at(self) -> Position:
        return self._at

    @model_validator(mode="wrap")
    @classmethod
    def _remember_place(cls, data: object, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if type(data) is not Table:
            return handler(data)
        if not data.keys() <= keys_of(cls):
            _note_unknown_keys(data, cls, reading_of(info).findings)
        model = handler(data)
        model._at = data.at
        return model


@cache
def keys_of(model: type[Written]) -> frozenset[str]:
    """The keys that an operator may write in this mapping."""
    return frozenset(field.alias or name for name, field in model.model_fields.items())


def _note_unknown_keys(table: Table, model: type[Written], findings: Findings) -> None:
    known = keys_of(model)
    for key in table:
        if key in model.planned:
            findings.error(key.at, "not-supported", f"the key {quote(key)} is not supported yet", "no such key")
        elif key not in known:
            expected = f"one of {', '.join(sorted(known))}"
            findings.error(key.at, "unknown-key", f"the key {quote(key)}", expected, nearest(key, known))


def option(
    description: str,
    default: Any = ...,
    *,
    alias: str | None = None,
    unit: str | None = None,
    example: str | None = None,
    written: object = None,
) -> Any:
    """A field with its documentation. ``written`` is how an operator would write a default that is no plain value.

    The description, the default, the unit and the example end up in the JSON Schema and the reference.
    """
    extra: Schema = {}
    if unit is not None:
        extra["x-unit"] = unit
    if example is not None:
        extra["examples"] = [example]
    if written is not None:
        extra["default"] = written
        return Field(default_factory=lambda: default, alias=alias, description=description, json_schema_extra=extra)
    return Field(default, alias=alias, description=description, json_schema_extra=extra)


@dataclass(frozen=True, eq=False)
class Converter:
    """The annotation of a field: how a node becomes its value, and what an editor may write."""

    convert: Callable[[object, ValidationInfo], object]
    schema: Schema

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.convert)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        return dict(self.schema)


def text_of(node: object, expected: str = "a single value") -> Text:
    """The node as text. Raises BadValue when it is something else, or nothing."""
    if type(node) is not Text:
        raise BadValue("wrong-shape", kind(node), expected)
    if node.blank:
        raise BadValue("empty-value", kind(node), expected)
    return node


def checked_by(check: Callable[[str], object], schema: Schema) -> Converter:
    """Text that stays as it is, with its place, once it has passed a check."""

    def convert(node: object, info: ValidationInfo) -> Text:
        written = text_of(node)
        check(written)
        return written

    return Converter(convert, schema)


def converted_by(convert: Callable[[str], object], schema: Schema) -> Converter:
    """Text that becomes a value; one that stays text leaves its place behind."""

    def converter(node: object, info: ValidationInfo) -> object:
        value = convert(text_of(node))
        return str(value) if type(value) is Text else value

    return Converter(converter, schema)


class _Dropped:
    """Stands for an entry that was wrong until its list leaves it out."""


_DROPPED: Final = _Dropped()


def _drop_when_wrong(node: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
    try:
        return handler(node)
    except ValidationError as error:
        note_errors(error, reading_of(info).findings)
        return _DROPPED


def _default_when_wrong(node: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> object:
    try:
        return handler(node)
    except ValidationError as error:
        note_errors(error, reading_of(info).findings)
        return handler({})


def _without_dropped(entries: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(entry for entry in entries if entry is not _DROPPED)


def _named_without_dropped(entries: dict[object, object]) -> dict[object, object]:
    return {name: entry for name, entry in entries.items() if entry is not _DROPPED}


def _blank_is_empty(empty: type[Table] | type[Items]) -> Callable[[object], object]:
    """``tests:`` with every entry commented out is an empty section."""

    def convert(node: object) -> object:
        return empty(node.file, node.line, node.column) if type(node) is Text and node.blank else node

    return convert


def together(check: Callable[[Any, Findings], None]) -> AfterValidator:
    """A check of all entries of a list together, which notes what it finds."""

    def note(entries: object, info: ValidationInfo) -> object:
        check(entries, reading_of(info).findings)
        return entries

    return AfterValidator(note)


K = TypeVar("K")
T = TypeVar("T")
M = TypeVar("M", bound=Written)


class MayBe:
    """What an editor may write in place of a list or a section: nothing, or of a list its only entry."""

    def __init__(self, *, entry: bool = False) -> None:
        self._entry = entry

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        made = dict(handler(schema))
        if self._entry:
            return {"anyOf": [made["items"], made]}
        return {**made, "type": [made["type"], "null"]}


Name = Annotated[Text, checked_by(values.name, SCALAR)]

ListOf = Annotated[
    tuple[Annotated[T, WrapValidator(_drop_when_wrong)], ...],
    BeforeValidator(_blank_is_empty(Items)),
    AfterValidator(_without_dropped),
    MayBe(),
]
"""A list whose wrong entries are noted and left out."""

OneOrMore = Annotated[ListOf[T], MayBe(entry=True)]
"""A list that may be written as its only entry (include makes a list of it)."""

NamedSection = Annotated[
    dict[K, Annotated[T, WrapValidator(_drop_when_wrong)]],
    BeforeValidator(_blank_is_empty(Table)),
    AfterValidator(_named_without_dropped),
    MayBe(),
]
"""A mapping from names (the kind of name first) to entries, whose wrong entries are noted and left out."""

Settings = Annotated[M, WrapValidator(_default_when_wrong)]
"""A mapping of options that all have defaults; when something is wrong they are used, and the load fails later."""


def default_settings(model: type[M]) -> M:
    """All options of a mapping that was not written."""
    return model.model_validate({})
