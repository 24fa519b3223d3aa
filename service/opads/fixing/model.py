"""What a fix is: which fault, what stands there, what would stand there, as an edit and as a JSON Patch."""

from __future__ import annotations

import hashlib
from typing import Any, Literal, TypeAlias

import msgspec

from opads.carriers import Place
from opads.report import Report
from opads.standard.jsonvalue import dumps

__all__ = (
    "SHOWN",
    "Edit",
    "Fix",
    "Fixes",
    "Kind",
    "Operation",
    "RecordPatch",
    "identity",
    "json_text",
    "operations",
    "shown",
)

Kind: TypeAlias = Literal["safe", "suggestion"]
SHOWN = 200
"""Characters of a value that a fix shows."""


class Operation(msgspec.Struct, frozen=True, omit_defaults=True, rename={"origin": "from"}):
    """An operation of a JSON Patch (RFC 6902, section 4)."""

    op: Literal["test", "replace", "remove", "move"]
    path: str
    value: Any = msgspec.UNSET
    origin: str | msgspec.UnsetType = msgspec.UNSET


class RecordPatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """The JSON Patch of a native record; without a number that of every record which has the member."""

    operations: tuple[Operation, ...]
    record: int | None = None


class Edit(msgspec.Struct, frozen=True):
    """So many bytes from a byte offset on give way to a text."""

    offset: int
    length: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind the bytes."""
        return self.offset + self.length


class Fix(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """How one fault is mended.

    ``reason`` is the kebab-case word for the kind of change; ``before`` and ``after`` are what the document holds there
    and would hold, as a person writes it. ``record`` counts from 0; ``native`` is a JSON Pointer into the record.
    """

    id: str
    rule: str
    kind: Kind
    reason: str
    before: str
    after: str
    edit: Edit
    record: int | None = None
    native: str | None = None
    place: Place | None = None
    patches: tuple[RecordPatch, ...] = ()

    @property
    def safe(self) -> bool:
        """Whether the document says the same with and without it."""
        return self.kind == "safe"


class Fixes(msgspec.Struct, frozen=True):
    """The report on a document and the fixes of its faults, in the order of the document.

    ``encoding`` is the one in which the document is written.
    """

    report: Report
    fixes: tuple[Fix, ...] = ()
    encoding: str = "utf-8"
    more: bool = False
    """Whether others may be found once these are put in: looking for them was given up."""

    @property
    def safe(self) -> tuple[Fix, ...]:
        """The safe ones."""
        return tuple(fix for fix in self.fixes if fix.safe)

    @property
    def suggestions(self) -> tuple[Fix, ...]:
        """Those that somebody has to choose."""
        return tuple(fix for fix in self.fixes if not fix.safe)


def operations(native: str, before: Any, after: Any) -> tuple[Operation, ...]:
    """Return the patch that replaces a value; one that is something else by then makes it fail."""
    return Operation("test", native, before), Operation("replace", native, after)


def shown(value: Any) -> str:
    """Return a value as a person writes it: a text without quotation marks, all else as JSON."""
    return _cut(value if isinstance(value, str) else dumps(value).decode())


def json_text(value: Any) -> str:
    """Return a value as JSON writes it."""
    return _cut(dumps(value).decode())


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def identity(*parts: object) -> str:
    """Return the id of a fix: the same for the same fault at the same place of the record, whatever stands around it."""
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:12]
