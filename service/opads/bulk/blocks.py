"""The one function that is run for each block, in whichever process: from bytes to a part of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from opads import carriers
from opads.account import LOSSES, total
from opads.bulk.members import pack
from opads.bulk.outcomes import Outcomes
from opads.bulk.spread import Spread
from opads.bulk.written import Write, writing
from opads.carriers import Block, Limits, NativeRecord, Place, Reading, WriteError
from opads.carriers.blocks import oversize
from opads.carriers.parquet import PARQUET, Manner
from opads.catalogue import catalogue_of
from opads.conversion import convert_record, missing_of
from opads.findings import Finding
from opads.formats import Format, Registry, registry_with
from opads.judging import Judge, Judged
from opads.moulds import Press, Pressed
from opads.parts import Part
from opads.report import SAMPLES, ReportBuilder
from opads.setrules import set_rules
from opads.sets import Left, SetJudge, said
from opads.standard.jsonvalue import canonical, dumps
from opads.validation import judge_reading

__all__ = ("Options", "Result", "convert_block", "judge_block", "reading_in", "set_judge")

IN_PARTS = "the file was judged in parts, not as one document"


class Options(msgspec.Struct, frozen=True):
    """What a job asks of every block; hashable, so that a process makes its judge once."""

    format: str
    carrier: str
    targets: tuple[str, ...] = ()
    as_of: date | None = None
    limits: Limits = Limits()
    paths: tuple[str, ...] = ()
    rejects: bool = False
    outcomes: bool = False
    """Whether a line is wanted of each record that says how it was judged."""
    target: str | None = None
    target_carrier: str | None = None
    carry: bool = True
    account: bool = False
    """Whether the account of every value is wanted, and not the sums alone."""
    samples: int | None = SAMPLES
    """How many findings of a rule the report quotes; all where None."""
    manner: str = ""
    """As what the rows of a Parquet file are read: ``json`` or ``csv``."""

    @property
    def registry(self) -> Registry:
        """The formats at hand."""
        return registry_with(tuple(map(Path, self.paths)))

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that take part, the input's own first."""
        return tuple(dict.fromkeys((self.format, *(f.id for f in self.registry.wanted(self.targets)))))


class Result(msgspec.Struct, frozen=True):
    """What a block gave."""

    part: Part
    members: tuple[tuple[int, str, bytes], ...] = ()
    """What rules on sets keep: number of the rule, digest of the key, the rest."""
    missed: tuple[tuple[int, str], ...] = ()
    last: str = ""
    rejected: bytes = b""
    outcomes: bytes = b""
    """How each record was judged, one a line."""
    spread: Spread | None = None
    """Where the findings are; kept where outcomes are."""
    output: bytes = b""
    account: bytes = b""
    """The accounts of the records, one a line."""
    losses: dict[str, int] = {}
    incomplete: bool = False


def set_judge(options: Options) -> SetJudge:
    """Return what judges sets of records of a format."""
    return SetJudge((set_rules(), options.registry.get(options.format).rules), ("",))


@lru_cache(maxsize=4)
def _tools(options: Options) -> tuple[Format, Judge, SetJudge]:
    registry = options.registry
    format_ = registry.get(options.format)
    catalogue = catalogue_of(registry, options.formats)
    judge = Judge(format_, registry.wanted(options.targets), registry.schemas, catalogue, options.as_of)
    return format_, judge, set_judge(options)


def reading_in(block: Block, format_: Format, options: Options) -> Reading:
    """Return the reading of a block, as a part of the whole."""
    if options.carrier != PARQUET:
        use = format_.carrier_options(options.carrier) or {}
        return carriers.splitter(options.carrier).read(block, use, options.limits)
    if (found := oversize(block, options.limits)) is not None:
        return found
    from opads.bulk.parquetfile import batch_in  # noqa: PLC0415 - needs an extra
    from opads.bulk.rows import reading_of  # noqa: PLC0415 - needs an extra

    manner: Manner = "csv" if options.manner == "csv" else "json"
    return reading_of(batch_in(block.data), format_, manner, limits=options.limits, first=block.shift.records)


def judge_block(block: Block, options: Options) -> Result:
    """Return what is to be said of a block; the same for the same block, wherever and however often it is asked."""
    format_, judge, sets = _tools(options)
    reading = reading_in(block, format_, options)
    lines = Outcomes()
    builder = ReportBuilder(options.samples, block.number, lines.places.finding if options.outcomes else None)
    members: list[tuple[int, str, bytes]] = []
    missed: dict[int, str] = {}
    rejected: list[tuple[int, bytes]] = []

    known: set[tuple[int, str, str]] = set()

    def take(record: NativeRecord, judged: Judged) -> None:
        for item in sets.gather(0, record, judged):
            if isinstance(item, Left):
                if sets.distinct[item.rule]:
                    same = (item.rule, repr(item.key), said(item.seen))
                    if same in known:
                        continue
                    known.add(same)
                members.append((item.rule, *pack(item)))
            else:
                missed.setdefault(item.rule, item.reason)
        if options.outcomes:
            lines.judged(record, judged)
        if options.rejects and judged.verdict == "invalid":
            place = record.locate("")
            rejected.append((record.index, _rejected(record.index, place, record.value, judged.findings)))

    last = judge_reading(reading, judge, builder, take)
    if not block.whole and block.number == 0 and reading.document is None:
        _not_as_a_whole(format_, options.carrier, builder)
    if options.rejects:
        rejected += _given_up(judge, reading)
    if options.outcomes:
        lines.given_up(judge, reading.troubles)
    rejected.sort(key=lambda item: item[0])
    return Result(
        part=builder.part(),
        members=tuple(members),
        missed=tuple(missed.items()),
        last=last,
        rejected=b"".join(line for _, line in rejected),
        outcomes=lines.text(),
        spread=lines.spread() if options.outcomes else None,
    )


def _not_as_a_whole(format_: Format, carrier: str, builder: ReportBuilder) -> None:
    """Say of each rule on the whole document that it was not evaluated, where the carrier has documents."""
    if carrier != "json":
        return
    builder.phase = 1
    for compiled in format_.rules:
        if compiled.rule.on == "document":
            builder.outcome(compiled.rule.id, "not-evaluated", IN_PARTS)


def _given_up(judge: Judge, reading: Reading) -> Iterator[tuple[int, bytes]]:
    """Yield the records that the carrier gave up, of which there is no value."""
    by_record: dict[int, list[Finding]] = {}
    for trouble in reading.troubles:
        if trouble.record is not None:
            found = judge.trouble(trouble.rule, trouble.params, trouble.place, trouble.record, trouble.pointer)
            by_record.setdefault(trouble.record, []).append(found)
    for record, findings in by_record.items():
        if any(finding.severity == "error" for finding in findings):
            yield record, _rejected(record, findings[0].place, None, findings)


def _rejected(record: int, place: Place | None, value: Any, findings: list[Finding]) -> bytes:
    line = None if place is None else place.line
    found = [msgspec.to_builtins(finding, enc_hook=str, builtin_types=()) for finding in findings]
    return dumps({"record": record, "line": line, "native": value, "findings": found}) + b"\n"


def convert_block(block: Block, options: Options) -> Result:
    """Return the records of a block in the target format, to be joined to those of other blocks, and what was lost."""
    format_, judge, _ = _tools(options)
    to = options.registry.get(options.target or "")
    write = writing(to, options.target_carrier or "ndjson")
    reading = reading_in(block, format_, options)
    press = _press(options) if options.target_carrier in (None, "ndjson") else None
    natives: list[dict[str, Any] | Pressed] = []
    accounts: list[bytes] = []
    losses: Counter[str] = Counter()
    incomplete = False
    for record in reading.records:
        pressed = None if press is None or record.troubles else press.pressed(record.value)
        if pressed is not None:
            natives.append(pressed)
            losses.update(pressed.mould.losses)
            if options.account:
                accounts.append(pressed.account(record.index))
            continue
        done = convert_record(format_, to, record, carry=options.carry)
        natives.append(done.native)
        totals = total((done.account,), 0)
        losses.update({kind: getattr(totals, kind) for kind in LOSSES})
        if options.account:
            accounts.append(canonical(done.account, str))
        incomplete |= any(_grave(judge, str(row["rule"])) for row in done.unread)
    incomplete |= any(_grave(judge, trouble.rule) for trouble in reading.troubles)
    builder = ReportBuilder(SAMPLES, block.number)
    for trouble in reading.troubles:
        builder.add(judge.trouble(trouble.rule, trouble.params, trouble.place, trouble.record, trouble.pointer))
    builder.records = len(natives)
    return Result(
        part=builder.part(),
        rejected=b"".join(line for _, line in _given_up(judge, reading)) if options.rejects else b"",
        output=_joined(natives, write),
        account=b"".join(account + b"\n" for account in accounts),
        losses={kind: losses[kind] for kind in LOSSES},
        incomplete=incomplete,
    )


@lru_cache(maxsize=4)
def _press(options: Options) -> Press | None:
    """Return what converts records alike, where the mappings allow it."""
    to = options.registry.get(options.target or "")
    return Press.of(options.registry.get(options.format), to, missing_of(to), carry=options.carry)


def _joined(records: list[dict[str, Any] | Pressed], write: Write) -> bytes:
    """Return the text of all records; where some are pressed already, all are lines."""
    given = [record for record in records if not isinstance(record, Pressed)]
    if len(given) == len(records):
        return write(given)
    pieces = []
    for number, record in enumerate(records):
        if isinstance(record, Pressed):
            pieces.append(record.output)
            continue
        try:
            pieces.append(write([record]))
        except WriteError as error:
            raise WriteError(str(error), record=number, pointer=error.pointer) from error
    return b"".join(pieces)


def _grave(judge: Judge, rule: str) -> bool:
    info = judge.catalogue.get(rule)
    return info is None or info.severity == "error"
