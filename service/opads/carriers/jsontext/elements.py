"""Cutting a long JSON array into blocks, between its elements: a scanner that knows texts, escapes and brackets alone.

Where the first two elements meet as further ones do, the scanner leaps: a place of that look is the end of a block if
what lies before it is an array of whole elements.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from opads.carriers.blocks import LINE_END, PIECE, Block, Read, Shift, oversize, refused, shifted, whole
from opads.carriers.decoding import UTF8_MARK
from opads.carriers.jsontext.carrier import JsonCarrier
from opads.carriers.jsontext.selection import DEFAULT
from opads.carriers.model import Limits, Place, Reading
from opads.carriers.pointer import split

__all__ = ("ElementsSplitter",)

TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{},]', re.DOTALL)
SPACE = b" \t\r\n"
MEETING = re.compile(rb'\}[ \t\r\n]*+,[ \t\r\n]*+\{[ \t\r\n]*+"[^"\\]*+"')
TRIES = 4
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode


class ElementsSplitter:
    """Cuts an array whose elements are the records, at the root or below names that nothing else stands beside before it.

    Any other document is one block. What stands behind the array goes with the last block.
    """

    def split(self, read: Read, options: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield blocks of whole elements."""
        begun = read(PIECE)
        if (alone := refused(begun, read)) is not None:
            yield alone
            return
        names = _names(begun.removeprefix(UTF8_MARK), options.get("records") or DEFAULT)
        if names is None:
            yield whole(begun, read, limits)
            return
        yield from _Cutting(begun, read, limits, size, names).blocks()

    def read(self, block: Block, options: Mapping[str, Any], limits: Limits) -> Reading:
        """Read the elements of a block as an array."""
        if (found := oversize(block, limits)) is not None:
            return found
        return shifted(JsonCarrier().read(block.before + block.data + block.behind, options, limits), block)


def _names(begun: bytes, entries: Sequence[Mapping[str, Any]]) -> list[str] | None:
    """Return the names that lead to the array of the records; None where it is not known yet which one that is."""
    if begun.lstrip(SPACE)[:1] == b"[":
        return [] if any(str(entry.get("at", "")) == "" and entry.get("each") for entry in entries) else None
    names = split(str(entries[0].get("at", "")))
    if not names or not entries[0].get("each") or any(name == "*" or name.isdecimal() for name in names):
        return None
    steps = (
        rb"\{[ \t\r\n]*+" + re.escape(json.dumps(name, ensure_ascii=False).encode()) + rb"[ \t\r\n]*+:[ \t\r\n]*+"
        for name in names
    )
    return names if re.match(rb"[ \t\r\n]*+" + b"".join(steps) + rb"\[", begun) else None


class _Cutting:
    """The way along one array. ``text`` is what is at hand, from the beginning of the block on."""

    def __init__(self, begun: bytes, read: Read, limits: Limits, size: int, names: list[str]) -> None:
        self.text = begun
        self.more = read
        self.limits = limits
        self.size = size
        self.number = self.records = self.lines = self.offset = 0
        self.column = 1
        self.dropped = 0
        self.place: Place | None = None
        self.names = names
        self.before = b"".join(b"{%b:" % json.dumps(name, ensure_ascii=False).encode() for name in names) + b"["
        self.behind = b"]" + b"}" * len(names)
        self.meeting = b""

    def blocks(self) -> Iterator[Block]:
        at = depth = elements = comma = 0
        inside = len(self.names) + 1
        leapt = False
        while True:
            if self.meeting and not leapt and not self.dropped:
                leapt = True
                if (leap := self.leap()) is not None:
                    yield self.block(*leap)
                    at, elements, leapt = 0, 0, False
                    continue
            if elements and len(self.text) > self.limits.max_bytes:
                yield self.block(comma, elements)
                at, elements = max(at - comma - 1, 0), 0
                continue
            found = TOKEN.search(self.text, at)
            token = found[0] if found else b""
            if found is None or token == b'"':
                if self.dropped or len(self.text) - at > self.limits.max_bytes:
                    self.drop(at if found is None else found.start())
                    at = 0
                if not self.fetch():
                    break
                continue
            if token in (b"[", b"{"):
                depth += 1
            elif token in (b"]", b"}"):
                depth -= 1
                if depth < inside:
                    break
            elif token == b"," and depth == inside:
                end = found.start()
                self.meeting = self.meeting or self.met(end)
                if (self.dropped or end >= self.size) and not self.closing(end + 1):
                    yield self.block(end, elements + 1)
                    at, elements, leapt = 0, 0, False
                    continue
                elements, comma = elements + 1, end
            at = found.end()
            if at > self.limits.max_bytes:
                self.drop(at)
                at = 0
        yield from self.last()

    def met(self, comma: int) -> bytes:
        """Return how two objects meet about a comma, with the first name in the second; nothing where that is not at hand."""
        found = MEETING.match(self.text, max(self.text.rfind(b"}", 0, comma), 0))
        return found[0] if found and b"," in self.text[found.start() : comma + 1] else b""

    def leap(self) -> tuple[int, int] | None:
        """Return a comma at which the block can end, and how many elements it has then; None where none is found."""
        while len(self.text) < self.size + PIECE:
            if not self.fetch():
                break
        at = self.size
        for _ in range(TRIES if len(self.text) <= self.limits.max_bytes else 0):
            at = self.text.find(self.meeting, at)
            if at < 0:
                break
            text = (self.before if self.number else b"") + self.text[: at + 1] + self.behind
            try:
                value: Any = text if self.number else text.removeprefix(UTF8_MARK)
                for name in self.names:
                    value = _members(value)[name]
                return self.text.index(b",", at), len(_items(value))
            except (ValueError, RecursionError):
                at += 1
        return None

    def fetch(self) -> bool:
        piece = self.more(PIECE)
        self.text += piece
        return bool(piece)

    def closing(self, at: int) -> bool:
        """Return whether the array, or the file, ends at once: there is no element to begin a block with."""
        while not (rest := self.text[at : at + PIECE].lstrip(SPACE)):
            if not self.fetch():
                return True
            if len(self.text) - at > PIECE:
                return False
        return rest.startswith(b"]")

    def shift(self) -> Shift:
        if self.number == 0:
            return Shift()
        told = len(self.before)
        columns = len(self.before.decode()) + 1
        return Shift(self.records, self.lines, self.column - columns, self.offset - told)

    def block(self, end: int, elements: int) -> Block:
        """Cut before a comma."""
        place = Place(line=self.lines + 1, column=self.column, offset=self.offset)
        if self.dropped:
            self.drop(end)
            cut = Block(self.number, b"", Shift(self.records), skipped=self.dropped, place=self.place)
        else:
            cut = Block(
                self.number,
                self.text[:end],
                self.shift(),
                self.before if self.number else b"",
                self.behind,
                place=place,
            )
            self.go(end)
        self.go(1)
        self.dropped = 0
        self.number += 1
        self.records += elements
        return cut

    def drop(self, end: int) -> None:
        """Let go of bytes of a record that is too large."""
        if not self.dropped:
            self.place = Place(line=self.lines + 1, column=self.column, offset=self.offset)
        self.dropped += end
        self.go(end)

    def go(self, length: int) -> None:
        passed, self.text = self.text[:length], self.text[length:]
        if b"\r" in passed:
            ends = [match.end() for match in LINE_END.finditer(passed)]
            lines, behind = len(ends), ends[-1] if ends else 0
        else:
            lines, behind = passed.count(b"\n"), passed.rfind(b"\n") + 1
        self.lines += lines
        self.offset += length
        tail = passed[behind:]
        if not self.number and self.offset == length:
            tail = tail.removeprefix(UTF8_MARK)
        self.column = len(tail.decode(errors="replace")) + (1 if lines else self.column)

    def last(self) -> Iterator[Block]:
        """Yield what is left, to the end of the file."""
        if not self.dropped:
            rest = whole(self.text, self.more, self.limits)
            if self.number == 0:
                yield rest
                return
            if not rest.skipped:
                yield Block(self.number, rest.data, self.shift(), self.before)
                return
            place = Place(line=self.lines + 1, column=self.column, offset=self.offset)
            yield Block(self.number, b"", Shift(self.records), skipped=rest.skipped, place=place)
            return
        rest = whole(self.text, self.more, Limits(max_bytes=0))
        yield Block(self.number, b"", Shift(self.records), skipped=self.dropped + rest.skipped, place=self.place)
