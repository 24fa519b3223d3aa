"""The shapes of answers that are not reports, rules or problems."""

from __future__ import annotations

import msgspec

from opads.account import Account
from opads.carriers import Place
from opads.fixing import Edit, RecordPatch
from opads.fixing.model import Kind
from opads.formats import Format
from opads.formats.detect import Candidate
from opads.report import Report

__all__ = (
    "CodeRow",
    "CodelistAnswer",
    "CodelistRow",
    "CodelistsAnswer",
    "ConversionAnswer",
    "DetectionAnswer",
    "FixRow",
    "FixesAnswer",
    "FormatAnswer",
    "FormatsAnswer",
    "Health",
    "InstrumentRow",
    "KindRow",
    "KindsAnswer",
    "RuleRow",
    "RulesAnswer",
    "SchemaRow",
    "SchemasAnswer",
    "format_row",
)


class ConversionAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """What a conversion gave: the text of the output, the account of it, and the report on it."""

    output: str
    media_type: str
    account: Account
    report: Report


class FixesAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """The fixes of a document, what it is with them put in, and the report on that; nothing was changed anywhere.

    ``more`` says that others may be found once these are put in. ``put_in`` are the ids of those that ``output`` has: all
    safe ones, and the suggestions that were asked for. ``output`` is null where the document is not in UTF-8; ``patches``
    say the same of the native records, by JSON Patch.
    """

    fixes: tuple[FixRow, ...]
    more: bool
    put_in: tuple[str, ...]
    patches: tuple[RecordPatch, ...]
    output: str | None
    report: Report


class FixRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """How one fault is mended: ``kind`` is safe or suggestion, ``why`` says in English why it may be put in.

    ``edit`` replaces so many bytes from an offset on; ``record`` counts from 0, ``native`` is a JSON Pointer into it.
    """

    id: str
    rule: str
    kind: Kind
    reason: str
    why: str
    before: str
    after: str
    edit: Edit
    record: int | None = None
    native: str | None = None
    place: Place | None = None
    patches: tuple[RecordPatch, ...] = ()


class DetectionAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """Which format the bytes are in (null where none is recognised), and all that were considered."""

    format: str | None
    carrier: str | None
    candidates: tuple[Candidate, ...]
    carriers: tuple[str, ...]


class InstrumentRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A law, specification or documentation that a format follows."""

    name: str
    provision: str | None = None
    url: str | None = None
    retrieved: str | None = None
    verified: bool = True
    note: str | None = None


class FormatAnswer(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A format: whose it is, which law it follows, how it is written."""

    id: str
    name: str
    description: str
    authority: str
    kind: str
    jurisdiction: tuple[str, ...]
    versions: tuple[str, ...]
    media_type: str
    carriers: tuple[str, ...]
    rules: int
    digest: str
    instruments: tuple[InstrumentRow, ...]
    record_schema: str
    valid_from: str | None = None
    valid_until: str | None = None


class FormatsAnswer(msgspec.Struct, frozen=True):
    """All formats."""

    formats: tuple[FormatAnswer, ...]


class RuleRow(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A rule or a finding of the engine, in one line; ``group`` and ``name`` are the two parts of its id."""

    id: str
    group: str
    name: str
    title: str
    severity: str
    executability: str
    format: str | None = None


class RulesAnswer(msgspec.Struct, frozen=True):
    """Rules and findings that were asked for."""

    total: int
    rules: tuple[RuleRow, ...]


class SchemaRow(msgspec.Struct, frozen=True, rename="camel"):
    """A file of the standard."""

    version: str
    path: str
    media_type: str
    bytes: int


class SchemasAnswer(msgspec.Struct, frozen=True):
    """All files of the standard."""

    files: tuple[SchemaRow, ...]


class CodelistRow(msgspec.Struct, frozen=True):
    """A code list, and how many codes it has."""

    name: str
    codes: int


class CodelistsAnswer(msgspec.Struct, frozen=True):
    """All code lists."""

    codelists: tuple[CodelistRow, ...]


class CodeRow(msgspec.Struct, frozen=True, rename="camel"):
    """A code; an empty date leaves the span open."""

    code: str
    title: str
    definition: str
    source: str
    valid_from: str
    valid_until: str
    replaced_by: str


class CodelistAnswer(msgspec.Struct, frozen=True):
    """A code list with its codes."""

    name: str
    codes: tuple[CodeRow, ...]


class KindRow(msgspec.Struct, frozen=True):
    """A kind of problem."""

    type: str
    name: str
    status: int
    title: str
    description: str


class KindsAnswer(msgspec.Struct, frozen=True):
    """All kinds of problems."""

    problems: tuple[KindRow, ...]


class Health(msgspec.Struct, frozen=True, omit_defaults=True):
    """State of the service, with what it has loaded once it is ready."""

    status: str
    version: str
    formats: int | None = None
    rules: int | None = None


def format_row(format_: Format) -> FormatAnswer:
    """Return what is told of a format."""
    file = format_.file
    return FormatAnswer(
        id=file.id,
        name=file.name,
        description=file.description.strip(),
        authority=file.authority,
        kind=file.kind,
        jurisdiction=file.jurisdiction,
        versions=file.versions,
        media_type=file.media_type,
        carriers=tuple(use.carrier for use in file.carriers),
        rules=len(format_.rules),
        digest=format_.digest,
        instruments=tuple(
            InstrumentRow(
                i.name, i.provision, i.url, i.retrieved.isoformat() if i.retrieved else None, i.verified, i.note
            )
            for i in file.instruments
        ),
        record_schema=str(format_.record_schema.get("$id", "")),
        valid_from=file.valid_from.isoformat() if file.valid_from else None,
        valid_until=file.valid_until.isoformat() if file.valid_until else None,
    )
