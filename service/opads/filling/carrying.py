"""Keeps a disclosure that travels in a record true to the record, when values were put into that by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from opads.filling.placing import put
from opads.formats import Format
from opads.mapping import MappingError
from opads.standard.jsonvalue import copied, get, is_index, leaves, unescape

__all__ = ("recarried",)

Native = dict[str, Any]


def recarried(format_: Format, native: Native, taken: Mapping[str, Any]) -> Native:
    """Return a record with the values taken, in which the disclosure that travels along says them too.

    ``native`` is the record before. Where the disclosure cannot be made to say them, it is left as it was: it is stale
    then, and who reads the record is told so (``opads/carried-disclosure-stale``).
    """
    record: Native = copied(native)
    carries = format_.lens.takes_along(native)
    for _, group in groupby(sorted(taken), key=lambda pointer: pointer.split("/")[1]):
        pointers = tuple(group)
        for pointer in pointers:
            put(record, pointer, copied(taken[pointer]))
        if carries:
            said = next(_saying(format_, record, pointers), None)
            carries, record = said is not None, said or record
    return record


def _saying(format_: Format, record: Native, wanted: tuple[str, ...]) -> Iterator[Native]:
    """Yield the record with a disclosure that says what the record says, by each way of saying it that holds."""
    name = (format_.file.carry or "").lstrip("/")
    holder = {k: v for k, v in record[name].items() if k != "opads"}
    bare = {k: holder if k == name else v for k, v in record.items() if k != name or holder}
    for say in (partial(_as_read, apart=False), partial(_as_read, apart=True), _as_residue):
        disclosure = copied(record[name]["opads"])
        say(format_, bare, wanted, disclosure)
        made = {**record, name: {**record[name], "opads": disclosure}}
        try:
            format_.lens.carried(made)
        except MappingError:
            continue
        if format_.schemas.disclosure.is_valid(disclosure):
            yield made


def _as_read(format_: Format, bare: Native, wanted: tuple[str, ...], disclosure: Native, *, apart: bool) -> None:
    """Say it where the format's own reading says it; ``apart``: in elements beside those that are there already."""
    reading = format_.lens.read(bare)
    for pointer, _ in leaves(bare):
        for place in reading.mapped.get(pointer, ()) if _within(pointer, wanted) else ():
            _add(disclosure, reading.disclosure, place, apart=apart)
    own = {pointer: value for pointer, value in reading.kept.items() if _within(pointer, wanted)}
    if own:
        _own(disclosure, format_).update(own)


def _as_residue(format_: Format, bare: Native, wanted: tuple[str, ...], disclosure: Native) -> None:
    """Say it as what only the format knows."""
    _own(disclosure, format_).update((pointer, value) for pointer, value in leaves(bare) if _within(pointer, wanted))


def _own(disclosure: Native, format_: Format) -> Native:
    own: Native = disclosure.setdefault("extensions", {}).setdefault(format_.id, {})
    return own


def _within(pointer: str, wanted: tuple[str, ...]) -> bool:
    return any(pointer == one or pointer.startswith(f"{one}/") for one in wanted)


def _add(disclosure: Native, read: Native, pointer: str, *, apart: bool) -> None:
    """Put the value that a record is read as at a pointer where a disclosure has none, with what holds it."""
    node: Any = disclosure
    other: Any = read
    for token in pointer.split("/")[1:]:
        if isinstance(node, dict) and isinstance(other, dict):
            name = unescape(token)
            if name not in node:
                node[name] = copied(other.get(name))
                return
            node, other = node[name], other.get(name)
        elif isinstance(node, list) and isinstance(other, list) and is_index(token):
            element = get(other, f"/{token}")
            if apart or int(token) >= len(node):
                if element not in node:
                    node.append(copied(element))
                return
            node, other = node[int(token)], element
        else:
            return
