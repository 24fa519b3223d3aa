"""Reading through a lens: a native record becomes a canonical disclosure, with an account of every native leaf."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from opads.mapping.compile import Node
from opads.mapping.marks import Reading, Unreadable
from opads.mapping.stepwise import Stepwise

if TYPE_CHECKING:
    from opads.mapping.emitting import Compiled

__all__ = ("Reader", "Reading", "Unreadable")

FEW = 64
"""Records that are read row after row: emitting and compiling a function takes as long as to read about a hundred."""


class Reader:
    """Reads native records; nothing but what codecs make of recent texts is kept between records.

    The first few records are read row after row, all others by a function that is emitted from the rows and gives the
    same.
    """

    def __init__(self, format_id: str, nodes: tuple[Node, ...], version: str) -> None:
        self.format_id = format_id
        self.nodes = nodes
        self.version = version
        self._stepwise = Stepwise(format_id, nodes, version)
        self._functions: dict[bool, Compiled | None] = {}
        self._count = self._put_off = self._asked = 0

    def __reduce__(self) -> tuple[type[Reader], tuple[str, tuple[Node, ...], str]]:
        """Leave the functions behind: they are made anew where they are needed."""
        return Reader, (self.format_id, self.nodes, self.version)

    def read(self, native: dict[str, Any], *, account: bool = True) -> Reading:
        """Return the disclosure and the account; never raises for what the record holds.

        Without ``account`` what became of each leaf is found out when it is first asked for; the record must stay as it
        is until then. Where it is asked for after most records, it is kept from the start.
        """
        account = account or 2 * self._asked > self._put_off >= FEW
        function = self._function(account=account)
        if function is None:
            found = self._stepwise.read(native)
            if account:
                return found
            self._put_off += 1
            return Reading.later(found.disclosure, found.kept, found.unreadable, partial(self._now, lambda: found))
        disclosure, kept, unreadable, *more = function(native)
        if account:
            mapped, constants, relations = more
            return Reading(disclosure, mapped, kept, constants, unreadable, relations)
        self._put_off += 1
        return Reading.later(disclosure, kept, unreadable, partial(self._now, partial(self.read, native)))

    def _now(self, whole: Callable[[], Reading]) -> Reading:
        """Return what was put off, and count that it was asked for."""
        self._asked += 1
        return whole()

    def disclosure(self, native: dict[str, Any]) -> dict[str, Any]:
        """Return the disclosure alone, as ``read`` gives it."""
        function = self._function(account=False)
        found: dict[str, Any] = function(native)[0] if function else self._stepwise.read(native).disclosure
        return found

    def _function(self, *, account: bool) -> Compiled | None:
        """Return the emitted function once enough records were read; None before that, and where there is none."""
        if self._count < FEW:
            self._count += 1
            return None
        if account not in self._functions:
            from opads.mapping.emitting import compiled  # noqa: PLC0415 - only many records are worth its import

            self._functions[account] = compiled(self.nodes, self.format_id, self.version, account=account)
        return self._functions[account]
