"""Cutting a table into blocks, between its rows; the header goes before each of them."""

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from opads.carriers.blocks import PIECE, Block, Read, Shift, oversize, refused, shifted, whole
from opads.carriers.decoding import UTF8_MARK
from opads.carriers.model import Limits, Place, Reading
from opads.carriers.table.carrier import TableCarrier
from opads.carriers.table.layout import DELIMITERS, find_delimiter

__all__ = ("RowsSplitter",)

LONE = "carrier-csv/lone-carriage-return"
WINDOW = 4 * PIECE


class RowsSplitter:
    """Cuts after rows, honouring quotation marks as the reader of tables does: by the same parser."""

    def split(self, read: Read, options: Mapping[str, Any], limits: Limits, size: int) -> Iterator[Block]:
        """Yield blocks of whole rows."""
        begun = b""
        while len(begun) < WINDOW and (piece := read(PIECE)):
            begun += piece
        if (alone := refused(begun, read)) is not None:
            yield alone
            return
        mark = len(UTF8_MARK) if begun.startswith(UTF8_MARK) else 0
        delimiter = find_delimiter(begun[mark:].decode(errors="replace"), options.get("delimiter"))
        if len(delimiter.character.encode()) > 1:
            yield whole(begun, read, limits)
            return
        yield from _Cutting(begun, mark, read, limits, size).blocks(delimiter.character, named=delimiter.start > 0)

    def read(self, block: Block, options: Mapping[str, Any], limits: Limits) -> Reading:
        """Read the rows of a block under the header."""
        if (found := oversize(block, limits)) is not None:
            return found
        return shifted(TableCarrier().read(block.before + block.data, options, limits), block)


class _Lines:
    """The lines of a file, one character a byte: what a table is cut by is ASCII, whatever the cells hold."""

    def __init__(self, begun: bytes, read: Read, most: int) -> None:
        self.text = begun.decode("latin-1")
        self.at = 0
        self.more = read
        self.most = most
        self.broken = False

    def next(self) -> str:
        """Return the next line with its end, empty at the end of the file; of a line that is too long a part."""
        seek = self.at
        self.broken = False
        while True:
            end = _end(self.text, seek)
            if end and (end < len(self.text) or self.text[end - 1] == "\n"):
                line, self.at = self.text[self.at : end], end
                return line
            self.broken = len(self.text) - self.at > self.most
            piece = b"" if self.broken else self.more(PIECE)
            if not piece:
                line, self.at = self.text[self.at :], len(self.text)
                return line
            seek = max(len(self.text) - self.at - 1, 0)
            self.text = self.text[self.at :] + piece.decode("latin-1")
            self.at = 0

    def plain(self, enough: int) -> str:
        """Return lines that are a row each, with no quotation mark, blank line or other end than LF or CR LF in them.

        They go no further than the line that makes them ``enough`` characters, and than what has been read of the file.
        """
        end = self.text.find("\n", self.at + max(enough, 1) - 1) + 1 or self.text.rfind("\n", self.at) + 1
        quote = self.text.find('"', self.at, end)
        if quote >= 0:
            end = self.text.rfind("\n", self.at, quote) + 1
        if end <= self.at or end - self.at > self.most:
            return ""
        lines = self.text[self.at : end]
        if lines[0] in "\r\n" or "\n\n" in lines or "\n\r" in lines or lines.count("\r") != lines.count("\r\n"):
            return ""
        self.at = end
        return lines


def _end(text: str, at: int) -> int:
    """Return the offset after the next line end, 0 where there is none."""
    feed, back = text.find("\n", at), text.find("\r", at, at + PIECE)
    if back < 0 and feed < 0:
        back = text.find("\r", at)
    elif back < 0:
        back = text.find("\r", at, feed)
    if back >= 0 and (feed < 0 or back < feed):
        return back + 2 if feed == back + 1 else back + 1
    return feed + 1


class _Cutting:
    """The way along one table."""

    def __init__(self, begun: bytes, mark: int, read: Read, limits: Limits, size: int) -> None:
        self.mark = begun[:mark].decode("latin-1")
        self.lines = _Lines(begun[mark:], read, limits.max_bytes)
        self.limits = limits
        self.size = size
        self.row: list[str] = []
        self.width = 0
        self.ends: set[str] = set()

    def blocks(self, delimiter: str, *, named: bool) -> Iterator[Block]:
        number = records = 0
        plain = delimiter in DELIMITERS
        head, rows, good = self.header(delimiter, named=named)
        before = "".join(head).encode("latin-1")
        if not good or not _utf8(before):
            yield self.alone(head)
            return
        breaks = len(head) - 1
        self.note()
        base = Shift(bytes=len(before), lines=breaks, rows=rows)
        start, told = base, self.told()
        data: list[str] = []
        length = found = 0

        def cut() -> Block:
            moved = Shift(
                start.records, start.lines - base.lines, 0, start.bytes - base.bytes, start.rows - base.rows, base.bytes
            )
            return Block(number, "".join(data).encode("latin-1"), moved, before, told=told)

        for cells, fault in self.rows(delimiter):
            over = self.width > self.limits.max_bytes
            if over and data:
                yield cut()
                number += 1
                start = Shift(records, breaks, 0, base.bytes + length, rows)
                data, told, found = [], self.told(), 0
            length += self.width
            rows, breaks = rows + 1, breaks + len(self.row)
            if over:
                place = Place(line=start.lines + 1, column=1, offset=start.bytes, row=start.rows + 1)
                yield Block(number, b"", Shift(records), skipped=self.width, place=place)
            else:
                data += self.row
                if cells or fault:
                    found += 1
            records += bool(cells or fault)
            self.note()
            while True:
                missing = self.size - (base.bytes + length - start.bytes)
                if over or (found and missing <= 0):
                    if not over:
                        yield cut()
                    number += 1
                    start = Shift(records, breaks, 0, base.bytes + length, rows)
                    data, told, found = [], self.told(), 0
                    missing, over = self.size, False
                lines = self.lines.plain(missing) if plain and '"' not in self.row[0] else ""
                if not lines:
                    break
                count = lines.count("\n")
                data.append(lines)
                length, rows, breaks = length + len(lines), rows + count, breaks + count
                records, found = records + count, found + count
                self.ends.add("\n")
        if data or number == 0:
            yield cut()

    def header(self, delimiter: str, *, named: bool) -> tuple[list[str], int, bool]:
        """Read the lines of the header, its mark before them: these, how many rows they are, whether it can be read."""
        head, rows = [self.mark], 0
        if named:
            head.append(self.lines.next())
            rows = 1
        for cells, fault in self.rows(delimiter):
            head += self.row
            rows += 1
            if cells or fault:
                return head, rows, not fault
        return head, rows, False

    def rows(self, delimiter: str) -> Iterator[tuple[list[str], bool]]:
        """Yield the cells of each row and whether it is at fault; ``row`` holds its lines while it is looked at."""
        while True:
            reader = csv.reader(iter(self.line, ""), delimiter=delimiter, strict=True)
            while True:
                self.row, self.width = [], 0
                try:
                    yield next(reader), False
                except StopIteration:
                    return
                except csv.Error:
                    yield [], True
                    if self.width > self.limits.max_bytes:
                        break

    def line(self) -> str:
        """Return the next line of a row, nothing where the row goes beyond the limit."""
        if self.width > self.limits.max_bytes:
            return ""
        line = self.lines.next()
        self.width += len(line)
        while self.lines.broken:
            self.width += len(self.lines.next())
        if line:
            self.row.append(line)
        return line

    def note(self) -> None:
        """Note how the row ends."""
        last = self.row[-1] if self.row else ""
        if last[-1:] in ("\r", "\n"):
            self.ends.add(last[-1])

    def told(self) -> frozenset[str]:
        return frozenset({LONE}) if len(self.ends) > 1 else frozenset()

    def alone(self, head: list[str]) -> Block:
        """Return the one block of a table whose header cannot be read; what follows is passed over."""
        rest: Callable[[], str] = self.lines.next
        for _ in iter(rest, ""):
            pass
        return Block(0, "".join(head).encode("latin-1"), whole=True)


def _utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
