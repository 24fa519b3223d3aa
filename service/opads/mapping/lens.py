"""The lens of one format: reading, writing, and the residue that makes the way there and back an identity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opads.mapping.compile import Block, MappingError, Node, compile_rows, places
from opads.mapping.model import MappingFile
from opads.mapping.places import places_of
from opads.mapping.reading import Reader, Reading
from opads.mapping.writing import Entry, Writer, Writing
from opads.standard.jsonvalue import copied, escape, get, is_index, leaves, pointer_key, unescape

__all__ = ("Lens",)

STALE = "stale"
"""A native spelling that no longer says what the disclosure says."""


class Lens:
    """Reads and writes the native records of one format.

    ``carry`` names the native member in which the source disclosure travels when the target cannot say all of it.
    """

    def __init__(self, mapping: MappingFile, *, version: str, carry: str | None = None) -> None:
        self.format_id = mapping.format
        self.identity = mapping.identity
        self.carry = carry
        nodes = compile_rows(mapping.rows, f"{mapping.format}/mapping.yaml")
        self._nodes = nodes
        self._reader = Reader(mapping.format, nodes, version)
        self._writer = Writer(mapping.format, nodes)
        self._ordered = _names_are_read(nodes)
        if mapping.identity and mapping.rows:
            raise MappingError(f"{mapping.format}/mapping.yaml: an identity mapping has no rows")

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The compiled rows."""
        return self._nodes

    def read(self, native: dict[str, Any], *, complete: bool = True) -> Reading:
        """Return the canonical disclosure of a native record and what became of each native leaf.

        ``complete`` also keeps native leaves that rows read but, for the conditions of the other direction, would not
        write back; who only judges the disclosure need not pay for that.
        """
        if self.identity:
            return Reading(native, identity=True)
        reading = self._reader.read(native, account=complete)
        if complete:
            self._complete(native, reading)
        return reading

    def _complete(self, native: dict[str, Any], reading: Reading) -> None:
        """Make the way there and back an identity, whatever the rows' conditions are."""
        if self._comes_back(native, reading):
            return
        for by_leaf in (True, False):
            absent = dict(_unlike(native, self._written(reading.disclosure)))
            if not absent:
                return
            if by_leaf:
                reading.kept |= absent
            else:  # the format's own constants stand where the record has something else: keep the whole member
                whole = dict.fromkeys("/" + pointer.split("/")[1] for pointer in absent)
                kept = {p: v for p, v in reading.kept.items() if "/" + p.split("/")[1] not in whole}
                reading.kept = kept | {pointer: get(native, pointer) for pointer in whole}
            reading.disclosure.setdefault("extensions", {})[self.format_id] = dict(reading.kept)

    def _comes_back(self, native: dict[str, Any], reading: Reading) -> bool:
        """Say whether the record is written back to the letter; where it is, the residue cannot be at odds with it.

        The order of members, which does not count here, can make a difference where their names are read.
        """
        written = self._writer.native(reading.disclosure)
        for pointer in _placeable(reading.kept):
            _put(written, pointer, reading.kept[pointer])
        return not self._ordered and alike(native, written)

    def unaided(self, native: dict[str, Any]) -> Writing | None:
        """Return what becomes of a record's disclosure on the way back, or None where that is not the record itself.

        What was kept of the record is put back for that, but nothing that only the way back shows to be missing.
        """
        reading = self._reader.read(native)
        return self._writer.write(reading.disclosure) if self._comes_back(native, reading) else None

    @property
    def slot(self) -> str | None:
        """The native pointer at which a disclosure travels; None where the format has no room for it."""
        return f"{self.carry}/opads" if self.carry is not None else None

    def takes_along(self, native: dict[str, Any]) -> bool:
        """Say whether a disclosure travels in a record."""
        return self._slot(native) is not None

    def write(self, disclosure: dict[str, Any], *, carry: bool = True, own: bool = False) -> Writing:
        """Return the native record of a canonical disclosure and what became of each canonical leaf.

        With ``carry``, a format that has room for it takes the whole source disclosure along, so that nothing is
        lost on the way back; the leaves it could not express are then ``carried`` instead of ``dropped``. ``own`` says
        that the disclosure may become part of the record as it is, for nobody will change it.
        """
        if self.identity:
            entries = {pointer: Entry("written", [pointer]) for pointer, _ in leaves(disclosure)}
            return Writing(copied(disclosure), entries)
        slot = self.slot if carry else None
        residue = self._residue(disclosure)
        writing = self._writer.write(disclosure, None if residue else slot)
        if residue:
            self._restore_residue(disclosure, residue, writing)
        if slot is not None:
            self._carry(disclosure, writing, slot, own=own)
        return writing

    def _written(self, disclosure: dict[str, Any]) -> dict[str, Any]:
        """Return the native record of a canonical disclosure, which takes nothing along."""
        if self.identity:
            return copied(disclosure)  # type: ignore[no-any-return]  # a copy of an object is one
        native = self._writer.native(disclosure)
        residue = self._residue(disclosure)
        return self._restored(disclosure, native, residue)[0] if residue else native

    def places_of(self, native: str, disclosure: dict[str, Any]) -> set[str]:
        """Return where in a disclosure the values of a native field stand or would stand."""
        return {
            pointer
            for field, paths in places(self._nodes)
            if field.text == native or field.text.startswith(native + "/")
            for path in paths
            for pointer in path.blame(disclosure)
        }

    def places_below(self, native: str, disclosure: dict[str, Any]) -> set[str]:
        """Return where the values of a native field or element stand or are missing, as ``Path.expected`` names it."""
        return set(places_of(self._nodes, native, disclosure))

    def carried(self, native: dict[str, Any]) -> dict[str, Any] | None:
        """Return the source disclosure that a record carries, or None where there is none.

        Raises MappingError where the record no longer says what the carried disclosure says.
        """
        slot = self._slot(native)
        if slot is None:
            return None
        if self._written(slot) != self._without_slot(native):
            raise MappingError("the record was changed after the disclosure it carries was written")
        return slot

    def _slot(self, native: dict[str, Any]) -> dict[str, Any] | None:
        if self.carry is None:
            return None
        holder = native.get(self.carry.lstrip("/"))
        slot = holder.get("opads") if isinstance(holder, dict) else None
        return slot if isinstance(slot, dict) else None

    def _without_slot(self, native: dict[str, Any]) -> dict[str, Any]:
        name = (self.carry or "").lstrip("/")
        holder = {k: v for k, v in native[name].items() if k != "opads"}
        return {k: holder if k == name else v for k, v in native.items() if k != name or holder}

    def _carry(self, disclosure: dict[str, Any], writing: Writing, slot: str, *, own: bool) -> None:
        """Take the source disclosure along where the record alone would not give it back."""
        lost = any(entry.status != "written" for entry in writing.account.values())
        if not lost and self._disclosed(writing.native) == disclosure:
            return
        name = (self.carry or "").lstrip("/")
        writing.native.setdefault(name, {})["opads"] = disclosure if own else copied(disclosure)
        for pointer, entry in writing.account.items():
            if entry.status == "dropped":
                entry.status = "carried"
                entry.targets = [slot + pointer]

    def _disclosed(self, native: dict[str, Any]) -> dict[str, Any]:
        """Return the disclosure alone of what was written."""
        return self._reader.read(native).disclosure

    def _residue(self, disclosure: dict[str, Any]) -> dict[str, Any]:
        """Return the native values that only this format knows."""
        extensions = disclosure.get("extensions")
        residue = extensions.get(self.format_id) if isinstance(extensions, dict) else None
        return residue if isinstance(residue, dict) else {}

    def _restore_residue(self, disclosure: dict[str, Any], residue: dict[str, Any], writing: Writing) -> None:
        """Put back the native values that only this format knows, as far as they still hold."""
        writing.native, placed = self._restored(disclosure, writing.native, residue)
        self._credit(disclosure, self._reader.read(writing.native), writing)
        for pointer, value in residue.items():
            base = f"/extensions/{self.format_id}/{escape(pointer)}"
            for leaf, _ in leaves(value, base):
                if pointer in placed:
                    writing.account[leaf] = Entry("written", [pointer + leaf[len(base) :]])
                else:
                    writing.account[leaf] = Entry("dropped", reason=STALE)

    def _restored(
        self, disclosure: dict[str, Any], native: dict[str, Any], residue: dict[str, Any]
    ) -> tuple[dict[str, Any], list[str]]:
        """Return a record with the residue put back, and the pointers put back."""
        candidate = copied(native)
        placed = [pointer for pointer in _placeable(residue) if _put(candidate, pointer, residue[pointer])]
        core, found = _core(disclosure), _core(self._disclosed(candidate))
        if found == core:  # the residue only moved the others along in their arrays
            return candidate, placed
        said, after = dict(leaves(core)), dict(leaves(found))
        if after == said:
            return candidate, placed
        before = dict(leaves(_core(self._disclosed(native))))
        if any(after.get(p) != v for p, v in before.items()) or any(said.get(p) != v for p, v in after.items()):
            mapped = self._reader.read(candidate).mapped
            while any(_touches(p, mapped) for p in placed):  # one left out may let another one be read
                candidate = copied(native)
                placed = [p for p in placed if not _touches(p, mapped) and _put(candidate, p, residue[p])]
                mapped = self._reader.read(candidate).mapped
        return candidate, placed

    @staticmethod
    def _credit(disclosure: dict[str, Any], reading: Reading, writing: Writing) -> None:
        """Say by the restored record where each canonical leaf stands in it.

        Restored elements move others along in their arrays, and rows for reading only are given back by the residue.
        """
        said = dict(leaves(_core(disclosure)))
        back = dict(leaves(_core(reading.disclosure)))
        sources: dict[str, list[str]] = {pointer: [] for pointer in reading.constants}
        for native, pointers in reading.mapped.items():
            for pointer in pointers:
                sources.setdefault(pointer, []).append(native)
        for pointer, natives in sources.items():
            entry = writing.account.get(pointer)
            if entry is None or pointer not in said or not _same(said[pointer], back.get(pointer)):
                continue
            if entry.status == "dropped":
                writing.account[pointer] = Entry("written", natives)
            elif natives:
                entry.targets = natives


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _unlike(original: Any, other: Any, base: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what of a record another one does not have alike; more members in the other's objects do not count."""
    if isinstance(original, dict) and isinstance(other, dict):
        for name, value in original.items():
            pointer = f"{base}/{escape(name)}"
            if name in other:
                yield from _unlike(value, other[name], pointer)
            else:
                yield from leaves(value, pointer)
    elif isinstance(original, list) and isinstance(other, list) and len(original) == len(other):
        for position, (value, counterpart) in enumerate(zip(original, other, strict=True)):
            yield from _unlike(value, counterpart, f"{base}/{position}")
    elif isinstance(original, list | dict) or not _same(original, other):
        yield base, original


def alike(one: Any, other: Any) -> bool:
    """Say whether two values are the same, types of scalars included; the order of members does not count."""
    if isinstance(one, dict):
        if not isinstance(other, dict) or len(one) != len(other):
            return False
        for name, value in one.items():
            if name not in other:
                return False
            # where one of two equal values is a text, so is the other
            if value != other[name] if type(value) is str else not alike(value, other[name]):
                return False
        return True
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(alike, one, other))
    return _same(one, other)


def _names_are_read(nodes: tuple[Node, ...]) -> bool:
    return any(isinstance(node, Block) and (node.members or _names_are_read(node.nodes)) for node in nodes)


def _placeable(residue: dict[str, Any]) -> list[str]:
    """Return the pointers of a residue in the order in which they are put back."""
    return list(residue) if len(residue) == 1 else sorted(residue, key=pointer_key)


def _touches(pointer: str, mapped: dict[str, tuple[str, ...]]) -> bool:
    return any(native == pointer or native.startswith(pointer + "/") for native in mapped)


def _core(disclosure: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in disclosure.items() if key != "extensions"}


def _put(record: dict[str, Any], pointer: str, value: Any) -> bool:
    """Put a value at a native pointer, making the containers on the way; say whether it could be placed."""
    node: Any = record
    tokens = [unescape(token) for token in pointer.split("/")[1:]]
    if not tokens:
        return False
    for position, token in enumerate(tokens):
        last = position == len(tokens) - 1
        fresh: Any = copied(value) if last else ([] if is_index(tokens[position + 1]) else {})
        if isinstance(node, dict):
            if last:
                node[token] = fresh
            node = node.setdefault(token, fresh)
        elif isinstance(node, list) and is_index(token) and int(token) <= len(node):
            if int(token) == len(node):
                node.append(fresh)
            elif last:
                node[int(token)] = fresh
            node = node[int(token)]
        else:
            return False
    return True
