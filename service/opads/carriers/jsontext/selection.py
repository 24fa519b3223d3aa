"""Which parts of a JSON document are its records: the ``records`` option."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from opads.carriers.pointer import join, split, within

__all__ = ("Selection", "select")

DEFAULT: Sequence[Mapping[str, Any]] = ({"at": "", "each": True}, {"at": ""})


class Selection(NamedTuple):
    """The records of a document: their values, and where they stand."""

    values: list[Any]
    at: list[str]
    """Pointers of the arrays whose elements are the records, or the pointer of the one record."""
    starts: list[int]
    """For each array the number of its first record."""
    each: bool

    def pointer(self, index: int) -> str:
        """Give the pointer of a record into the document."""
        if not self.each:
            return self.at[0]
        place = bisect_right(self.starts, index) - 1
        return f"{self.at[place]}/{index - self.starts[place]}"

    def number(self, pointer: str) -> int | None:
        """Give the number of the record that a pointer stands in, or None."""
        for place, at in enumerate(self.at):
            if not within(pointer, at):
                continue
            if not self.each:
                return 0
            index = self.starts[place] + int(pointer[len(at) + 1 :].partition("/")[0] or len(self.values))
            end = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.values)
            return index if index < end else None
        return None


def select(document: Any, options: Mapping[str, Any]) -> Selection | None:
    """Take the first entry of ``records`` that fits: arrays for ``each``, else an object; None if none fits.

    With ``each`` a token ``*`` stands for every element of an array on the way.
    """
    for entry in options.get("records") or DEFAULT:
        at, each = str(entry.get("at", "")), bool(entry.get("each", False))
        found = _find(document, split(at), [], every=each)
        if each:
            arrays = [(pointer, value) for pointer, value in found if isinstance(value, list)]
            if arrays:
                return _joined(arrays)
        elif found and isinstance(found[0][1], dict):
            return Selection([found[0][1]], [found[0][0]], [0], each=False)
    return None


def _joined(arrays: list[tuple[str, list[Any]]]) -> Selection:
    if len(arrays) == 1:
        return Selection(arrays[0][1], [arrays[0][0]], [0], each=True)
    starts = list(accumulate((len(array) for _, array in arrays[:-1]), initial=0))
    return Selection([item for _, array in arrays for item in array], [at for at, _ in arrays], starts, each=True)


def _find(value: Any, tokens: list[str], path: list[str | int], *, every: bool) -> list[tuple[str, Any]]:
    if not tokens:
        return [(join(path), value)]
    token, rest = tokens[0], tokens[1:]
    if isinstance(value, dict):
        return _find(value[token], rest, [*path, token], every=every) if token in value else []
    if not isinstance(value, list):
        return []
    if every and token == "*":  # noqa: S105 - a token of a pointer
        return [hit for i, item in enumerate(value) for hit in _find(item, rest, [*path, i], every=every)]
    if token.isdecimal() and int(token) < len(value):
        return _find(value[int(token)], rest, [*path, token], every=every)
    return []
