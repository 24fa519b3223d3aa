"""What a job of one's own asks of every partition: plain data that travels to the workers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import msgspec

from opads.bulk.blocks import Options
from opads.carriers.parquet import PARQUET
from opads.catalogue import catalogue_of
from opads.formats import Format
from opads.judging import Judge
from opads.spark.identity import demand, identity

__all__ = ("Wish", "tools", "wish_of")

TEXT = "value"
"""The one column of what ``spark.read.text`` reads."""


class Wish(msgspec.Struct, frozen=True):
    """The work, where the records stand, and what goes through to the result."""

    options: Options
    expected: str
    """What ``identity`` gave where the job began."""
    column: str | None = None
    """The column that holds the record as JSON text; None where the columns are the record."""
    key: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def wish_of(types: Mapping[str, str], options: Options, column: str | None, key: tuple[str, ...], ignore: tuple[str, ...],
            manner: str) -> Wish:  # fmt: skip
    """Return what is asked of a DataFrame of such columns (name and type); raises ValueError for columns it does not have."""
    for name in (*key, *ignore, *(() if column is None else (column,))):
        if name not in types:
            raise ValueError(f"no column {name!r}; there are {', '.join(types)}")
    others = [name for name in types if name not in key and name not in ignore]
    if column is None and others == [TEXT] and types[TEXT] in ("string", "binary"):
        column = TEXT
    if column is not None and types[column] not in ("string", "binary"):
        raise ValueError(f"column {column!r} holds no text but {types[column]}")
    whole = msgspec.structs.replace(
        options, carrier=PARQUET if column is None else "ndjson", manner=manner if column is None else ""
    )
    return Wish(whole, identity(whole), column, key, ignore)


@lru_cache(maxsize=4)
def tools(options: Options, expected: str) -> tuple[Format, Judge]:
    """Return the format and the judge of a process; raises IdentityError where they are other ones than expected."""
    demand(options, expected)
    registry = options.registry
    format_ = registry.get(options.format)
    catalogue = catalogue_of(registry, options.formats)
    wanted: Any = registry.wanted(options.targets)
    return format_, Judge(format_, wanted, registry.schemas, catalogue, options.as_of)
