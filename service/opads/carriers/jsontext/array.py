"""A long document whose records are the elements of one array: each is read swiftly, for itself.

The document is taken apart by msgspec, which finds the ends of the elements; what stands outside the array is read by
the quick reader (``quick.py``), and so is an element that is not plain enough. Where that one gives up, so does this:
the document is given only where the careful parser finds no fault in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from opads.carriers.jsontext.grammar import JSON
from opads.carriers.jsontext.locator import Locator
from opads.carriers.jsontext.quick import NotPlain, quick
from opads.carriers.jsontext.selection import DEFAULT
from opads.carriers.jsontext.source import trouble
from opads.carriers.jsontext.swift import Swift, swift_reader
from opads.carriers.model import Limits, NativeRecord, Place
from opads.carriers.pointer import split
from opads.carriers.position import Positions

__all__ = ("Elements", "Span", "elements", "span")

SPACE = rb"[ \t\r\n]*+"
BEGIN = re.compile(SPACE + rb"(.?)", re.DOTALL)
MEMBER = re.compile(SPACE + rb"[,{]" + SPACE + JSON.string.pattern.encode() + SPACE + b":" + SPACE)
END = re.compile(SPACE + rb"\}" + SPACE + rb"\Z")
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode


class Span(NamedTuple):
    """The array of the records in a text: the names that lead to it, and its first and last byte."""

    tokens: list[str]
    start: int
    end: int


class Elements(NamedTuple):
    """The records of a document, and the document."""

    document: Any
    records: list[NativeRecord]


def elements(data: bytes, text: str, options: Mapping[str, Any], limits: Limits) -> Elements | None:
    """Return the records of a document without byte order mark, given as bytes and as text; None where others read it."""
    if len(data) >= limits.max_nodes and sum(map(data.count, (b",", b"[", b"{"))) >= limits.max_nodes:
        return None
    if options.get("record_type") is None or (place := span(data, options.get("records") or DEFAULT)) is None:
        return None
    outside = len(place.tokens) + 1
    swift = swift_reader(options["record_type"], len(data), limits, outside=outside)
    try:
        document = quick((data[: place.start] + b"[]" + data[place.end :]).decode(), limits)
        records = _records(
            data, text, place, swift, msgspec.structs.replace(limits, max_depth=limits.max_depth - outside)
        )
    except (ValueError, RecursionError, NotPlain):
        return None
    values = [record.value for record in records]
    holder = document
    for token in place.tokens[:-1]:
        holder = holder[token]
    if place.tokens:
        holder[place.tokens[-1]] = values
    return Elements(document if place.tokens else values, records)


def _records(data: bytes, text: str, place: Span, swift: Swift, limits: Limits) -> list[NativeRecord]:
    positions = Positions(text)
    single_byte = len(text) == len(data)
    records = []
    told = 0
    at = end = place.start
    character = at if single_byte else len(data[:at].decode())
    for index, raw in enumerate(_items(data[place.start : place.end])):
        element = bytes(raw)
        at = data.index(b"{", end)  # between elements there are but commas and spaces
        if not data.startswith(element, at):
            raise NotPlain  # it is no object
        value, fits, faults = swift.read(element) or (quick(element.decode(), limits), False, [])
        character += at - end
        length = len(element) if single_byte else len(element.decode())
        where = _Place(text, character, length, positions)
        own = [trouble(fault, where.place, record=index) for fault in faults]
        records.append(NativeRecord(index, value, where, own, fits))
        if (told := told + len(own)) >= limits.max_troubles:
            raise NotPlain
        end, character = at + len(element), character + length
    return records


class _Place:
    """The places in one element, for whoever asks: its text is that of the document at some characters."""

    __slots__ = ("_begin", "_length", "_locator", "_positions", "_text")

    def __init__(self, text: str, begin: int, length: int, positions: Positions) -> None:
        self._text = text
        self._begin = begin
        self._length = length
        self._positions = positions
        self._locator: Locator | None = None

    def __call__(self, pointer: str) -> Place:
        """Give the place of the value at a pointer."""
        if self._locator is None:
            self._locator = Locator(self._text[self._begin : self._begin + self._length], self._positions)
        return self.place(self._locator.offset(pointer))

    def place(self, offset: int) -> Place:
        """Give the place of a character offset in the element."""
        return self._positions.place(self._begin + offset)


def span(data: bytes, entries: Sequence[Mapping[str, Any]]) -> Span | None:
    """Find the array that the option ``records`` chooses; None where it is another one, or there may be several."""
    found = BEGIN.match(data)
    opening = found[1] if found else b""
    for entry in entries:
        tokens = split(str(entry.get("at", "")))
        if any(token == "*" or token.isdecimal() for token in tokens):  # noqa: S105 - a token of a pointer
            return None
        if opening == b"[":
            if not tokens and entry.get("each"):
                return Span([], found.start(1) if found else 0, len(data.rstrip()))
        elif opening == b"{":
            if not tokens or not entry.get("each"):
                return None
            try:
                below = _follow(data, tokens)
            except (ValueError, RecursionError):
                return None
            if below is not None:
                return Span(tokens, *below)
    return None


def _follow(data: bytes, tokens: list[str]) -> tuple[int, int] | None:
    """Return where the array at some names begins and ends; None where there is none, ValueError where it is unclear."""
    start, end = 0, len(data)
    for token in tokens:
        here = data[start:end] if start else data
        if here.lstrip()[:1] != b"{":
            return None
        at, place = 0, None
        for name, raw in _members(here).items():
            found, value = MEMBER.match(here, at), bytes(raw)
            if found is None or not here.startswith(value, found.end()):
                raise ValueError(name)
            at = found.end() + len(value)
            if name == token:
                place = found.end(), at
        if END.match(here, at) is None:
            raise ValueError(token)
        if place is None:
            return None
        start, end = start + place[0], start + place[1]
    return (start, end) if data[start : start + 1] == b"[" else None
