"""From the names in a header to places in a native record, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opads.carriers.model import Trouble
from opads.carriers.pointer import join, split

__all__ = ("Column", "Naming", "Table", "lay_out")


DEEPEST = 16
"""A name of more parts than this is one name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name as written, its number from 0, and the keys of its value in the record."""

    name: str
    number: int
    keys: tuple[str, ...]
    structured: bool = False
    identifier: bool = False
    separator: str = ""

    @property
    def pointer(self) -> str:
        """The pointer of the column's value in the record."""
        return join(list(self.keys))


@dataclass(frozen=True, slots=True)
class Naming:
    """The naming options of a table (``header_fold``, ``aliases``, ``nested``, ``structured``, ``lists``, ``spreadsheet_ids``)."""

    fold: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    nested: str = ""
    structured: frozenset[str] = frozenset()
    identifiers: frozenset[str] = frozenset()
    lists: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "Naming":
        """Read the options of a carrier entry."""
        fold = options.get("header_fold") == "lower"
        aliases = {str(name): str(pointer) for name, pointer in (options.get("aliases") or {}).items()}
        return cls(
            fold=fold,
            aliases={name.lower(): pointer for name, pointer in aliases.items()} if fold else aliases,
            nested=str(options.get("nested") or ""),
            structured=_pointers(options.get("structured")),
            identifiers=_pointers(options.get("spreadsheet_ids")),
            lists={join(list(split(str(n)))): str(s) for n, s in (options.get("lists") or {}).items()},
        )

    def keys(self, name: str) -> tuple[str, ...]:
        """Give the keys under which a column's value stands."""
        folded = name.lower() if self.fold else name
        if folded in self.aliases:
            return tuple(split(self.aliases[folded]))
        if self.nested and 0 < folded.count(self.nested) < DEEPEST and all(folded.split(self.nested)):
            return tuple(folded.split(self.nested))
        return (folded,)


def _pointers(names: Sequence[str] | None) -> frozenset[str]:
    return frozenset(join(list(split(str(name)))) for name in names or ())


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table; those that cannot be told apart are left out, and reported."""

    width: int
    names: list[str]
    columns: list[Column]
    troubles: list[tuple[int, Trouble]]
    by_keys: dict[tuple[str, ...], Column]

    @property
    def plain(self) -> list[str] | None:
        """The member names, where each cell is simply the text of a member; else None."""
        simple = all(
            len(c.keys) == 1 and not c.structured and not c.identifier and not c.separator for c in self.columns
        )
        return [c.keys[0] for c in self.columns] if simple and len(self.columns) == self.width else None

    def at(self, pointer: str) -> Column | None:
        """Give the column in which the value at a pointer stands."""
        tokens = tuple(split(pointer))
        for length in range(min(len(tokens), DEEPEST), 0, -1):
            if (column := self.by_keys.get(tokens[:length])) is not None:
                return column
        return None


def lay_out(names: list[str], naming: Naming) -> Table:
    """Give each column its place; troubles come with the number of the column (from 0) they are about.

    Of columns that mean one place none is read. A column whose place lies inside another's keeps its own name.
    """
    keys = [naming.keys(name) for name in names]
    numbers: dict[tuple[str, ...], list[int]] = {}
    for number, key in enumerate(keys):
        numbers.setdefault(key, []).append(number)
    troubles: list[tuple[int, Trouble]] = []
    columns: list[Column] = []
    for number, (name, key) in enumerate(zip(names, keys, strict=True)):
        same = numbers[key]
        if len(same) > 1:
            if number != same[0]:
                params = {"name": name[:200], "column": number + 1, "first_column": same[0] + 1}
                troubles.append((number, Trouble("carrier-csv/duplicate-column", params)))
            continue
        if any(key[:length] in numbers for length in range(1, len(key))):
            outer = next(key[:length] for length in range(1, len(key)) if key[:length] in numbers)
            params = {"name": name[:200], "outer": names[numbers[outer][0]][:200]}
            troubles.append((number, Trouble("carrier-csv/conflicting-column", params)))
            key = (name.lower() if naming.fold else name,)  # noqa: PLW2901 - the place it falls back to
        pointer = join(list(key))
        structured, identifier = pointer in naming.structured, pointer in naming.identifiers
        columns.append(Column(name, number, key, structured, identifier, naming.lists.get(pointer, "")))
    return Table(len(names), names, columns, troubles, {column.keys: column for column in columns})
