"""What emitted writing calls: the marks of the account, and the whole way of a value where the short one does not serve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from opads.mapping.codecs import CodecError, Narrowed
from opads.mapping.path import Hit, Path
from opads.mapping.writing import Entry
from opads.standard.jsonvalue import escape, leaves

KNOWN = 1024
"""Texts of a row whose values are remembered: columns of codes, names and dates repeat themselves."""
SHORT = 256
"""Characters of a text that is remembered."""


class Target(NamedTuple):
    """Where a row writes to: its codec's function, the names of the members, the relation."""

    write: Callable[[Any], Any]
    names: tuple[str, ...]
    relation: str


Entries = dict[str, Entry]
Refusals = dict[str, CodecError]
Found = tuple[Any, str, tuple[str, ...]]
"""A value, its pointer, the pointers compared on the way."""


def again(entry: Entry, target: str | None, reason: str | None, relation: str | None) -> None:
    """Say of a leaf already accounted for that it is written once more."""
    if target is not None and target not in entry.targets:
        entry.targets.append(target)
    if reason is not None:
        entry.status, entry.reason = "narrowed", reason
    if relation not in (None, "equivalent"):
        entry.relation = relation


def done(pointer: str, target: str | None, reason: str | None, relation: str | None, entries: Entries) -> None:
    """Say of a leaf that it is written."""
    again(entries.setdefault(pointer, Entry("written")), target, reason, relation)


def mark(pointers: Iterable[str], entries: Entries) -> None:
    """Say of leaves that they are written, by nothing of their own."""
    for pointer in pointers:
        if pointer not in entries:
            entries[pointer] = Entry("written")


def itemwise(value: list[str], pointer: str, target: str, relation: str | None, entries: Entries) -> None:
    """Say of the elements of an array that each is written as the one at its position."""
    for i in range(len(value)):
        done(f"{pointer}/{i}", f"{target}/{i}", None, relation, entries)


def are_texts(values: list[Any]) -> bool:
    """Say whether there are values, and all are texts."""
    return bool(values) and all(isinstance(value, str) for value in values)


def join_up(entries: Entries, local: Entries) -> None:
    """Take the entries of an element in."""
    if entries.keys().isdisjoint(local):
        entries.update(local)
        return
    for pointer, entry in local.items():
        known = entries.setdefault(pointer, entry)
        if known is not entry:
            known.targets += [target for target in entry.targets if target not in known.targets]


def over(path: Path, value: Any, base: str, found: str | None, passed: set[str]) -> None:
    """Note the leaves that a path selects beside the node that is written."""
    for other in path.trace(value, base):
        if other.pointer != found:
            passed.update(pointer for pointer, _ in leaves(other.value, other.pointer))


def const(path: Path, expected: Any, value: Any, base: str, entries: Entries) -> None:
    """Say of the leaves of a canonical constant that the format implies them."""
    for hit in path.trace(value, base):
        if hit.value == expected:
            mark((pointer for pointer, _ in leaves(hit.value, hit.pointer)), entries)


def implied(path: Path, reason: str, value: Any, base: str, entries: Entries) -> None:
    """Say of leaves that the target expresses them by silence."""
    for hit in path.trace(value, base):
        for pointer, _ in leaves(hit.value, hit.pointer):
            entries.setdefault(pointer, Entry("written")).reason = reason


def selected(way: Path, array: list[Any], pointer: str) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Yield the elements that fulfil a selector: position, element, pointers compared."""
    for hit in way.trace(array, pointer):
        yield hit.pointer.rpartition("/")[2], hit.value, hit.via


def slowly(
    row: Target, value: Any, found: tuple[Found, ...], record: Any, base: str, known: dict[str, Any],
    entries: Entries | None, refusals: Refusals | None,
) -> Any:  # fmt: skip
    """Write a value whatever it is: by the codec, into the record, into the account. Return the record."""
    try:
        written = row.write(value)
    except CodecError as error:
        if refusals is not None:
            for hit, pointer, _ in found:
                refusals.update(dict.fromkeys((p for p, _ in leaves(hit, pointer)), error))
        return record
    reason = written.reason if isinstance(written, Narrowed) else None
    native = written.value if isinstance(written, Narrowed) else written
    if isinstance(value, str) and len(value) <= SHORT and not isinstance(native, dict | list):
        if len(known) >= KNOWN:
            known.clear()
        known[value] = (native, reason)
    record = put(record, row.names, native)
    if entries is not None:
        target = base + "".join(f"/{escape(name)}" for name in row.names)
        cross(native, target, found, reason, row.relation, entries)
    return record


def put(record: Any, names: tuple[str, ...], native: Any) -> Any:
    """Put a value where it belongs and return the record, which is the value where there are no names."""
    if not names:
        return native
    holder = record
    for name in names[:-1]:
        holder = holder.setdefault(name, {})
    holder[names[-1]] = native
    return record


def cross(
    native: Any, target: str, found: tuple[Found, ...], reason: str | None, relation: str, entries: Entries
) -> None:
    """Say of the leaves of a value that they are written as the leaves of a native one."""
    sources = [p for value, pointer, _ in found for p, _ in leaves(value, pointer)]
    targets = [p for p, _ in leaves(native, target)]
    if isinstance(native, list) and len(targets) == len(sources):
        for source, one in zip(sources, targets, strict=True):
            done(source, one, reason, relation, entries)
    else:
        for one in targets:
            for source in sources:
                done(source, one, reason, relation, entries)
    mark((via for _, _, ways in found for via in ways), entries)


def searched(
    path: Path, row: Target, value: Any, base: str, record: Any, native_base: str, known: dict[str, Any],
    entries: Entries | None, refusals: Refusals | None, passed: set[str] | None,
) -> Any:  # fmt: skip
    """Write what a path finds by search."""
    hit: Hit | None = path.first(value, base)
    if passed is not None:
        over(path, value, base, None if hit is None else hit.pointer, passed)
    if hit is None:
        return record
    found = ((hit.value, hit.pointer, hit.via),)
    return slowly(row, hit.value, found, record, native_base, known, entries, refusals)


def several(
    row: Target, found: dict[str, Any], as_object: bool, record: Any, base: str, known: dict[str, Any],  # noqa: FBT001  # called by emitted code, by position
    entries: Entries | None, refusals: Refusals | None,
) -> Any:  # fmt: skip
    """Write several values as one."""
    values: Any = {name: hit[0] for name, hit in found.items()}
    hits = tuple(found.values()) if entries is not None else ()
    return slowly(row, values if as_object else list(values.values()), hits, record, base, known, entries, refusals)
