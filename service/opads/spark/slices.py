"""From the batches of a partition to blocks, which all work is done on, and back to the rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from opads.bulk.job import BLOCK
from opads.carriers import Block
from opads.carriers.blocks import Shift
from opads.carriers.jsontext.lines import BLANK
from opads.spark.wish import Wish

__all__ = ("Slice", "empty_block", "slices")

FIRST = 1
"""Number of the first row of typed columns: what concerns columns as such is said with row 0, which is that of the driver."""


class Slice(NamedTuple):
    """Some rows of a batch, as a block; of each record the number of its row in ``batch``."""

    block: Block
    batch: Any
    rows: list[int]
    contents: list[bytes]
    """The records as bytes, for their digest."""
    broken: bool = False
    """Whether a text holds line breaks, so that rows are not lines."""


def slices(batches: Iterable[Any], wish: Wish, number: int) -> Iterator[Slice]:
    """Yield the rows of a partition in slices, whose blocks count on from a number."""
    shift = Shift()
    for batch in batches:
        for rows in _parted(batch):
            made = _lines(rows, wish, number, shift) if wish.column is not None else _columns(rows, wish, number, shift)
            yield made
            number += 1
            shift = Shift(shift.records + len(made.rows), shift.lines + rows.num_rows)


def empty_block(batch: Any, wish: Wish) -> Block:
    """Return the block with which what concerns columns is said: that of no rows."""
    return Block(0, _stream(_recorded(batch, wish)))


def _parted(batch: Any) -> Iterator[Any]:
    count = batch.num_rows
    size = max(1, count * BLOCK // max(batch.nbytes, 1))
    for start in range(0, count, size):
        yield batch.slice(start, size)


def _lines(batch: Any, wish: Wish, number: int, shift: Shift) -> Slice:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    # As bytes, since what Spark takes for a text need not be one.
    texts = batch.column(batch.schema.get_field_index(wish.column)).cast(pa.binary()).to_pylist()
    broken = any(text is not None and b"\n" in text for text in texts)
    # Both are white space between the tokens of JSON, and both forbidden within its texts; but a line feed would end the record.
    lines = [b"" if text is None else text.replace(b"\n", b"\r") for text in texts]
    rows = [row for row, line in enumerate(lines) if line.strip(BLANK)]
    most = wish.options.limits.max_bytes
    if len(lines) == 1 and len(lines[0]) > most:
        return Slice(Block(number, b"", shift, skipped=len(lines[0])), batch, rows, [], broken)
    return Slice(Block(number, b"\n".join(lines) + b"\n", shift), batch, rows, [texts[row] for row in rows], broken)


def _columns(batch: Any, wish: Wish, number: int, shift: Shift) -> Slice:
    taken = _recorded(batch, wish)
    moved = Shift(shift.records + FIRST, shift.lines, rows=shift.records + FIRST)
    contents = [
        json.dumps({k: v for k, v in row.items() if v is not None}, default=str, sort_keys=True).encode()
        for row in taken.to_pylist()
    ]
    return Slice(Block(number, _stream(taken), moved), batch, list(range(batch.num_rows)), contents)


def _recorded(batch: Any, wish: Wish) -> Any:
    """Return the columns that belong to the record."""
    return batch.select([name for name in batch.schema.names if name not in wish.ignore])


def _stream(batch: Any) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    target = pa.BufferOutputStream()
    with pa.ipc.new_stream(target, batch.schema) as writer:
        writer.write_batch(batch)
    found: bytes = target.getvalue().to_pybytes()
    return found
