"""Judges a document that is handed in, and makes of it what is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from opads.carriers import Limits, NativeRecord
from opads.formats import Registry
from opads.judged import Judged
from opads.register.canonical import canonical_disclosure
from opads.register.errors import NotAcceptedError, UnfitError
from opads.register.model import LONGEST_ID, Document
from opads.report import Report, canonical_report
from opads.validation import validate

__all__ = ("Accepted", "Record", "accept", "checked_text", "publisher_id_of")

NEVER = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
"""Characters that no identifier and no reason has: controls, and what is not Unicode."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its number from 0, its canonical bytes with their digest, the identifier that its publisher gave it."""

    index: int
    canonical: bytes
    digest: str
    publisher_id: str | None


@dataclass(frozen=True)
class Accepted:
    """A document that may be entered."""

    document: Document
    report: Report
    records: tuple[Record, ...]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the document."""
        return sha256(self.document.data).hexdigest()

    @cached_property
    def report_bytes(self) -> bytes:
        """The canonical report (RFC 8785)."""
        return canonical_report(self.report)

    @cached_property
    def report_digest(self) -> str:
        """The SHA-256 of the canonical report."""
        return sha256(self.report_bytes).hexdigest()


def accept(
    document: Document,
    registry: Registry,
    *,
    targets: Sequence[str] = (),
    strict: bool = False,
    most: int,
    limits: Limits | None = None,
) -> Accepted:
    """Return a document ready to be entered.

    ``targets`` judge it besides those that it names itself; ``strict`` takes none of which something could not be checked; ``most`` is
    how many records it may have. Raises NotAcceptedError, UnfitError, and FormatError for names of formats that do not exist.
    """
    natives: list[tuple[int, dict[str, Any]]] = []

    def take(record: NativeRecord, judged: Judged) -> None:
        del judged
        if len(natives) <= most:
            natives.append((record.index, record.value))

    report = validate(
        document.data,
        registry,
        source=document.source,
        targets=tuple(dict.fromkeys((*targets, *document.targets))),
        carrier=document.carrier,
        limits=limits,
        take=take,
    )
    if report.verdict == "invalid":
        raise NotAcceptedError(f"{report.totals.errors} errors were found", report)
    if not report.totals.records:
        raise NotAcceptedError("no disclosure was found in the document", report)
    if strict and report.verdict != "valid":
        raise NotAcceptedError(
            "not everything could be checked, and this register takes what was checked wholly", report
        )
    if len(natives) > most:
        raise UnfitError(f"the document has {report.totals.records} records; one that is handed in may have {most}")
    # What was judged is what is kept; the lens adds under ``extensions`` what alone the way back shows to be missing.
    lens = registry.get(str(report.input.format)).lens
    return Accepted(document, report, tuple(_record(index, lens.read(native).disclosure) for index, native in natives))


def _record(index: int, disclosure: dict[str, Any]) -> Record:
    try:
        data = canonical_disclosure(disclosure)
    except ValueError as error:
        raise UnfitError(f"record {index + 1} holds what JSON cannot: {error}") from None
    own = publisher_id_of(disclosure)
    if own is not None:
        checked_text(own, f"the identifier of record {index + 1}", LONGEST_ID)
    return Record(index, data, sha256(data).hexdigest(), own)


def publisher_id_of(disclosure: dict[str, Any]) -> str | None:
    """Return the identifier that a disclosure has of itself: the first of scope ``disclosure``; None where there is none."""
    identity = disclosure.get("identity")
    found = identity.get("identifiers") if isinstance(identity, dict) else None
    for item in found if isinstance(found, list) else ():
        if isinstance(item, dict) and item.get("scope") == "disclosure" and isinstance(item.get("value"), str):
            return str(item["value"]) or None
    return None


def checked_text(text: str, what: str, longest: int, parameter: str | None = None) -> str:
    """Return a text that can be kept; raises UnfitError for an empty or long one, and for controls in it."""
    if not text.strip() or len(text) > longest or NEVER.search(text):
        raise UnfitError(f"{what} has 1 to {longest} characters, none of them a control", parameter)
    return text
