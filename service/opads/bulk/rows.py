"""Batches of rows as readings of a format: what bulk work and partitions of a cluster have in common."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from opads.carriers import Limits, Reading
from opads.carriers.parquet import PARQUET, Manner
from opads.carriers.parquet.reading import read_rows
from opads.carriers.parquet.values import as_text
from opads.formats import Format, FormatError, Registry
from opads.formats.detect import ENOUGH, Candidate, Detection, detect
from opads.standard.jsonvalue import dumps
from opads.standard.shapes import Shape, shape_of

__all__ = ("ABOUT", "Recognised", "detection_of", "reading_of", "recognise", "record_shape")

ABOUT = b"opads.format"
"""Where a schema says in which format the records are."""
SAMPLE = 20
MANNERS: Mapping[str, Manner] = {"csv": "csv", "json": "json", "ndjson": "json"}


class Recognised(msgspec.Struct, frozen=True):
    """The format of rows (None where they are in none that is known), and as what they are read."""

    format: str | None
    manner: Manner = "json"
    detected: bool = False


def reading_of(batch: Any, format_: Format, manner: Manner, *, limits: Limits | None = None, first: int = 0) -> Reading:
    """Return the reading of a ``pyarrow.RecordBatch`` of native records.

    ``first`` is the number of its first row in the whole (from 0). Column findings come with the batch whose first row
    is 0. Whatever the batch holds, the answer is a reading.
    """
    options = (format_.carrier_options("csv") or {}) if manner == "csv" else {}
    return read_rows(batch, manner, options, record_shape(format_), limits or Limits(), first)


@lru_cache(maxsize=64)
def record_shape(format_: Format) -> Shape:
    """Return the shape of a format's native records."""
    return shape_of(format_.record_schema, format_.schemas.documents)


def detection_of(batch: Any, registry: Registry) -> Detection:
    """Return which formats rows may be in, by the first of them."""
    named = _named(batch, registry)
    if named is not None:
        return Detection((Candidate(named, PARQUET, ENOUGH, (f"{ABOUT.decode()}: {named}",)),), (PARQUET,))
    found = _all(batch, _manners(None), registry)
    return Detection(tuple(msgspec.structs.replace(candidate, carrier=PARQUET) for candidate, _ in found), (PARQUET,))


def recognise(batch: Any, registry: Registry, source: str | None = None, carrier: str | None = None) -> Recognised:
    """Return the format of rows by the first of them, and as what they are read.

    The schema may name the format itself; else the features of the formats decide, for rows of JSON and of tables
    alike. ``source`` and ``carrier`` are what is told already. Raises FormatError for a format that does not exist, and
    for a carrier that has no rows.
    """
    manners = _manners(carrier)
    named = _named(batch, registry)
    if named is not None and source in (None, named) and "json" in manners:
        return Recognised(named, "json", source is None)
    format_ = registry.get(source) if source is not None else None
    found = [item for item in _all(batch, manners, registry) if source in (None, item[0].format)]
    if format_ is not None:
        offered = [MANNERS[use.carrier] for use in format_.file.carriers if use.carrier in MANNERS] or ["json"]
        usual = next((manner for manner in manners if manner in offered), None)
        if usual is None:
            raise FormatError(f"format {source!r} does not occur as {carrier!r}")
        return Recognised(format_.id, found[0][1] if found else usual)
    if found and found[0][0].score >= ENOUGH:
        return Recognised(found[0][0].format, found[0][1], detected=True)
    return Recognised(None)


def _all(batch: Any, manners: tuple[Manner, ...], registry: Registry) -> list[tuple[Candidate, Manner]]:
    """Return what rows may be, the likeliest first; each format once."""
    found: dict[str, tuple[Candidate, Manner]] = {}
    for manner in manners:
        for candidate in _candidates(batch.slice(0, SAMPLE), manner, registry):
            if candidate.format not in found or found[candidate.format][0].score < candidate.score:
                found[candidate.format] = candidate, manner
    return sorted(found.values(), key=lambda item: (-item[0].score, manners.index(item[1]), item[0].format))


def _manners(carrier: str | None) -> tuple[Manner, ...]:
    if carrier is None:
        return ("json", "csv")
    if carrier not in MANNERS:
        raise FormatError(f"rows of Parquet are read as csv or as json, not as {carrier}")
    return (MANNERS[carrier],)


def _named(batch: Any, registry: Registry) -> str | None:
    """Return the format that the schema names, if it is at hand."""
    name = (batch.schema.metadata or {}).get(ABOUT, b"").decode(errors="replace")
    return name if name in registry.ids else None


def _candidates(batch: Any, manner: Manner, registry: Registry) -> Iterator[Candidate]:
    """Yield what rows may be, by the features that the formats have in the syntax whose rows they are."""
    if manner == "json":
        records = [record.value for record in read_rows(batch, "json", {}, None, Limits()).records]
        if records:
            yield from detect(b"\n".join(map(dumps, records)), registry, carrier="ndjson").candidates
        return
    given = {f.id: (f.carrier_options("csv") or {}).get("delimiter") for f in registry}
    for delimiter in dict.fromkeys((",", *filter(None, given.values()))):
        for candidate in detect(_table(batch, delimiter), registry, carrier="csv").candidates:
            if (given[candidate.format] or ",") == delimiter:
                yield candidate


def _table(batch: Any, delimiter: str) -> bytes:
    """Return rows as the text of a table, its names as they are."""
    records = [record.value for record in read_rows(batch, "json", {}, None, Limits()).records]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(batch.schema.names)
    for record in records:
        cells = (as_text(record.get(name, "")) for name in batch.schema.names)
        writer.writerow(cell if isinstance(cell, str) else dumps(cell).decode() for cell in cells)
    return target.getvalue().encode()
