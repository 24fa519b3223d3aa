"""What executors do with a partition for the one report: the work of bulk, slice by slice, and merging what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

import msgspec

from opads.bulk.blocks import judge_block
from opads.parts import Part
from opads.spark.bag import bag_of
from opads.spark.found import SLICES, Found
from opads.spark.identity import demand
from opads.spark.memory import settle
from opads.spark.slices import slices
from opads.spark.wish import Wish

__all__ = ("LEFT", "MERGED", "Gathering", "decoded", "merging")

LEFT = "partition int, number bigint, rule int, key string, data binary"
"""The columns of what a partition leaves: members of sets, and one row without a rule that holds what was found."""
MERGED = "data binary"

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Found)


def decoded(data: bytes) -> Found:
    """Return what travelled."""
    return _DECODER.decode(data)


class Gathering:
    """Judges the rows of a partition into one part of the report."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield batches with the columns ``LEFT``."""
        from pyspark import TaskContext  # noqa: PLC0415 - an extra

        context = TaskContext.get()
        partition = 0 if context is None else context.partitionId()
        demand(self.wish.options, self.wish.expected)
        gathered = Found(Part(self.wish.options.samples), {partition: (0, 0)})
        number = 0
        for piece in slices(batches, self.wish, (partition + 1) * SLICES):
            result = judge_block(piece.block, self.wish.options)
            settle()
            rows, records = gathered.sizes[partition]
            found = Found(
                result.part,
                {partition: (rows + piece.batch.num_rows, records + len(piece.rows))},
                {rule: (partition, reason) for rule, reason in result.missed},
                result.last,
                sum(len(record) + 1 for record in piece.contents) + piece.block.skipped,
                bag_of(piece.contents),
                piece.broken,
            )
            gathered = gathered.merge(found)
            if result.members:
                yield _batch([(partition, number + n, *member) for n, member in enumerate(result.members)])
                number += len(result.members)
        yield _batch([(partition, number, None, None, _ENCODER.encode(gathered))])


def merging(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield one batch with the column ``MERGED``: the sum of what the batches hold, if they hold anything."""
    import pyarrow as pa  # noqa: PLC0415 - an extra

    found = [decoded(data) for batch in batches for data in batch.column(0).to_pylist()]
    if found:
        sum_ = _ENCODER.encode(reduce(Found.merge, found))
        yield pa.RecordBatch.from_arrays([pa.array([sum_], pa.binary())], ["data"])


def _batch(rows: list[tuple[int, int, int | None, str | None, bytes]]) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    types = (pa.int32(), pa.int64(), pa.int32(), pa.string(), pa.binary())
    columns = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), types, strict=True)]
    return pa.RecordBatch.from_arrays(columns, ["partition", "number", "rule", "key", "data"])
