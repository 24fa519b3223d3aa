"""The column of what no typed column holds exactly: a JSON object of pointers and values, null where there is nothing.

So whatever a record holds comes back as it was: a member that the format does not declare, a null that is no absence, a
number where texts stand, an integer beyond 64 bits.
"""

from __future__ import annotations

from typing import Any

from opads.carriers.model import JsonObject
from opads.carriers.parquet.remarks import Remarks
from opads.carriers.parquet.values import Unsupported, read_json, values
from opads.carriers.pointer import split

__all__ = ("REST", "complete")

REST = "opads_rest"


def complete(found: list[JsonObject], column: Any, remarks: Remarks) -> None:
    """Put what the column holds into the records; raises Unsupported where it holds no texts."""

    def owner(row: int) -> tuple[int, tuple[str | int, ...]]:
        return row, ()

    texts = values(column, None, owner, REST, remarks, cells=False)
    for row, text in enumerate(texts):
        if text is None:
            continue
        if not isinstance(text, str):
            raise Unsupported(str(column.type))
        rest, reason = read_json(text, remarks)
        if reason is None and not (isinstance(rest, dict) and all(_set(found[row], p, v) for p, v in rest.items())):
            reason = "it does not fit the other columns"
        if reason is not None:
            remarks.lose(row, owner, REST, reason)


def _set(record: JsonObject, pointer: str, value: Any) -> bool:
    """Put a value at a place whose parent is there; say whether it is."""
    *above, last = split(pointer) or [""]
    target: Any = record
    for token in above:
        if isinstance(target, dict) and token in target:
            target = target[token]
        elif isinstance(target, list) and token.isdecimal() and int(token) < len(target):
            target = target[int(token)]
        else:
            return False
    if isinstance(target, dict) and pointer.startswith("/"):
        target[last] = value
    elif isinstance(target, list) and last.isdecimal() and int(last) < len(target):
        target[int(last)] = value
    else:
        return False
    return True
