"""What is to be said of a batch: of its columns once a file, of a value with its record; and where values stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opads.carriers.model import Limits, Place, Trouble
from opads.carriers.pointer import join

__all__ = ("Owner", "Remarks")

Keys = tuple[str | int, ...]
Owner = Callable[[int], tuple[int, Keys]]
"""Gives for the number of a value in its column the row in the batch, and the keys of the value in the record."""


class Remarks:
    """The troubles of one batch, whose first record has the number ``first`` in the file."""

    def __init__(self, limits: Limits, first: int, *, keep_nulls: bool = True) -> None:
        self.limits = limits
        self.first = first
        self.keep_nulls = keep_nulls
        """Whether a null cell is null, not absent, where the format demands the member and lets it be null."""
        self.columns: list[Trouble] = []
        self.lost: dict[int, Trouble] = {}
        """Rows that are given up, each with the first reason."""
        self.kept: dict[int, list[Trouble]] = {}
        """What is said of rows that are read all the same."""

    def column(self, rule: str, column: str, **params: Any) -> None:
        """Say something of a column; each rule once a column."""
        if self.first == 0 and not any(t.rule == rule and t.params["column"] == column for t in self.columns):
            self.columns.append(Trouble(rule, {"column": column[:200], **params}, Place(field=column)))

    def lose(self, number: int, owner: Owner, column: str, reason: str) -> None:
        """Give up the row of a value that cannot be read."""
        row, keys = owner(number)
        params = {"column": column[:200], "reason": reason}
        self.lost.setdefault(row, self._trouble("carrier-parquet/unreadable-value", params, row, keys, column))

    def say(self, rule: str, number: int, owner: Owner, column: str, **params: Any) -> None:
        """Say something of a value that is read all the same."""
        row, keys = owner(number)
        said = {"column": column[:200], **params}
        self.kept.setdefault(row, []).append(self._trouble(rule, said, row, keys, column))

    def _trouble(self, rule: str, params: dict[str, Any], row: int, keys: Keys, column: str) -> Trouble:
        record = self.first + row
        return Trouble(rule, params, Place(row=record + 1, field=column), record, join(list(keys)))
