"""What is kept of a report to compare a later one with: small, and never believed where it is odd."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated

import msgspec
from msgspec import Meta

from opads.findings import Finding
from opads.report import Report
from opads.standard.jsonvalue import dumps

__all__ = ("MOST", "Earlier", "Trace", "earlier_of", "read_earlier", "trace_of", "written")

MOST = 200
"""Findings that a trace of a report keeps one by one; of the others it keeps the number."""
LONGEST = 300
"""Characters of a native pointer that are kept."""


class Trace(msgspec.Struct, frozen=True, array_like=True):
    """One finding: its rule, severity and native field, the record it was in, and a digest of what was said of it."""

    rule: Annotated[str, Meta(max_length=100)]
    severity: Annotated[str, Meta(max_length=10)]
    native: Annotated[str, Meta(max_length=LONGEST)]
    record: Annotated[int, Meta(ge=-1, lt=2**53)]
    digest: Annotated[str, Meta(max_length=16)]


class Count(msgspec.Struct, frozen=True, array_like=True):
    """How often a rule was broken in all."""

    rule: Annotated[str, Meta(max_length=100)]
    severity: Annotated[str, Meta(max_length=10)]
    total: Annotated[int, Meta(ge=0, lt=2**53)]


class Earlier(msgspec.Struct, frozen=True, array_like=True):
    """The trace of a report."""

    traces: Annotated[tuple[Trace, ...], Meta(max_length=1_000_000)] = ()
    counts: Annotated[tuple[Count, ...], Meta(max_length=10_000)] = ()


def trace_of(finding: Finding) -> Trace:
    """Return the trace of a finding."""
    record = -1 if finding.record is None else finding.record
    native = (finding.native if finding.native is not None else finding.pointer or "")[:LONGEST]
    return Trace(finding.rule, finding.severity, native, record, _digest(finding))


def _digest(finding: Finding) -> str:
    """Return a digest of what is said of a finding, places in the file left out."""
    said = {name: value for name, value in finding.params.items() if "line" not in name and "column" not in name}
    return hashlib.sha256(dumps([list(pair) for pair in sorted(said.items())])).hexdigest()[:10]


def earlier_of(report: Report, most: int | None = None) -> Earlier:
    """Return the trace of a report; of the first ``most`` findings one by one, gravest first (of all when None)."""
    found = [finding for group in report.groups for finding in group.samples]
    counts = tuple(Count(group.rule, group.severity, group.total) for group in report.groups)
    return Earlier(tuple(trace_of(finding) for finding in found[:most]), counts)


def written(earlier: Earlier) -> str:
    """Return a trace as one line of ASCII, for a page to keep."""
    return json.dumps(msgspec.to_builtins(earlier), separators=(",", ":"))


def read_earlier(text: str) -> Earlier | None:
    """Return the trace that a text is; None for anything else: whoever sends it may have made it up."""
    try:
        return msgspec.json.decode(text.encode("utf-8", "replace"), type=Earlier)
    except (msgspec.MsgspecError, RecursionError):
        return None
