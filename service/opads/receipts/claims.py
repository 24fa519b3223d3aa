"""What a receipt says; its JSON Schema is ``schema/1.0/receipt.json``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, cast

import msgspec

from opads.report import AsOf, FormatInfo, Report, Totals
from opads.standard import resources
from opads.standard.jsonvalue import canonical

__all__ = (
    "VERSION",
    "Claims",
    "Document",
    "Entry",
    "Head",
    "Outcomes",
    "StepClaims",
    "claims_of",
    "codelists_digest",
    "payload_of",
)

VERSION: Literal["1.0"] = "1.0"
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal."""
Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
"""A UUID."""
Moment = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Ordinal = Annotated[int, msgspec.Meta(ge=1)]
Basis = Literal["given", "own", "today"]
Verdict = Literal["valid", "undetermined", "invalid"]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
FormatId = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]


class _Closed(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel", forbid_unknown_fields=True):
    """An object that has these members and no other."""


class Document(_Closed, frozen=True):
    """The bytes that were handed in."""

    sha256: Digest
    bytes: Count
    media_type: Text
    format: FormatId | None = None
    carrier: FormatId | None = None


class Entry(_Closed, frozen=True):
    """What the log of the register holds of one disclosure since then."""

    sequence: Ordinal
    hash: Digest
    kind: Text
    disclosure: Id
    version: Ordinal
    publisher_id: Text | None = None
    record: Count | None = None
    canonical: Digest | None = None


class Head(_Closed, frozen=True):
    """The end of the log when the receipt was given; its hash covers all that is before it."""

    sequence: Count
    hash: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]


class Outcomes(_Closed, frozen=True):
    """How the checks ended that were due; the five add up to ``due``. Written even where nought."""

    due: Count
    passed: Count
    failed: Count
    not_applicable: Count
    not_evaluated: Count
    needs_human: Count


class Engine(_Closed, frozen=True):
    """The program that judged."""

    name: Text
    version: Text


class Standard(_Closed, frozen=True):
    """The version of the standard, with the digest of its files and that of its code lists alone."""

    version: Text
    digest: Digest
    codelists: Digest


class Format(_Closed, frozen=True):
    """A format that took part: the digest is over its schema, mapping, rules and texts."""

    id: FormatId
    name: Text
    digest: Digest
    local: bool = False


class Dates(_Closed, frozen=True):
    """As of when the law was applied."""

    basis: tuple[Basis, ...]
    first: Day | None = None
    last: Day | None = None


class Counts(_Closed, frozen=True):
    """True counts of records and findings."""

    records: Count
    valid: Count
    invalid: Count
    undetermined: Count
    errors: Count
    warnings: Count
    infos: Count
    outside: Count


class Claims(_Closed, frozen=True):
    """A whole receipt, before it is signed."""

    receipt: Literal["1.0"]
    id: Id
    """The submission's."""
    chain: Literal["public", "sandbox"]
    issued_at: Moment
    account: Text
    document: Document
    verdict: Verdict
    report: Digest
    """Of the canonical report."""
    engine: Engine
    standard: Standard
    formats: tuple[Format, ...]
    judged_for: tuple[FormatId, ...]
    as_of: Dates
    totals: Counts
    ledger: Outcomes
    entries: tuple[Entry, ...]
    head: Head
    register: Text | None = None
    """Scheme and host of the service, where it knows them."""


class StepClaims(_Closed, frozen=True):
    """What the receipt of a step says: what was done to a disclosure that is in the register, without a document."""

    receipt: Literal["step-1.0"]
    id: Text
    """The step's."""
    chain: Literal["public", "sandbox"]
    issued_at: Moment
    account: Text
    status: Text
    reason: str
    entries: tuple[Entry, ...]
    head: Head


def claims_of(
    report: Report,
    *,
    id: str,  # noqa: A002 - the claim's own name
    chain: Literal["public", "sandbox"],
    issued_at: str,
    account: str,
    media_type: str,
    report_sha256: str,
    entries: Sequence[Entry],
    head: Head,
    register: str = "",
) -> Claims:
    """Return the claims on a document by its report: digest and size are those of the report's input.

    ``report_sha256`` is the digest of the canonical report; ``issued_at`` a moment (``opads.storage.moments``).
    """
    ledger = report.ledger
    return Claims(
        receipt=VERSION,
        id=id,
        chain=chain,
        issued_at=issued_at,
        account=account,
        document=Document(
            report.input.sha256, report.input.bytes, media_type, report.input.format, report.input.carrier
        ),
        verdict=cast("Verdict", report.verdict),
        report=report_sha256,
        engine=Engine(**report.engine),
        standard=Standard(**report.standard, codelists=codelists_digest()),
        formats=tuple(_format(info) for info in report.formats),
        judged_for=report.judged_for,
        as_of=_dates(report.as_of),
        totals=_counts(report.totals),
        ledger=Outcomes(
            *(ledger.due, ledger.passed, ledger.failed),
            *(ledger.not_applicable, ledger.not_evaluated, ledger.needs_human),
        ),
        entries=tuple(entries),
        head=head,
        register=register or None,
    )


def payload_of(claims: Claims | StepClaims) -> bytes:
    """Return the bytes that are signed: RFC 8785."""
    return canonical(msgspec.to_builtins(claims))


def codelists_digest() -> str:
    """Return the SHA-256 over the code lists: of a line ``<sha256>  <name>`` for each, sorted, as ``sha256sum *.csv`` writes them."""
    return _codelists_digest(resources.codelists())


@lru_cache(maxsize=8)
def _codelists_digest(folder: Path) -> str:
    lines = [
        f"{sha256((folder / f'{name}.csv').read_bytes()).hexdigest()}  {name}.csv\n"
        for name in sorted(resources.codelist_names())
    ]
    return sha256("".join(lines).encode()).hexdigest()


def _format(info: FormatInfo) -> Format:
    return Format(info.id, info.name, info.digest, info.local)


def _dates(as_of: AsOf) -> Dates:
    return Dates(cast("tuple[Basis, ...]", as_of.basis), as_of.first, as_of.last)


def _counts(totals: Totals) -> Counts:
    return Counts(**msgspec.structs.asdict(totals))
