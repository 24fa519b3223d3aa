"""Record layouts: which field stands in which column, version by version."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from opads.carriers.filing.characters import SEPARATOR

__all__ = ("Field", "Layout", "Layouts")

EXTRA = re.compile(r"column_([1-9][0-9]{0,4})")
OFTEN = 32
"""Lines of a record type after which a pattern for them is worth its making."""
ROOM = 256
"""Fields of a line that may have more than are laid out."""
LONGEST = 65535
"""A longer field is looked at by itself."""


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
    """The columns of one record type in one version. A column that is not laid out is called ``column_<number>``.

    ``transaction`` is the key of the transaction id, where the record has one; ``outline`` says that lines may have
    more columns than are laid out.
    """

    def __init__(self, record: str, fields: Iterable[Field]) -> None:
        self.record = record
        self.outline = record.endswith("*")
        self.by_number = {field.number: field for field in fields}
        self.width = max(self.by_number, default=0)
        self._numbers = {field.key: field.number for field in self.by_number.values()}
        self.transaction = next((key for key in self._numbers if key.startswith("transaction_id")), None)
        self._met = 0

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

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the fields of a line, from the first on; of an outline some more than it has."""
        return tuple(map(self.key, range(1, max(self.width, ROOM if self.outline else 0) + 1)))

    def fits(self, content: str) -> bool:
        """Say whether a line has no field beyond its length or the layout; False for the first lines as well."""
        if self._met < OFTEN:
            self._met += 1
            return False
        return self._pattern.match(content + self._rest) is not None

    @cached_property
    def _rest(self) -> str:
        """What makes any line as long as the layout."""
        return SEPARATOR * self.width

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        fields = (self.by_number.get(number) for number in range(1, self.width + 1))
        lengths = (field.length if field else None for field in fields)
        texts = ("[^\x1c]*+" if length is None else f"[^\x1c]{{0,{min(length, LONGEST)}}}+" for length in lengths)
        end = "" if self.outline else "\x1c*+\\Z"
        return re.compile("".join(f"{text}\x1c" for text in texts) + end)


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
