"""What every carrier takes and gives: places, troubles, limits, records, a reading."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

import msgspec

__all__ = (
    "Carrier",
    "JsonObject",
    "JsonValue",
    "Limits",
    "NativeRecord",
    "Place",
    "Reader",
    "Reading",
    "Trouble",
    "WriteError",
)

JsonValue: TypeAlias = "bool | int | str | Decimal | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, Any]


class Place(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A place in the bytes that were read.

    Line, column (in characters), row and field number count from 1; the byte offset counts from 0.
    A table's rows count as a spreadsheet shows them: the header is row 1.
    """

    line: int | None = None
    column: int | None = None
    offset: int | None = None
    row: int | None = None
    field: str | None = None
    field_number: int | None = None


class Trouble(msgspec.Struct, frozen=True):
    """What a carrier could not take at its word: a rule of ``findings/carrier.yaml`` and its parameters.

    ``record`` counts the records of the file from 0; ``pointer`` (RFC 6901) is relative to that record,
    or to the document where no record is named.
    """

    rule: str
    params: dict[str, Any] = {}
    place: Place | None = None
    record: int | None = None
    pointer: str | None = None


class Limits(msgspec.Struct, frozen=True):
    """The bounds of a reading: bytes, containers within each other, values, digits, characters, troubles."""

    max_bytes: int = 64 * 1024 * 1024
    max_depth: int = 64
    max_nodes: int = 5_000_000
    max_digits: int = 1000
    max_string: int = 10 * 1024 * 1024
    max_troubles: int = 10_000


@dataclass(slots=True)
class NativeRecord:
    """One native record: its number in the file (from 0), its value, its troubles, and where things stand.

    ``fits`` says that the reader has proven already that the value fits the record schema of its format.
    """

    index: int
    value: JsonObject
    locator: Callable[[str], Place]
    troubles: list[Trouble] = field(default_factory=list)
    fits: bool = False

    def locate(self, pointer: str) -> Place:
        """Give the place of the value at a pointer; of its nearest existing parent where it is absent."""
        return self.locator(pointer)


@dataclass(slots=True)
class Reading:
    """What reading gave. ``troubles`` (of the document) is complete when ``records`` has been exhausted.

    ``document`` is the whole document where the carrier has one; ``outside`` lists what stands in the file
    but belongs to no record (its line, and the record type as ``field``).
    """

    records: Iterator[NativeRecord]
    troubles: list[Trouble] = field(default_factory=list)
    document: JsonValue = None
    locator: Callable[[str], Place] | None = None
    outside: list[Place] = field(default_factory=list)

    def locate(self, pointer: str) -> Place | None:
        """Give the place of a pointer into the document; None where the carrier has no document."""
        return None if self.locator is None else self.locator(pointer)


class WriteError(ValueError):
    """The records cannot be written in this syntax; ``record`` and ``pointer`` say which value is meant."""

    def __init__(self, message: str, *, record: int | None = None, pointer: str | None = None) -> None:
        super().__init__(message)
        self.record = record
        self.pointer = pointer


class Carrier(Protocol):
    """A physical syntax. Reading never raises on any bytes; writing raises WriteError."""

    @property
    def id(self) -> str:
        """The carrier's name, e.g. ``json``."""
        ...

    def read(self, data: bytes, options: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Reading:
        """Read records from bytes; ``options`` is the carrier entry of a format's ``format.yaml``."""
        ...

    def reader(self, data: bytes, limits: Limits | None = None) -> "Reader":
        """Give a function that reads the bytes by the options it is given; what all options need is done once."""
        ...

    def write(self, records: Iterable[JsonObject], options: Mapping[str, Any] | None = None) -> bytes:
        """Write records; raises WriteError where the syntax cannot hold them."""
        ...


Reader: TypeAlias = Callable[[Mapping[str, Any]], Reading]
