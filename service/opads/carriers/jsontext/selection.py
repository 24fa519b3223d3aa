"""Which parts of a JSON document are its records: the ``records`` option."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from opads.carriers.pointer import split

__all__ = ("Selection", "select")

DEFAULT: Sequence[Mapping[str, Any]] = ({"at": "", "each": True}, {"at": ""})
ABSENT = object()


class Selection(NamedTuple):
    """The records of a document: their values, and for each its pointer."""

    values: list[Any]
    at: str
    each: bool

    def pointer(self, index: int) -> str:
        """Give the pointer of a record into the document."""
        return f"{self.at}/{index}" if self.each else self.at


def select(document: Any, options: Mapping[str, Any]) -> Selection | None:
    """Take the first entry of ``records`` that fits: an array for ``each``, else an object; None if none fits."""
    for entry in options.get("records") or DEFAULT:
        at, each = str(entry.get("at", "")), bool(entry.get("each", False))
        found = _value(document, at)
        if each and isinstance(found, list):
            return Selection(found, at, each=True)
        if not each and isinstance(found, dict):
            return Selection([found], at, each=False)
    return None


def _value(document: Any, pointer: str) -> Any:
    value = document
    for token in split(pointer):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return ABSENT
    return value
