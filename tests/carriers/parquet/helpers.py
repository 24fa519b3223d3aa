"""What the tests of rows share: reading a table of Arrow, and checking what is said of it."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from opads.carriers import Limits
from opads.carriers.parquet import Manner
from opads.carriers.parquet.reading import read_rows
from opads.standard.shapes import shape_of
from tests.carriers.helpers import FINDINGS, MESSAGES, Read


def rows(
    columns: Mapping[str, Any] | Any, manner: Manner = "json", *, options: Mapping[str, Any] | None = None,
    schema: Any = None, limits: Limits | None = None, first: int = 0,
) -> Read:  # fmt: skip
    """Read columns as rows; every trouble must be in the catalogue, and its words must fit its parameters."""
    batch = columns if isinstance(columns, pa.RecordBatch) else pa.RecordBatch.from_pydict(dict(columns))
    shape = None if schema is None else shape_of(schema, {})
    reading = read_rows(batch, manner, options or {}, shape, limits or Limits(), first)
    records = list(reading.records)
    for trouble in (*reading.troubles, *(trouble for record in records for trouble in record.troubles)):
        assert trouble.rule in FINDINGS, trouble.rule
        for text in MESSAGES[trouble.rule].values():
            assert text.format(**trouble.params)
    return Read(records, reading.troubles, reading)
