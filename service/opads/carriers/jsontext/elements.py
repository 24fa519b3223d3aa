"""Cutting a long JSON array into blocks, between its elements: a scanner that knows texts, escapes and brackets alone."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from opads.carriers.blocks import LINE_END, PIECE, Block, Read, Shift, oversize, refused, shifted, whole
from opads.carriers.decoding import UTF8_MARK
from opads.carriers.jsontext.carrier import JsonCarrier
from opads.carriers.jsontext.selection import DEFAULT
from opads.carriers.model import Limits, Place, Reading

__all__ = ("ElementsSplitter",)

TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{},]', re.DOTALL)
SPACE = b" \t\r\n"


class ElementsSplitter:
    """Cuts an array whose elements are the records; any other document is one block."""

    def split(self, read: Read, options: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield blocks of whole elements."""
        begun = read(PIECE)
        if (alone := refused(begun, read)) is not None:
            yield alone
            return
        entries = options.get("records") or DEFAULT
        each = any(str(entry.get("at", "")) == "" and entry.get("each") for entry in entries)
        if not each or begun.removeprefix(UTF8_MARK).lstrip(SPACE)[:1] != b"[":
            yield whole(begun, read, limits)
            return
        yield from _Cutting(begun, read, limits, size).blocks()

    def read(self, block: Block, options: Mapping[str, Any], limits: Limits) -> Reading:
        """Read the elements of a block as an array."""
        if (found := oversize(block, limits)) is not None:
            return found
        return shifted(JsonCarrier().read(block.before + block.data + block.behind, options, limits), block)


class _Cutting:
    """The way along one array. ``text`` is what is at hand, from the beginning of the block on."""

    def __init__(self, begun: bytes, read: Read, limits: Limits, size: int) -> None:
        self.text = begun
        self.more = read
        self.limits = limits
        self.size = size
        self.number = self.records = self.lines = self.offset = 0
        self.column = 1
        self.dropped = 0
        self.place: Place | None = None

    def blocks(self) -> Iterator[Block]:
        at = depth = elements = comma = 0
        while True:
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
                if depth == 0:
                    break
            elif token == b"," and depth == 1:
                end = found.start()
                if (self.dropped or end >= self.size) and not self.closing(end + 1):
                    yield self.block(end, elements + 1)
                    at = elements = 0
                    continue
                elements, comma = elements + 1, end
            at = found.end()
            if at > self.limits.max_bytes:
                self.drop(at)
                at = 0
        yield from self.last()

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
        return Shift(self.records, self.lines, self.column - 2, self.offset - 1)

    def block(self, end: int, elements: int) -> Block:
        """Cut before a comma."""
        place = Place(line=self.lines + 1, column=self.column, offset=self.offset)
        if self.dropped:
            self.drop(end)
            cut = Block(self.number, b"", Shift(self.records), skipped=self.dropped, place=self.place)
        else:
            cut = Block(self.number, self.text[:end], self.shift(), b"[" if self.number else b"", b"]", place=place)
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
        ends = list(LINE_END.finditer(passed))
        self.lines += len(ends)
        self.offset += length
        tail = passed[ends[-1].end() :] if ends else passed
        if not self.number and self.offset == length:
            tail = tail.removeprefix(UTF8_MARK)
        self.column = len(tail.decode(errors="replace")) + (1 if ends else self.column)

    def last(self) -> Iterator[Block]:
        """Yield what is left, to the end of the file."""
        if not self.dropped:
            rest = whole(self.text, self.more, self.limits)
            if self.number == 0:
                yield rest
                return
            if not rest.skipped:
                yield Block(self.number, rest.data, self.shift(), b"[")
                return
            place = Place(line=self.lines + 1, column=self.column, offset=self.offset)
            yield Block(self.number, b"", Shift(self.records), skipped=rest.skipped, place=place)
            return
        rest = whole(self.text, self.more, Limits(max_bytes=0))
        yield Block(self.number, b"", Shift(self.records), skipped=self.dropped + rest.skipped, place=self.place)
