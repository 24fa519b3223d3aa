"""From an offset in the text to a line, a column and a byte offset: built once, on the first question."""

import re
from bisect import bisect_right

from opads.carriers.model import Place

__all__ = ("Positions",)

LINE_END = re.compile(r"\r\n|\n|\r")
BLOCK = 4096


class Positions:
    """The places of one text.

    ``first_line`` and ``first_byte`` say where the text itself begins in the file; ``single_byte`` says that
    one character was one byte there.
    """

    def __init__(self, text: str, *, first_line: int = 1, first_byte: int = 0, single_byte: bool = False) -> None:
        self._text = text
        self._first_line = first_line
        self._first_byte = first_byte
        self._single_byte = single_byte or text.isascii()
        self._lines: list[int] | None = None
        self._blocks: list[int] | None = None

    def place(self, offset: int) -> Place:
        """Give line and column (characters, from 1) and byte offset (from 0) of a character offset."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self.lines, offset) - 1
        return Place(
            line=self._first_line + line,
            column=offset - self.lines[line] + 1,
            offset=self.byte(offset),
        )

    def byte(self, offset: int) -> int:
        """Give the byte offset (from 0) of a character offset."""
        return self._first_byte + self._bytes_before(min(offset, len(self._text)))

    @property
    def lines(self) -> list[int]:
        """The character offset at which each line begins."""
        if self._lines is None:
            more = "\n" in self._text or "\r" in self._text
            self._lines = [0, *(match.end() for match in LINE_END.finditer(self._text))] if more else [0]
        return self._lines

    def _bytes_before(self, offset: int) -> int:
        if self._single_byte:
            return offset
        if self._blocks is None:
            total, self._blocks = 0, [0]
            for start in range(0, len(self._text), BLOCK):
                total += len(self._text[start : start + BLOCK].encode())
                self._blocks.append(total)
        block = offset // BLOCK
        return self._blocks[block] + len(self._text[block * BLOCK : offset].encode())
