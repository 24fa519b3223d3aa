"""What executors do with the rows of a DataFrame: a verdict with its findings, or another format with its account, for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from opads.account import LOSSES, total
from opads.bulk.blocks import reading_in
from opads.carriers import Reading, Trouble
from opads.conversion import convert_record
from opads.findings import Finding
from opads.judging import Judge
from opads.spark.memory import settle
from opads.spark.slices import Slice, slices
from opads.spark.wish import Wish, tools
from opads.standard.jsonvalue import dumps

__all__ = ("CONVERTED", "JUDGED", "Converting", "Judging")

JUDGED = {
    "verdict": "string",
    "as_of": "string",
    "errors": "int",
    "warnings": "int",
    "findings": "array<struct<rule:string,severity:string,text:string,pointer:string,native:string,params:string>>",
}
"""The columns of what was judged, and their types."""
CONVERTED = {"record": "string", "account": "string", "unread": "string", **dict.fromkeys(LOSSES, "int")}
"""The columns of what was converted."""


class Judging:
    """Judges each row; a row that holds nothing has no verdict."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield, for each batch, rows with the key and the columns ``JUDGED``."""
        format_, judge = tools(self.wish.options, self.wish.expected)
        for piece in slices(batches, self.wish, 1):
            reading = reading_in(piece.block, format_, self.wish.options)
            verdicts: dict[int, tuple[str, str | None]] = {}
            found: dict[int, list[Finding]] = {}
            for record in reading.records:
                judged = judge.judge(record)
                row = _row(piece, record.index)
                verdicts[row], found[row] = (judged.verdict, judged.as_of), judged.findings
            for row, trouble in _troubles(piece, reading):
                finding = judge.trouble(trouble.rule, trouble.params, None, None, trouble.pointer)
                found.setdefault(row, []).append(finding)
                _, as_of = verdicts.get(row, ("", None))
                if finding.severity == "error":
                    verdicts[row] = "invalid", as_of
                else:
                    verdicts.setdefault(row, ("undetermined", None))
            settle()
            yield _batch(piece, self.wish, JUDGED, [
                _judged(verdicts.get(row), found.get(row, []), judge) for row in range(piece.batch.num_rows)
            ])  # fmt: skip


class Converting:
    """Converts each row; of a row that could not be read it says by which rules."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield, for each batch, rows with the key and the columns ``CONVERTED``."""
        options = self.wish.options
        format_, _ = tools(options, self.wish.expected)
        to = options.registry.get(options.target or "")
        for piece in slices(batches, self.wish, 1):
            reading = reading_in(piece.block, format_, options)
            made: dict[int, dict[str, Any]] = {}
            unread: dict[int, list[str]] = {}
            for record in reading.records:
                done = convert_record(format_, to, record, carry=options.carry)
                row = _row(piece, record.index)
                account = msgspec.to_builtins(done.account, enc_hook=str)
                del account["record"]
                totals = total((done.account,), 0)
                made[row] = {"record": dumps(done.native).decode(), "account": dumps(account).decode()}
                made[row] |= {kind: getattr(totals, kind) for kind in LOSSES}
                unread[row] = [str(item["rule"]) for item in done.unread]
            for row, trouble in _troubles(piece, reading):
                unread.setdefault(row, []).append(trouble.rule)
            nothing: dict[str, Any] = dict.fromkeys(CONVERTED)
            settle()
            yield _batch(piece, self.wish, CONVERTED, [
                nothing | made.get(row, {}) | ({"unread": dumps(unread[row]).decode()} if unread.get(row) else {})
                for row in range(piece.batch.num_rows)
            ])  # fmt: skip


def _row(piece: Slice, record: int) -> int:
    return piece.rows[record - piece.block.shift.records]


def _troubles(piece: Slice, reading: Reading) -> Iterator[tuple[int, Trouble]]:
    """Yield what is to be said beside the records, with the row that it concerns."""
    for trouble in reading.troubles:
        if trouble.record is not None:
            yield _row(piece, trouble.record), trouble
        elif trouble.place is not None and trouble.place.line is not None and not piece.broken:
            yield trouble.place.line - piece.block.shift.lines - 1, trouble


def _judged(verdict: tuple[str, str | None] | None, findings: list[Finding], judge: Judge) -> dict[str, Any]:
    if verdict is None:
        return dict.fromkeys(JUDGED)
    return {
        "verdict": verdict[0],
        "as_of": verdict[1],
        "errors": sum(finding.severity == "error" for finding in findings),
        "warnings": sum(finding.severity == "warning" for finding in findings),
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity,
                "text": judge.catalogue.text(finding.rule, finding.params),
                "pointer": finding.pointer,
                "native": finding.native,
                "params": dumps(finding.params).decode(),
            }
            for finding in findings
        ],
    }


def _batch(piece: Slice, wish: Wish, columns: dict[str, str], rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    text = pa.string()
    names = ("rule", "severity", "text", "pointer", "native", "params")
    types = {"string": text, "int": pa.int32()}
    listed = pa.list_(pa.struct([(name, text) for name in names]))
    keys = [piece.batch.column(piece.batch.schema.get_field_index(name)) for name in wish.key]
    made = [pa.array([row[name] for row in rows], types.get(kind, listed)) for name, kind in columns.items()]
    return pa.RecordBatch.from_arrays([*keys, *made], [*wish.key, *columns])
