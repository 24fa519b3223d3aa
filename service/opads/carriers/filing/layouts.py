"""Record layouts: which field stands in which column, version by version."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ("Field", "Layout", "Layouts")

EXTRA = re.compile(r"column_([1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its number from 1, its key, its longest content (characters; digits for an amount)."""

    number: int
    key: str
    label: str
    amount: bool
    length: int | None

    def size(self, value: str) -> int:
        """Measure a value as the layout does."""
        return sum(map(str.isdigit, value)) if self.amount else len(value)


class Layout:
    """The columns of one record type in one version. A column that is not laid out is called ``column_<number>``."""

    def __init__(self, record: str, fields: Iterable[Field]) -> None:
        self.record = record
        self.outline = record.endswith("*")
        self.by_number = {field.number: field for field in fields}
        self.width = max(self.by_number, default=0)
        self._numbers = {field.key: field.number for field in self.by_number.values()}

    def key(self, number: int) -> str:
        """Give the key of a column."""
        field = self.by_number.get(number)
        return field.key if field else f"column_{number}"

    def number(self, key: str) -> int | None:
        """Give the column of a key; None where the layout has no such field."""
        if key in self._numbers:
            return self._numbers[key]
        extra = EXTRA.fullmatch(key)
        return int(extra[1]) if extra and int(extra[1]) not in self.by_number else None

    @property
    def transaction(self) -> str | None:
        """The key of the transaction id, where the record has one."""
        return next((key for key in self._numbers if key.startswith("transaction_id")), None)


class Layouts:
    """All layouts: rows of ``record, versions, number, key, label, type, length`` (``versions`` may be ``*``).

    A record ``SA*`` outlines the lines of that prefix which are not read themselves: more columns may follow.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows: dict[str, list[tuple[frozenset[str], Field]]] = {}
        self._made: dict[tuple[str, str], Layout | None] = {}
        for row in rows:
            length = str(row.get("length") or "")
            field = Field(
                number=int(row["number"]),
                key=str(row["key"]),
                label=str(row.get("label") or row["key"]),
                amount=str(row.get("type") or "").startswith("AMT"),
                length=int(length) if length.isdecimal() else None,
            )
            versions = frozenset(str(row.get("versions") or "*").split())
            self._rows.setdefault(str(row["record"]), []).append((versions, field))

    def of(self, record: str, version: str) -> Layout | None:
        """Give the layout of a record type in a version; None where there is none."""
        if (record, version) not in self._made:
            rows = self._rows.get(record, ())
            fields = [field for versions, field in rows if version in versions or "*" in versions]
            self._made[record, version] = Layout(record, fields) if fields else None
        return self._made[record, version]

    def outline(self, record: str, version: str) -> Layout | None:
        """Give the outline of a record type that is not read; None where there is none."""
        prefix = next((name for name in self._rows if name.endswith("*") and record.startswith(name[:-1])), None)
        return None if prefix is None else self.of(prefix, version)
