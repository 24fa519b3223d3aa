"""What the spans of every syntax offer: edits that change one value and no other byte."""

from __future__ import annotations

from typing import Any, Protocol

from opads.carriers import Place
from opads.fixing.model import Edit

__all__ = ("Spans",)


class Spans(Protocol):
    """The document, ready to be edited; whatever is not found just as expected gives no edit."""

    encoding: str

    def replaced(self, place: Place, before: Any, after: Any) -> Edit | None:
        """Return the edit that writes another value in the place of one."""
        ...

    def removed(self, place: Place, name: str) -> Edit | None:
        """Return the edit that takes a member with its name away."""
        ...

    def renamed(self, place: Place, before: str, after: str) -> Edit | None:
        """Return the edit that gives a member another name."""
        ...
