"""The functions for a job of one's own: they take a DataFrame of disclosures in one format.

A record is a row. It stands in one column as JSON text (``column``; by itself where ``spark.read.text`` read the lines of a file), or the
columns are its members (Parquet), or the cells of a table (``manner="csv"``, of ``spark.read.csv``).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any, Literal

from opads.bulk.blocks import Options, judge_block, set_judge
from opads.bulk.checkpoint import GROUP, Checkpoint
from opads.bulk.together import judge_sets
from opads.catalogue import catalogue_of
from opads.report import InputInfo, Report, report_of
from opads.spark.bag import digest_of
from opads.spark.found import Found, Placing
from opads.spark.gathering import LEFT, MERGED, Gathering, decoded, merging
from opads.spark.rowwise import CONVERTED, JUDGED, Converting, Judging
from opads.spark.slices import empty_block
from opads.spark.wish import Wish, wish_of

__all__ = ("convert", "judge", "report")

Manner = Literal["json", "csv"]
ROW = "row"
"""The key where none is given: a number that grows from row to row, with gaps."""
MERGERS = 8
"""Tasks that merge what the partitions found, before the driver does."""


def judge(
    df: Any,
    *,
    source: str,
    targets: Sequence[str] = (),
    as_of: date | None = None,
    key: Sequence[str] = (),
    column: str | None = None,
    ignore: Sequence[str] = (),
    manner: Manner = "json",
    paths: Sequence[str | Path] = (),
) -> Any:
    """Return a DataFrame with a row for each row of ``df``: its key and what is to be said of the record.

    ``source`` is the format of the records, ``targets`` are formats and packs by whose law they are judged too, ``as_of`` is the date of
    the law (each record's own when None), ``key`` are columns that go through, ``ignore`` those that are no part of the record,
    ``paths`` folders of formats, at the same place on every machine. Columns of the result: the key (``row``, a growing number,
    where none is given), ``verdict`` (null for a row that holds nothing), ``as_of``, ``errors``, ``warnings`` and ``findings``, an array of
    structs. Raises FormatError for unknown formats and ValueError for columns that are not there. Rules on sets are those of ``report``.
    """
    options = Options(source, "", tuple(targets), as_of, paths=tuple(map(str, paths)))
    df, wish = _wish(df, options, key, column, ignore, manner)
    return _mapped(df, wish, Judging(wish), JUDGED)


def convert(
    df: Any,
    *,
    source: str,
    target: str,
    carry: bool = True,
    key: Sequence[str] = (),
    column: str | None = None,
    ignore: Sequence[str] = (),
    manner: Manner = "json",
    paths: Sequence[str | Path] = (),
) -> Any:
    """Return a DataFrame with a row for each row of ``df``: its key, the record in another format, and the account.

    Parameters and errors are those of ``judge`` and of ``opads.conversion.convert``. Columns of the result: the key, ``record`` (JSON text;
    null where there is none), ``account`` (JSON text, as in ``account.json``), ``unread`` (JSON array of the rules by which something could
    not be read; null where all was) and the counts ``narrowed``, ``dropped``, ``carried`` and ``missing``.
    """
    options = Options(source, "", target=target, carry=carry, paths=tuple(map(str, paths)))
    df, wish = _wish(df, options, key, column, ignore, manner)
    return _mapped(df, wish, Converting(wish), CONVERTED)


def report(
    df: Any,
    *,
    source: str,
    targets: Sequence[str] = (),
    as_of: date | None = None,
    column: str | None = None,
    ignore: Sequence[str] = (),
    manner: Manner = "json",
    paths: Sequence[str | Path] = (),
) -> Report:
    """Return the one report on all records, that of ``opads.validation.validate`` but for sizes and places.

    Parameters and errors are those of ``judge``. ``input.sha256`` is the digest of the records whatever their order (``opads.spark.bag``),
    ``input.bytes`` their size as lines; places are lines and columns of texts, or rows and fields of columns. Partitions are judged once,
    what they leave is kept on the disks of the cluster until the report is done, and merged there; rules on sets are judged here.
    """
    from pyspark import StorageLevel  # noqa: PLC0415 - an extra

    options = Options(source, "", tuple(targets), as_of, paths=tuple(map(str, paths)))
    wish = wish_of(dict(df.dtypes), options, column, (), tuple(ignore), manner)
    left = df.mapInArrow(Gathering(wish), LEFT).persist(StorageLevel.DISK_ONLY)
    try:
        pieces = left.where("rule IS NULL").select("data").repartition(MERGERS).mapInArrow(merging, MERGED).collect()
        gathered = reduce(Found.merge, (decoded(bytes(row["data"])) for row in pieces))
        placing = Placing(gathered, lines=wish.column is not None)
        part = placing.part(gathered.part)
        if wish.column is None:
            nothing = df.limit(0).toArrow().to_batches()
            part = part.merge(
                judge_block(empty_block(nothing[0] if nothing else _no_rows(df), wish), wish.options).part
            )
        with closing(Checkpoint(None, "spark")) as kept:
            _keep(left, wish, placing, kept)
            missed = {rule: reason for rule, (_, reason) in gathered.missed.items()}
            part = part.merge(judge_sets(wish.options, kept, missed, gathered.last))
    finally:
        left.unpersist()
    registry = options.registry
    read_as = "ndjson" if wish.column is not None else "csv" if manner == "csv" else None
    return report_of(
        part,
        input_info=InputInfo(gathered.size, digest_of(gathered.bag), source, read_as),
        registry=registry,
        catalogue=catalogue_of(registry, options.formats),
        formats=options.formats,
        judged_for=tuple(format_.id for format_ in registry.wanted(options.targets)),
    )


def _keep(left: Any, wish: Wish, placing: Placing, kept: Checkpoint) -> None:
    """Keep the members of those sets that have enough of them, in order, as bulk work does."""
    from pyspark.sql import Window, functions  # noqa: PLC0415 - an extra

    least = {rule: count for rule, count in enumerate(set_judge(wish.options).least) if count}
    if not least:
        return
    pairs = [functions.lit(number) for pair in least.items() for number in pair]
    wanted = functions.create_map(*pairs)
    group = Window.partitionBy("rule", "key")
    members = (
        left.where("rule IS NOT NULL")
        .withColumn("nth", functions.row_number().over(group.orderBy("partition", "number")))
        .withColumn("members", functions.count("*").over(group))
        .where(functions.col("members") >= wanted[functions.col("rule")])
        .where(functions.col("nth") <= GROUP + 1)
        .orderBy("partition", "number")
    )
    kept.keep(placing.member(row["rule"], bytes(row["data"]), row["partition"]) for row in members.toLocalIterator())


def _wish(
    df: Any, options: Options, key: Sequence[str], column: str | None, ignore: Sequence[str], manner: str
) -> tuple[Any, Wish]:
    from pyspark.sql import functions  # noqa: PLC0415 - an extra

    if not key:
        if ROW in df.columns:
            raise ValueError(f"there is a column {ROW!r} already: name a key")
        df, key, ignore = df.withColumn(ROW, functions.monotonically_increasing_id()), (ROW,), (*ignore, ROW)
    return df, wish_of(dict(df.dtypes), options, column, tuple(key), tuple(ignore), manner)


def _mapped(df: Any, wish: Wish, work: Any, columns: dict[str, str]) -> Any:
    """Return what work makes of a DataFrame."""
    from pyspark.sql import types  # noqa: PLC0415 - an extra

    twice = [name for name in wish.key if name in columns]
    if twice:
        raise ValueError(f"the result has a column {twice[0]!r} of its own: rename that of the key")
    made = types.StructType.fromDDL(", ".join(f"{name} {kind}" for name, kind in columns.items()))
    return df.mapInArrow(work, types.StructType([*(df.schema[name] for name in wish.key), *made]))


def _no_rows(df: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - an extra

    return pa.RecordBatch.from_pylist([], schema=df.limit(0).toArrow().schema)
