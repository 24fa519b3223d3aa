"""Converts records by moulds: those of a kind seen before are told by their shape and the values that decide."""

from __future__ import annotations

from itertools import count
from typing import Any, NamedTuple

from opads.account import account_of
from opads.formats import Format
from opads.missing import Missing
from opads.moulds.casting import Case, Mould, cast
from opads.moulds.leafs import FREE, Leaf, Place, Places, UnsureError, text_of
from opads.moulds.looks import UnknownError
from opads.standard.jsonvalue import escape, leaves

__all__ = ("Press", "Pressed")

KINDS = 512
"""Kinds of records of which moulds are kept."""
KNOWN = 4096
"""Values of one place that are remembered."""
TOKENS = 65536
"""What values are told by, all places together."""
START, EACH = 16, 64
"""Moulds that are made in any case, and one more in so many records: where none recur they are not worth making."""
TRIAL = 512
"""Records after which it is seen whether moulds serve: where fewer than half are converted by one, no record is looked at any more."""

_UNREAD = Place()
_UNREAD.free, _UNREAD.elements = True, _UNREAD


class Pressed(NamedTuple):
    """A converted record: its line, what fills its account, and how many values were lost in which way."""

    mould: Mould
    texts: list[bytes]

    @property
    def output(self) -> bytes:
        """The record as a line of JSON."""
        return self.mould.output.filled(self.texts)

    def account(self, record: int) -> bytes:
        """Return the account in the canonical form of RFC 8785."""
        return self.mould.account.filled([*self.texts, b"%d" % record])


class Press:
    """Converts the records of one format to another; raises UnknownError for mappings that are not followed."""

    def __init__(self, source: Format, target: Format, missing: Missing, *, carry: bool) -> None:
        if source.id == target.id or source.lens.identity or target.lens.identity:
            raise UnknownError("a format whose records are not mapped")
        self._source, self._target, self._carry, self._missing = source, target, carry, missing
        self._places = Places(source.lens.nodes, target.lens.nodes)
        self._slot = target.lens.slot if carry else None
        self._moulds: dict[tuple[Any, ...], Mould | None] = {}
        self._seen: set[tuple[Any, ...]] = set()
        self._tokens: dict[Any, int] = {}
        self._fresh = count(FREE + 1)
        self._records = self._made = self._pressed = 0
        self._vain = False

    @classmethod
    def of(cls, source: Format, target: Format, missing: Missing, *, carry: bool) -> Press | None:
        """Return the press, or None for mappings that are not followed."""
        try:
            return cls(source, target, missing, carry=carry)
        except UnknownError:
            return None

    def pressed(self, native: dict[str, Any]) -> Pressed | None:
        """Return a record as it is converted, or None where that is not known without converting it."""
        if self._vain:
            return None
        key: list[Any] = []
        texts: list[bytes] = []
        self._records += 1
        if self._records % TRIAL == 0:
            self._vain, self._pressed = self._pressed * 2 < TRIAL, 0
        try:
            self._object(native, self._places.root, key, texts)
            kind = tuple(key)
            mould = self._moulds.get(kind)
            if mould is None and kind not in self._moulds and self._recurs(kind):
                if len(self._moulds) >= KINDS:
                    self._moulds.clear()
                self._made += 1
                mould = self._moulds[kind] = self._cast(native, texts)
        except (UnsureError, UnicodeEncodeError):
            return None
        if mould is None:
            return None
        self._pressed += 1
        return Pressed(mould, texts)

    def _recurs(self, kind: tuple[Any, ...]) -> bool:
        """Say whether a kind was seen before, and a mould is worth making."""
        if kind in self._seen:
            return self._made < START + self._records // EACH
        if len(self._seen) >= KINDS:
            self._seen.clear()
        self._seen.add(kind)
        return False

    def _object(self, node: dict[str, Any], place: Place, key: list[Any], texts: list[bytes]) -> None:
        key.append(tuple(node))
        members = place.members
        for name, value in node.items():
            inner = members.get(name, _UNREAD)
            if value.__class__ is str and value:
                if inner.free:
                    key.append(FREE)
                    texts.append(text_of(value))
                else:
                    leaf = inner.known.get(value) or self._leaf(inner, value)
                    key.append(leaf.token)
                    texts += leaf.texts
            else:
                self._other(value, inner, key, texts)

    def _other(self, value: Any, place: Place, key: list[Any], texts: list[bytes]) -> None:
        kind = value.__class__
        if value and not place.whole:
            if kind is dict:
                self._object(value, place, key, texts)
                return
            if kind is list:
                inner = place.elements or _UNREAD
                key.append(-len(value))
                for item in value:
                    if item.__class__ is dict and item and not inner.whole:
                        self._object(item, inner, key, texts)
                    elif item.__class__ is str and inner.free and item:
                        key.append(FREE)
                        texts.append(text_of(item))
                    else:
                        self._other(item, inner, key, texts)
                return
        leaf = self._leaf(place, value)
        key.append(leaf.token)
        texts += leaf.texts

    def _leaf(self, place: Place, value: Any) -> Leaf:
        """Return what is known of a value, which is remembered."""
        known: dict[Any, Leaf] | None = place.known if type(value) is str else None
        if type(value) is int:
            known = place.numbers
        leaf = known.get(value) if known is not None else None
        if leaf is None:
            leaf = self._places.leaf(place, value)
            if leaf.token != FREE:
                leaf.token = self._token(leaf.token)
            if known is not None and place is not _UNREAD:
                if len(known) >= KNOWN:
                    known.clear()
                known[value] = leaf
        return leaf

    def _token(self, said: Any) -> int:
        """Return the number for what a value is told by; no number is given twice."""
        if len(self._tokens) >= TOKENS:
            self._tokens.clear()
        found = self._tokens.get(said)
        return self._tokens.setdefault(said, next(self._fresh)) if found is None else found

    def _cast(self, native: dict[str, Any], texts: list[bytes]) -> Mould | None:
        """Convert a record in full and make a mould of that."""
        source, target = self._source, self._target
        if source.lens.takes_along(native):
            return None
        reading = source.lens.read(native)
        writing = target.lens.write(reading.disclosure, carry=self._carry, own=True)
        missing = self._missing(writing.native)
        account = account_of(0, native, reading, writing, missing=missing, source=source.id)
        leafs: dict[str, tuple[int, Leaf]] = {}
        again: list[bytes] = []

        def note(pointer: str, value: Any, place: Place) -> None:
            if value and not place.whole and isinstance(value, dict):
                for name, item in value.items():
                    note(f"{pointer}/{escape(name)}", item, place.members.get(name, _UNREAD))
            elif value and not place.whole and isinstance(value, list):
                for position, item in enumerate(value):
                    note(f"{pointer}/{position}", item, place.elements or _UNREAD)
            else:
                leaf = self._leaf(place, value)
                for inner, _ in leaves(value, pointer):
                    leafs[inner] = (len(again), leaf)
                again.extend(leaf.texts)

        note("", native, self._places.root)
        if again != texts:
            return None
        return cast(Case(source, target, native, reading, writing, account, leafs, texts, self._slot), self._missing)
