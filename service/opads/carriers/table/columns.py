"""From the names in a header to places in a native record, and back."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from opads.carriers.model import Trouble
from opads.carriers.pointer import join, split
from opads.carriers.table.template import Said, Template

__all__ = ("Column", "Naming", "Table", "lay_out")


DEEPEST = 16
"""A name of more parts than this is one name."""


@dataclass(slots=True)
class Column:
    """One column: its name as written, its number from 0, the keys of its value, and what its name says."""

    name: str
    number: int
    keys: tuple[str, ...]
    structured: bool = False
    identifier: bool = False
    said: Said = ()
    separator: str = ""

    @property
    def pointer(self) -> str:
        """The pointer of the column's value in the record."""
        return join(list(self.keys))


@dataclass(frozen=True, slots=True)
class Naming:
    """The naming options of a table, as ``spec/standard/carriers.md`` has them."""

    fold: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    nested: str = ""
    structured: frozenset[tuple[str, ...]] = frozenset()
    identifiers: frozenset[tuple[str, ...]] = frozenset()
    templates: tuple[Template, ...] = ()
    lists: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Naming":
        """Read the options of a carrier entry."""
        fold = options.get("header_fold") == "lower"
        aliases = {str(name): str(pointer) for name, pointer in (options.get("aliases") or {}).items()}
        return cls(
            fold=fold,
            aliases={name.lower(): pointer for name, pointer in aliases.items()} if fold else aliases,
            nested=str(options.get("nested") or ""),
            structured=_places(options.get("structured")),
            identifiers=_places(options.get("spreadsheet_ids")),
            templates=tuple(
                Template.of(str(text), str(pointer), fold=fold)
                for text, pointer in (options.get("templates") or {}).items()
            ),
            lists={tuple(split(str(n))): str(s) for n, s in (options.get("lists") or {}).items()},
        )

    def keys(self, name: str) -> tuple[str, ...]:
        """Give the keys under which a column's value stands."""
        folded = name.lower() if self.fold else name
        if folded in self.aliases:
            return tuple(split(self.aliases[folded]))
        if (found := self._template(name)) is not None:
            return found[0].keys
        if self.nested and 0 < folded.count(self.nested) < DEEPEST and all(folded.split(self.nested)):
            return tuple(folded.split(self.nested))
        return (folded,)

    def said(self, name: str) -> Said:
        """Give what a column's name says beside its meaning."""
        found = self._template(name)
        return () if found is None else found[1]

    def _template(self, name: str) -> tuple[Template, Said] | None:
        for template in self.templates:
            if (said := template.match(name)) is not None:
                return template, said
        return None


def _places(names: Sequence[str] | None) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(split(str(name))) for name in names or ())


@dataclass(frozen=True)
class Table:
    """The columns of a table; those that cannot be told apart are left out, and reported."""

    width: int
    names: list[str]
    columns: list[Column]
    troubles: list[tuple[int, Trouble]]
    by_keys: dict[tuple[str, ...], list[Column]]

    @property
    def plain(self) -> list[str] | None:
        """The member names, where each cell is simply the text of a member; else None."""
        names = [name for name, _ in self.steps if name is not None]
        return names if len(names) == self.width else None

    @cached_property
    def steps(self) -> list[tuple[str | None, Column | None]]:
        """For each cell of a row its column, None where it is not read; and the member name, where the text is its value.

        Such a member is no other column's, nor does another one reach into it.
        """
        tops = Counter(
            keys[:1] for column in self.columns for keys in (column.keys, *(part for part, _ in column.said))
        )
        steps: list[tuple[str | None, Column | None]] = [(None, None)] * self.width
        for column in self.columns:
            alone = len(column.keys) == 1 and tops[column.keys] == 1
            marked = column.structured or column.identifier or column.said or column.separator
            steps[column.number] = column.keys[0] if alone and not marked else None, column
        return steps

    def at(self, pointer: str, row: Sequence[str] = ()) -> Column | None:
        """Give the column in which the value at a pointer stands, or whose name says it; of several the one filled."""
        tokens = tuple(split(pointer))
        for length in range(min(len(tokens), DEEPEST), 0, -1):
            if columns := self.by_keys.get(tokens[:length]):
                return next((c for c in columns if c.number < len(row) and row[c.number]), columns[0])
        return None


def lay_out(names: list[str], naming: Naming) -> Table:
    """Give each column its place; troubles come with the number of the column (from 0) they are about.

    Of columns that mean one place none is read, unless their names say different values beside it. A column whose
    place lies inside another's keeps its own name.
    """
    keys = [naming.keys(name) for name in names]
    said = [naming.said(name) if naming.templates else () for name in names]
    meant: dict[tuple[tuple[str, ...], Said], list[int]] = {}
    numbers: dict[tuple[str, ...], list[int]] = {}
    for number, key in enumerate(keys):
        meant.setdefault((key, said[number]), []).append(number)
        numbers.setdefault(key, []).append(number)
    troubles: list[tuple[int, Trouble]] = []
    columns: list[Column] = []
    for number, (name, key) in enumerate(zip(names, keys, strict=True)):
        same = meant[key, said[number]]
        if len(same) > 1:
            if number != same[0]:
                params = {"name": name[:200], "column": number + 1, "first_column": same[0] + 1}
                troubles.append((number, Trouble("carrier-csv/duplicate-column", params)))
            continue
        if len(key) > 1 and any(key[:length] in numbers for length in range(1, len(key))):
            outer = next(key[:length] for length in range(1, len(key)) if key[:length] in numbers)
            params = {"name": name[:200], "outer": names[numbers[outer][0]][:200]}
            troubles.append((number, Trouble("carrier-csv/conflicting-column", params)))
            key = (name.lower() if naming.fold else name,)  # noqa: PLW2901 - the place it falls back to
        marks = key in naming.structured, key in naming.identifiers
        columns.append(Column(name, number, key, *marks, said[number], naming.lists.get(key, "")))
    by_keys: dict[tuple[str, ...], list[Column]] = {}
    for column in columns:
        for place in (column.keys, *(part for part, _ in column.said)):
            by_keys.setdefault(place, []).append(column)
    return Table(len(names), names, columns, troubles, by_keys)
