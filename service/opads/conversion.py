"""Converts bytes from one format to another, with every loss accounted for. The second of the two jobs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from msgspec.structs import replace

from opads import carriers
from opads.account import Account, RecordAccount, StatedRow, account_of, total
from opads.carriers import Limits, NativeRecord, WriteError
from opads.filling import Refused, Statements, fill, recarried, unused
from opads.formats import Format, Registry
from opads.judging import plain
from opads.mapping import MappingError, Reading
from opads.missing import Missing
from opads.report import SAMPLES, Report
from opads.standard.jsonvalue import canonical, leaves
from opads.validation import resolve, validate

__all__ = ("Conversion", "ConversionError", "Converted", "canonical_account", "convert", "convert_record", "missing_of")


class ConversionError(ValueError):
    """Bytes of no known format, or a syntax in which the target format does not occur."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The output, the account, and the verdict on the output by the target's own rules.

    Where the target's syntax cannot hold the records, the output is empty and the account says why (``refusal``).
    """

    output: bytes
    media_type: str
    account: Account
    report: Report

    encoding: str = "utf-8"
    refused: tuple[Refused, ...] = ()
    """What was stated by hand and not taken."""

    @property
    def text(self) -> str:
        """The output as text."""
        return self.output.decode(self.encoding)


def convert(
    data: bytes,
    registry: Registry,
    *,
    target: str,
    source: str | None = None,
    carrier: str | None = None,
    target_carrier: str | None = None,
    carry: bool = True,
    as_of: date | None = None,
    limits: Limits | None = None,
    statements: Statements | None = None,
) -> Conversion:
    """Return the bytes in the target format, with the account and the report on them.

    ``statements`` are put into the records written, as far as these lack such values and they fit.
    Raises FormatError for unknown formats and ConversionError where it is not known what is to be read or written.
    """
    to = registry.get(target)
    format_id, carrier_id, _ = resolve(data, registry, source, carrier, limits)
    if format_id is None or carrier_id is None:
        raise ConversionError("the file is in no known format; name it with --from (or `from` in the API)")
    from_ = registry.get(format_id)
    out_carrier = _carrier(to, target_carrier)
    reading = carriers.get(carrier_id).read(data, from_.carrier_options(carrier_id) or {}, limits or Limits())
    natives: list[dict[str, Any]] = []
    accounts: list[RecordAccount] = []
    unread: list[dict[str, Any]] = []
    refused: list[Refused] = []
    for record in reading.records:
        done = convert_record(from_, to, record, carry=carry)
        if statements:
            done = _stated(to, done, statements, refused)
        unread += done.unread
        accounts.append(done.account)
        natives.append(done.native)
    if statements:
        refused += unused(statements, accounts, refused)
    unread += [_unread(t.rule, t.record, t.place) for t in reading.troubles]
    output, refusal = b"", None
    options = to.carrier_options(out_carrier) or {}
    try:
        output = carriers.get(out_carrier).write(natives, options)
    except WriteError as error:
        refusal = str(error)
    account = Account(
        account="1.0",
        source={
            "format": from_.id,
            "carrier": carrier_id,
            "sha256": hashlib.sha256(data).hexdigest(),
            "digest": from_.digest,
        },
        target={
            "format": to.id,
            "carrier": out_carrier,
            "sha256": hashlib.sha256(output).hexdigest(),
            "digest": to.digest,
        },
        totals=total(tuple(accounts), len(reading.outside)),
        records=tuple(accounts),
        unread=tuple(unread),
        refusal=refusal,
    )
    report = validate(output, registry, source=to.id, carrier=out_carrier, as_of=as_of, samples=SAMPLES)
    use = next(u for u in to.file.carriers if u.carrier == out_carrier)
    return Conversion(
        output, use.media_type or to.file.media_type, account, report, options.get("encoding", "utf-8"), tuple(refused)
    )


@dataclass(frozen=True, slots=True)
class Converted:
    """One record in the target format, its account, and what of it could not be read."""

    native: dict[str, Any]
    account: RecordAccount
    unread: list[dict[str, Any]]


def convert_record(from_: Format, to: Format, record: NativeRecord, *, carry: bool) -> Converted:
    """Return a record in another format."""
    unread = [_unread(t.rule, t.record, t.place) for t in record.troubles]
    read = _read(from_, to, record.value, unread, record.index)
    writing = to.lens.write(read.disclosure, carry=carry, own=True)
    missing = missing_of(to)(writing.native)
    account = account_of(record.index, record.value, read, writing, missing=missing, source=from_.id)
    return Converted(writing.native, account, unread)


def _stated(to: Format, done: Converted, statements: Statements, refused: list[Refused]) -> Converted:
    """Return a record with what was stated of it, in the record and in its account."""
    record = done.account.record
    filled = fill(to, done.native, statements.of(record), record=record)
    refused += filled.refused
    if not filled.taken:
        return done
    native = recarried(to, done.native, filled.taken)
    stated = tuple(StatedRow(pointer, plain({"v": value})["v"]) for pointer, value in filled.taken.items())
    account = replace(done.account, missing=missing_of(to)(native), stated=stated)
    return Converted(native, account, done.unread)


@lru_cache(maxsize=64)
def missing_of(format_: Format) -> Missing:
    """Return what finds the fields that records of a format lack."""
    return Missing(format_.record_schema, format_.record_validator, format_.declared)


def _carrier(format_: Format, wanted: str | None) -> str:
    offered = [use.carrier for use in format_.file.carriers]
    if wanted is None:
        return offered[0]
    if wanted not in offered:
        raise ConversionError(f"format {format_.id!r} is not written as {wanted!r}; it is as {', '.join(offered)}")
    return wanted


def _unread(rule: str, record: int | None, place: Any) -> dict[str, Any]:
    where = msgspec.to_builtins(place) if place is not None else None
    return {k: v for k, v in (("rule", rule), ("record", record), ("place", where)) if v is not None}


def _read(from_: Format, to: Format, native: dict[str, Any], unread: list[dict[str, Any]], record: int) -> Reading:
    """Read a record, by the disclosure that it carries where it carries one that still fits."""
    if from_.id != to.id:
        try:
            carried = from_.lens.carried(native)
        except MappingError:
            carried = None
            unread.append({"rule": "opads/carried-disclosure-stale", "record": record})
        if carried is not None and from_.schemas.disclosure.is_valid(carried):
            return _through(from_, carried)
    return from_.lens.read(native)


def _through(from_: Format, carried: dict[str, Any]) -> Reading:
    """Return a reading of the carried disclosure in which each native leaf points at what it was written from."""
    reading = Reading(carried)
    mapped: dict[str, list[str]] = {}
    slot = f"{from_.file.carry}/opads"
    for pointer, entry in from_.lens.write(carried, carry=False).account.items():
        for native in entry.targets:
            mapped.setdefault(native, []).append(pointer)
    for pointer, _ in leaves(carried):
        mapped[slot + pointer] = [pointer]
    reading.mapped = {native: tuple(pointers) for native, pointers in mapped.items()}
    return reading


def canonical_account(account: Account) -> bytes:
    """Return the account in the canonical form of RFC 8785."""
    return canonical(account, str)
