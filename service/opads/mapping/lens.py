"""The lens of one format: reading, writing, and the residue that makes the way there and back an identity."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from opads.mapping.compile import MappingError, Node, compile_rows, places
from opads.mapping.model import MappingFile
from opads.mapping.places import places_of
from opads.mapping.reading import Reader, Reading
from opads.mapping.writing import Entry, Writer, Writing
from opads.standard.jsonvalue import escape, get, leaves, pointer_key, unescape

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
        for by_leaf in (True, False):
            absent = dict(_unlike(native, self.write(reading.disclosure, carry=False).native))
            if not absent:
                return
            if by_leaf:
                reading.kept |= absent
            else:  # the format's own constants stand where the record has something else: keep the whole member
                whole = {"/" + pointer.split("/")[1] for pointer in absent}
                kept = {p: v for p, v in reading.kept.items() if "/" + p.split("/")[1] not in whole}
                reading.kept = kept | {pointer: get(native, pointer) for pointer in whole}
            reading.disclosure.setdefault("extensions", {})[self.format_id] = dict(reading.kept)

    def write(self, disclosure: dict[str, Any], *, carry: bool = True) -> Writing:
        """Return the native record of a canonical disclosure and what became of each canonical leaf.

        With ``carry``, a format that has room for it takes the whole source disclosure along, so that nothing is
        lost on the way back; the leaves it could not express are then ``carried`` instead of ``dropped``.
        """
        if self.identity:
            entries = {pointer: Entry("written", [pointer]) for pointer, _ in leaves(disclosure)}
            return Writing(copy.deepcopy(disclosure), entries)
        writing = self._writer.write(disclosure)
        self._restore_residue(disclosure, writing)
        if self.carry is not None and carry:
            self._carry(disclosure, writing, self.carry)
        return writing

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
        plain = copy.deepcopy(native)
        self._empty_slot(plain)
        if self.write(slot, carry=False).native != plain:
            raise MappingError("the record was changed after the disclosure it carries was written")
        return slot

    def _slot(self, native: dict[str, Any]) -> dict[str, Any] | None:
        if self.carry is None:
            return None
        holder = native.get(self.carry.lstrip("/"))
        slot = holder.get("opads") if isinstance(holder, dict) else None
        return slot if isinstance(slot, dict) else None

    def _empty_slot(self, native: dict[str, Any]) -> None:
        name = (self.carry or "").lstrip("/")
        native[name] = {k: v for k, v in native[name].items() if k != "opads"}
        if not native[name]:
            del native[name]

    def _carry(self, disclosure: dict[str, Any], writing: Writing, carry: str) -> None:
        """Take the source disclosure along where the record alone would not give it back."""
        lost = any(entry.status in ("dropped", "narrowed") for entry in writing.account.values())
        if not lost and self._reader.read(writing.native).disclosure == disclosure:
            return
        writing.native.setdefault(carry.lstrip("/"), {})["opads"] = copy.deepcopy(disclosure)
        for pointer, entry in writing.account.items():
            if entry.status == "dropped":
                entry.status = "carried"
                entry.targets = [f"{carry}/opads{pointer}"]

    def _restore_residue(self, disclosure: dict[str, Any], writing: Writing) -> None:
        """Put back the native values that only this format knows, as far as they still hold."""
        extensions = disclosure.get("extensions")
        residue = extensions.get(self.format_id) if isinstance(extensions, dict) else None
        if not isinstance(residue, dict) or not residue:
            return
        candidate = copy.deepcopy(writing.native)
        placed = [pointer for pointer in sorted(residue, key=pointer_key) if _put(candidate, pointer, residue[pointer])]
        before = dict(leaves(_core(self._reader.read(writing.native).disclosure)))
        reading = self._reader.read(candidate)
        after = dict(leaves(_core(reading.disclosure)))
        said = dict(leaves(_core(disclosure)))
        at_odds = any(after.get(p) != v for p, v in before.items()) or any(said.get(p) != v for p, v in after.items())
        if at_odds and after != said:  # equal throughout: the residue only moved the others along in their arrays
            while any(_touches(p, reading.mapped) for p in placed):  # one left out may let another one be read
                candidate = copy.deepcopy(writing.native)
                placed = [p for p in placed if not _touches(p, reading.mapped) and _put(candidate, p, residue[p])]
                reading = self._reader.read(candidate)
        writing.native = candidate
        self._credit(disclosure, reading, writing)
        for pointer in residue:
            base = f"/extensions/{self.format_id}/{escape(pointer)}"
            for leaf, _ in leaves(residue[pointer], base):
                if pointer in placed:
                    writing.account[leaf] = Entry("written", [pointer + leaf[len(base) :]])
                else:
                    writing.account[leaf] = Entry("dropped", reason=STALE)

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
        fresh: Any = copy.deepcopy(value) if last else ([] if tokens[position + 1].isdigit() else {})
        if isinstance(node, dict):
            if last:
                node[token] = fresh
            node = node.setdefault(token, fresh)
        elif isinstance(node, list) and token.isdigit() and int(token) <= len(node):
            if int(token) == len(node):
                node.append(fresh)
            elif last:
                node[int(token)] = fresh
            node = node[int(token)]
        else:
            return False
    return True
