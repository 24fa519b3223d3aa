"""The places of a native record: what of a value there decides the conversion, and what is passed on of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from opads.mapping.codecs import CodecError
from opads.mapping.codecs.scalars import TextCodec
from opads.mapping.compile import Block, ConstRow, Node, ValueRow
from opads.mapping.path import Is, Key, Match, OneOf, Path
from opads.mapping.remembered import through_codec
from opads.moulds.looks import Keys, Looks, UnknownError
from opads.standard.jsonvalue import is_index

__all__ = ("FREE", "Leaf", "Place", "Places", "UnsureError", "named", "text_of")

FREE = 0
"""Token of a text of which nothing decides anything."""
LONG = 4096
"""Characters of what is told by its very value."""
_SAFE = 2**53

text_of = msgspec.json.Encoder().encode
"""Gives the JSON text of a value that is passed on; raises UnicodeEncodeError for lone surrogates."""


class UnsureError(Exception):
    """A record that is better converted by itself."""


@dataclass(slots=True)
class Leaf:
    """What is known of a native value: by what it is told from others, and the texts of what is passed on of it.

    The first text is that of the value itself; ``slots`` says which is that of the canonical value with those names.
    There are none where the value itself is what the record is told by.
    """

    token: Any
    texts: tuple[bytes, ...] = ()
    slots: dict[Keys, int] = field(default_factory=dict)


class Place:
    """A place in native records: the rows that read it, with the names of their canonical values."""

    __slots__ = ("elements", "free", "known", "looked", "members", "numbers", "rows", "whole")

    def __init__(self) -> None:
        self.members: dict[str, Place] = {}
        self.elements: Place | None = None
        self.rows: list[tuple[ValueRow, dict[str, Keys]]] = []
        self.looked = False
        """A condition compares the value."""
        self.free = False
        """Any text is passed on."""
        self.whole = False
        """An array or object here counts as one value."""
        self.known: dict[str, Leaf] = {}
        self.numbers: dict[int, Leaf] = {}

    def member(self, name: str) -> Place:
        """Return the place of a member."""
        return self.members.setdefault(name, Place())

    def element(self) -> Place:
        """Return the place of the elements."""
        if self.elements is None:
            self.elements = Place()
        return self.elements


class Places:
    """The places of one source format, on the way to one target; raises UnknownError for rows not followed here."""

    def __init__(self, source: tuple[Node, ...], target: tuple[Node, ...]) -> None:
        self.root = Place()
        self._source, self._target = Looks(source), Looks(target)
        self._looked = self._source.values | self._target.values
        if not {"extensions", ""}.isdisjoint(self._source.names() | self._target.names()):
            raise UnknownError("rows that look at extensions, or at a disclosure as a whole")
        self._nodes(source, [self.root], ())
        self._settle(self.root)
        if self.root.rows or self.root.looked:
            raise UnknownError("rows that read a record as a whole")

    def _nodes(self, nodes: tuple[Node, ...], scopes: list[Place], base: Keys) -> None:
        for node in nodes:
            if isinstance(node, ValueRow):
                self._value(node, scopes, base)
            elif isinstance(node, ConstRow):
                if node.native is not None:
                    _follow(node.native, scopes[-1]).looked = True
            elif isinstance(node, Block):
                self._block(node, scopes, base)

    def _value(self, node: ValueRow, scopes: list[Place], base: Keys) -> None:
        if node.row.direction == "write":
            return
        if node.name or node.joined:
            raise UnknownError("a name that is read as a value")
        place = _follow(node.native, scopes[-1 - node.scope] if node.scope < len(scopes) else scopes[0])
        paths = node.parts if node.canonical is None else {"": node.canonical}
        keys = {name: self._source.follow(path, base) for name, path in paths.items()}
        if any(known.codec != node.codec for known, _ in place.rows):
            place.looked = True
        place.rows.append((node, keys))

    def _block(self, node: Block, scopes: list[Place], base: Keys) -> None:
        for condition in node.native_conditions:
            _follow(condition.path, scopes[-1])
        if node.members:
            raise UnknownError("members that are iterated")
        if node.into is not None:
            base = self._source.follow(node.into, base)
        if node.each is not None and node.each.steps:
            scopes = [*scopes, _follow(node.each, scopes[-1]).element()]
        self._nodes(node.nodes, scopes, base)

    def _settle(self, place: Place) -> None:
        """Find the places where any text is passed on."""
        place.free = not place.looked and all(
            isinstance(row.codec, TextCodec)
            and row.codec.max_length is None
            and not any(self._decides(keys) or self._source.codecs(keys) for keys in names.values())
            for row, names in place.rows
        )
        place.whole = place.looked or bool(place.rows)
        for inner in (*place.members.values(), *((place.elements,) if place.elements else ())):
            self._settle(inner)

    def _decides(self, keys: Keys) -> bool:
        return keys in self._looked or bool(self._target.codecs(keys))

    def leaf(self, place: Place, value: Any) -> Leaf:
        """Return what is known of a value; raises UnsureError, and UnicodeEncodeError for lone surrogates."""
        if place.free and type(value) is str and value:
            return Leaf(FREE, (text_of(value),), {keys: 0 for _, names in place.rows for keys in names.values()})
        if place.looked or not _is_passed(value):
            return _exactly(value)
        slots: dict[Keys, int] = {}
        texts = [text_of(value)]
        said: list[Any] = []
        for row, names in place.rows:
            try:
                read, faithful = through_codec(row, value)
            except CodecError:
                return _exactly(value)
            parts = {"": read} if row.canonical is not None else read
            for name, part in parts.items():
                for keys, one in named(part, names[name]):
                    if not self._goes(row, keys, one, faithful=faithful):
                        return _exactly(value)
                    at, text = slots.setdefault(keys, len(texts)), text_of(one)
                    if at == len(texts):
                        texts.append(text)
                    elif texts[at] != text:
                        return _exactly(value)
                    said.append((keys, type(one)))
            said.append(faithful)
        return Leaf((type(value), *said), tuple(texts), slots)

    def _goes(self, row: ValueRow, keys: Keys, value: Any, *, faithful: bool) -> bool:
        """Say whether nothing but the type of a canonical value decides anything."""
        if not _is_passed(value) or self._decides(keys):
            return False
        back = self._source.codecs(keys)
        return not back or (faithful and all(codec == row.codec for codec in back))


def _is_passed(value: Any) -> bool:
    kind = type(value)
    return (kind is str and value != "") or (kind is int and -_SAFE < value < _SAFE)


def _exactly(value: Any) -> Leaf:
    said = repr(value)
    if len(said) > LONG:
        raise UnsureError
    return Leaf(("=", said))


def named(value: Any, base: Keys) -> Iterator[tuple[Keys, Any]]:
    """Yield the leaves of a value, each with the names on the way to it."""
    if value and isinstance(value, dict):
        for name, item in value.items():
            yield from named(item, (*base, name))
    elif value and isinstance(value, list):
        for item in value:
            yield from named(item, base)
    else:
        yield base, value


def _follow(path: Path, place: Place) -> Place:
    """Note what a native path compares, and return the place to which it leads."""
    for step in path.steps:
        if isinstance(step, Key):
            if is_index(step.name):
                raise UnknownError("a name that may be a position")
            place = place.member(step.name)
        elif isinstance(step, OneOf):
            place.looked = True
        else:
            place = place.element()
            if isinstance(step, Is):
                place.looked = True
            elif isinstance(step, Match):
                for condition in step.conditions:
                    place.member(condition.key).looked = True
    return place
