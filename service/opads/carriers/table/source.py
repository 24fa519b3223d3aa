"""The text of a table, and what is found out about it only once, by whichever options it is read."""

import io
from functools import cached_property
from itertools import accumulate

from opads.carriers.decoding import Text
from opads.carriers.position import Positions

__all__ = ("Source",)


class Source:
    """The decoded text of a table."""

    def __init__(self, decoded: Text) -> None:
        self.text = decoded.text
        self.positions = Positions(decoded.text, first_byte=decoded.skipped, single_byte=decoded.single_byte)
        self._lines: dict[int, tuple[list[str], list[int]]] = {}

    @cached_property
    def has_nul(self) -> bool:
        """Whether the character NUL is in it."""
        return "\x00" in self.text

    @cached_property
    def mixed(self) -> bool:
        """Whether there are carriage returns that no line feed follows."""
        return self.text.count("\r") != self.text.count("\r\n")

    def lines(self, start: int) -> tuple[list[str], list[int]]:
        """Return the lines from an offset on, with their ends, and the offsets at which they begin, the end's last."""
        if start not in self._lines:
            stream = io.StringIO(self.text, newline="")
            stream.seek(start)
            lines = list(stream)
            self._lines[start] = lines, list(accumulate(map(len, lines), initial=start))
        return self._lines[start]
