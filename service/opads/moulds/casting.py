"""Makes a mould of one conversion: finds from which native value each value of the output and of the account came."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from msgspec.structs import replace

from opads.account import RecordAccount, total
from opads.formats import Format
from opads.mapping import Reading, Writing
from opads.missing import Missing
from opads.moulds.leafs import Leaf, text_of
from opads.moulds.looks import Keys
from opads.standard.jsonvalue import canonical, dumps, escape, leaves

__all__ = ("Case", "Cast", "Mould", "cast")

_MARK = re.compile(rb'"\xee\x80\x80([0-9]+)\xee\x80\x81"')
"""What stands in a slot while the bytes are cut: a text between two characters of no meaning."""


class Cast:
    """Bytes with slots: constant parts at even positions, and which text goes between them."""

    __slots__ = ("_one", "_parts", "_pick")

    def __init__(self, text: bytes) -> None:
        parts = _MARK.split(text)
        slots = [int(slot) for slot in parts[1::2]]
        self._parts: list[bytes] = parts
        self._one = slots[0] if len(slots) == 1 else None
        self._pick: Callable[[list[bytes]], Sequence[bytes]] | None = itemgetter(*slots) if len(slots) > 1 else None

    def filled(self, texts: list[bytes]) -> bytes:
        """Return the bytes with the texts of a record."""
        parts = self._parts.copy()
        if self._pick is not None:
            parts[1::2] = self._pick(texts)
        elif self._one is not None:
            parts[1] = texts[self._one]
        return b"".join(parts)


class Mould(NamedTuple):
    """The output and the account of the records of a kind; the account takes the record's number as its last text."""

    output: Cast
    account: Cast
    losses: dict[str, int]
    """How many values are lost in which way."""


class Case(NamedTuple):
    """A conversion of which a mould is made; of each native leaf where its texts start, and what is known of it."""

    source: Format
    target: Format
    native: dict[str, Any]
    reading: Reading
    writing: Writing
    account: RecordAccount
    leafs: dict[str, tuple[int, Leaf]]
    texts: list[bytes]
    slot: str | None
    """The native pointer at which the target takes the disclosure along; None where it does not."""


def cast(case: Case, missing: Missing) -> Mould | None:
    """Return the mould of a conversion, or None where a value may depend on others than the one in its slot."""
    try:
        plain = dumps(case.writing.native) + b"\n", canonical(case.account, str)
    except (TypeError, ValueError, RecursionError, OverflowError):
        return None  # what cannot be written is told by the conversion itself
    if any(b"\xee\x80\x80" in text for text in plain):
        return None
    origins = _origins(case)
    targets = None if origins is None or not _comes_back(case, origins) else _targets(case, origins)
    if targets is None or not all(missing.passes(pointer) for pointer in targets):
        return None
    account = _account(case)
    if account is None:
        return None
    output = Cast(dumps(_marked(case.writing.native, "", targets)) + b"\n")
    told = Cast(canonical(account, str))
    texts = [*case.texts, b"%d" % case.account.record]
    if (output.filled(texts), told.filled(texts)) != plain:
        return None
    totals = total((case.account,), 0)
    return Mould(output, told, {kind: getattr(totals, kind) for kind in ("narrowed", "dropped", "carried", "missing")})


def _origins(case: Case) -> dict[str, int] | None:
    """Return the text of each canonical leaf that is passed on; the others are the same in all records of the kind."""
    reading, origins = case.reading, dict[str, int]()
    constants = {*reading.constants, "/opads"}
    values = {pointer: (keys, value) for pointer, keys, value in _named(reading.disclosure, "", ())}
    owned: set[str] = set()
    for native, pointers in reading.mapped.items():
        if native not in case.leafs:
            return None
        start, leaf = case.leafs[native]
        for pointer in pointers:
            if pointer in owned or pointer in constants or pointer not in values:
                return None
            owned.add(pointer)
            keys, value = values[pointer]
            if leaf.texts:
                at = leaf.slots.get(keys)
                if at is None or leaf.texts[at] != text_of(value):
                    return None
                origins[pointer] = start + at
    for kept, value in reading.kept.items():
        for native, _ in leaves(value, kept):
            pointer = f"/extensions/{escape(case.source.id)}/{escape(kept)}{native[len(kept) :]}"
            if native not in case.leafs or pointer not in values:
                return None
            owned.add(pointer)
            start, leaf = case.leafs[native]
            if leaf.texts:
                origins[pointer] = start
    return origins if values.keys() <= owned | constants else None


def _comes_back(case: Case, origins: dict[str, int]) -> bool:
    """Say whether each native leaf that is not kept is written back from what was read of it, and from nothing else."""
    written = case.source.lens.unaided(case.native)
    if written is None:
        return False
    sources: dict[str, set[str]] = {}
    for pointer, entry in written.account.items():
        if pointer in origins:
            for native in entry.targets:
                sources.setdefault(native, set()).add(pointer)
    kept = {native for pointer, value in case.reading.kept.items() for native, _ in leaves(value, pointer)}
    mapped = case.reading.mapped
    return all(
        sources.get(native, set()) == {pointer for pointer in mapped.get(native, ()) if pointer in origins}
        for native in case.leafs
        if native not in kept
    )


def _targets(case: Case, origins: dict[str, int]) -> dict[str, int] | None:
    """Return the text of each leaf of the output that is passed on."""
    account, slot = case.writing.account, case.slot
    if slot is not None and all(entry.status == "written" for entry in account.values()):
        return None  # whether the disclosure is taken along depends on all its values
    sources: dict[str, list[str]] = {}
    for pointer, entry in account.items():
        for target in entry.targets:
            sources.setdefault(target, []).append(pointer)
    targets: dict[str, int] = {}
    for target, value in leaves(case.writing.native):
        carried = slot is not None and target.startswith(f"{slot}/")
        found = [target[len(slot or "") :]] if carried else sources.get(target, [])
        if any(pointer in origins for pointer in found):
            at = origins[found[0]] if len(found) == 1 else None
            if at is None or case.texts[at] != text_of(value):
                return None
            targets[target] = at
    return targets


def _account(case: Case) -> RecordAccount | None:
    """Return the account with marks in its slots."""
    rows = []
    for row in case.account.leaves:
        start, leaf = case.leafs[row.source]
        if leaf.texts:
            if row.params or text_of(row.value) != case.texts[start]:
                return None
            row = replace(row, value=_mark(start))  # noqa: PLW2901 - the row, marked
        rows.append(row)
    number: Any = _mark(len(case.texts))
    return replace(case.account, record=number, leaves=tuple(rows))


def _marked(value: Any, base: str, slots: dict[str, int]) -> Any:
    """Return a value with marks in its slots."""
    if value and isinstance(value, dict):
        return {name: _marked(item, f"{base}/{escape(name)}", slots) for name, item in value.items()}
    if value and isinstance(value, list):
        return [_marked(item, f"{base}/{position}", slots) for position, item in enumerate(value)]
    return _mark(slots[base]) if base in slots else value


def _mark(slot: int) -> str:
    return f"\ue000{slot}\ue001"


def _named(value: Any, base: str, keys: Keys) -> Iterator[tuple[str, Keys, Any]]:
    """Yield the leaves of a value: pointer, names on the way, value."""
    if value and isinstance(value, dict):
        for name, item in value.items():
            yield from _named(item, f"{base}/{escape(name)}", (*keys, name))
    elif value and isinstance(value, list):
        for position, item in enumerate(value):
            yield from _named(item, f"{base}/{position}", keys)
    else:
        yield base, keys, value
