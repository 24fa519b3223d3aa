"""Writing a table: records flattened by the rules by which rows are read."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from opads.carriers.model import JsonObject, WriteError
from opads.carriers.pointer import join, split
from opads.carriers.table.columns import Naming, lay_out
from opads.carriers.table.template import Said
from opads.standard.jsonvalue import dumps

__all__ = ("write_table",)


def write_table(records: list[JsonObject], options: Mapping[str, Any]) -> bytes:
    """Write a header and a row for each record, in the encoding of the options, lines ended by CR LF (RFC 4180, section 2).

    Cells are data and never altered: a text that a spreadsheet would take for a formula stays as it is.
    Raises WriteError where a value would not be read back at its place.
    """
    naming = Naming.of(options)
    names = _Names(naming, options)
    columns: dict[str, tuple[tuple[str, ...], Said]] = {name: (keys, ()) for name, keys in names.known}
    rows: list[dict[str, str]] = []
    nested = _is_nested(naming)
    for index, record in enumerate(records):
        row: dict[str, str] = {}
        leaves = _leaves(record, naming, nested=nested)
        filled = _filled(dict(leaves), naming)
        said_elsewhere = {part for _, said in filled.values() for part, _ in said}
        for keys, value in leaves:
            if keys in said_elsewhere:
                continue
            name, said = filled.get(keys) or (names.of(keys), ())
            if name in row or columns.setdefault(name, (keys, said)) != (keys, said):
                message = f"Two values would stand in the column {name!r}."
                raise WriteError(message, record=index, pointer=join(list(keys)))
            separator = naming.lists.get(keys)
            if separator is None and type(value) is str and "\x00" not in value:
                row[name] = value
                continue
            pointer = join(list(keys))
            listed = separator is not None and value is not None
            row[name] = _cell(_joined(value, separator, index, pointer) if listed else value, index, pointer)
        rows.append(row)
    columns = _ordered(columns, naming, rows)
    _check(columns, naming)
    target = io.StringIO(newline="")
    writer = csv.writer(
        target,
        delimiter=str(options.get("delimiter") or ","),
        quoting=csv.QUOTE_ALL if options.get("quote") == "all" else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    if columns:
        writer.writerow(columns)
        writer.writerows([row.get(name, "") for name in columns] for row in rows)
    latin = options.get("encoding") == "iso-8859-1"
    try:
        return target.getvalue().encode("iso-8859-1" if latin else "utf-8")
    except UnicodeEncodeError as error:
        if latin:
            raise WriteError(f"ISO-8859-1 has no character {error.object[error.start]!r}.") from error
        raise WriteError(f"A text holds half of a surrogate pair: {error}.") from error


def _filled(leaves: Mapping[tuple[str, ...], Any], naming: Naming) -> dict[tuple[str, ...], tuple[str, Said]]:
    """Give the column names that hold values themselves, where the record has all of them as texts."""
    found: dict[tuple[str, ...], tuple[str, Said]] = {}
    for template in naming.templates:
        values = {part: leaves.get(part) for part in template.parts}
        texts = {part: value for part, value in values.items() if isinstance(value, str) and value}
        if leaves.get(template.keys) not in (None, "") and len(texts) == len(values):
            said = tuple((part, texts[part]) for part in template.parts)
            found.setdefault(template.keys, (template.name(texts), said))
    return found


def _ordered(
    columns: dict[str, tuple[tuple[str, ...], Said]], naming: Naming, rows: list[dict[str, str]]
) -> dict[str, tuple[tuple[str, ...], Said]]:
    """Put columns whose names hold values where the options have the plain name; this stays only if it is used."""
    if not naming.templates:
        return columns
    targets = {template.keys for template in naming.templates}
    used = {name for row in rows for name in row}
    ordered: dict[str, tuple[tuple[str, ...], Said]] = {}
    for name, (keys, said) in columns.items():
        if keys not in targets or name in used or said:
            ordered.setdefault(name, (keys, said))
        if keys in targets:
            ordered |= {other: meant for other, meant in columns.items() if meant[0] == keys and meant[1]}
    return ordered


def _check(columns: dict[str, tuple[tuple[str, ...], Said]], naming: Naming) -> None:
    """Make sure that the header will be read as it is meant."""
    read = {column.name: (column.keys, column.said) for column in lay_out(list(columns), naming).columns}
    for name, (keys, said) in columns.items():
        if read.get(name) != (keys, said):
            raise WriteError(
                f"The column {name!r} would not be read back as {join(list(keys))}.", pointer=join(list(keys))
            )


class _Names:
    """The column names of native values: those the options name, else the keys joined."""

    def __init__(self, naming: Naming, options: Mapping[str, Any]) -> None:
        self._naming = naming
        self._by_keys: dict[tuple[str, ...], str] = {}
        self.known: list[tuple[str, tuple[str, ...]]] = []
        aliases = {tuple(split(str(pointer))): str(name) for name, pointer in _reversed(options.get("aliases"))}
        for entry in map(str, options.get("columns") or ()):
            keys = tuple(split(entry)) if entry.startswith("/") else naming.keys(entry)
            name = aliases.get(keys, self._joined(keys)) if entry.startswith("/") else entry
            if keys not in self._by_keys:
                self._by_keys[keys] = name
                self.known.append((name, keys))
        for keys, name in aliases.items():
            self._by_keys.setdefault(keys, name)

    def of(self, keys: tuple[str, ...]) -> str:
        return self._by_keys.get(keys) or self._joined(keys)

    def _joined(self, keys: tuple[str, ...]) -> str:
        return (self._naming.nested or "/").join(keys)


def _reversed(aliases: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Give the aliases last first, so that of several names for one value the first wins."""
    return list((aliases or {}).items())[::-1]


def _is_nested(naming: Naming) -> bool:
    """Say whether any name stands for a value within another."""
    places = [tuple(split(pointer)) for pointer in naming.aliases.values()]
    places += [place for template in naming.templates for place in (template.keys, *template.parts)]
    return bool(naming.nested) or any(len(place) > 1 for place in places)


def _leaves(record: JsonObject, naming: Naming, *, nested: bool) -> list[tuple[tuple[str, ...], Any]]:
    """Give what stands in cells of its own: everything but objects, and objects that are kept as text."""
    found: list[tuple[tuple[str, ...], Any]] = []
    stack: list[tuple[tuple[str, ...], Any]] = [((), record)]
    while stack:
        keys, value = stack.pop()
        whole = keys and (not isinstance(value, dict) or not nested or keys in naming.structured)
        if whole:
            found.append((keys, value))
        else:
            stack.extend(((*keys, key), member) for key, member in reversed(value.items()))
    return found


def _joined(value: Any, separator: str | None, record: int, pointer: str) -> str:
    """Join a list of texts that reading will part again just so."""
    if separator and isinstance(value, list) and all(isinstance(item, str) for item in value):
        text = separator.join(value)
        if text and text.split(separator) == value:
            return text
    raise WriteError(f"Only texts without {separator!r} make a list in this cell.", record=record, pointer=pointer)


def _cell(value: Any, record: int, pointer: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        if "\x00" in value:
            raise WriteError("A cell cannot hold the character NUL.", record=record, pointer=pointer)
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    try:
        return dumps(value).decode()
    except (TypeError, ValueError, RecursionError) as error:
        raise WriteError(f"The value cannot be written in a cell: {error}.", record=record, pointer=pointer) from error
