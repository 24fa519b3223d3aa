"""The records of a filing: one for each unit line, with the lines that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from opads.carriers.filing.filing import Filing
from opads.carriers.filing.lines import Entry
from opads.carriers.filing.profile import Unit
from opads.carriers.model import JsonObject, NativeRecord, Place, Trouble
from opads.carriers.pointer import split

__all__ = ("locate_in_document", "records_of")


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    """Finds the places of one record's values."""

    filing: Filing
    line: Entry
    groups: dict[str, list[Entry]]

    def __call__(self, pointer: str) -> Place:
        tokens = split(pointer)
        positions = self.filing.positions
        if tokens[:1] in (["header"], ["cover"]):
            entry = self.filing.header if tokens[0] == "header" else self.filing.cover
            if entry is not None:
                return entry.place(positions, tokens[1] if len(tokens) > 1 else None)
        if tokens and tokens[0] in self.groups:
            entries = self.groups[tokens[0]]
            index = int(tokens[1]) if len(tokens) > 1 and tokens[1].isdecimal() and len(tokens[1]) < 8 else 0
            if index < len(entries):
                return entries[index].place(positions, tokens[2] if len(tokens) > 2 else None)
        key = tokens[1] if len(tokens) > 1 and tokens[0] == "line" else None
        return self.line.place(positions, key)


def records_of(filing: Filing) -> Iterator[NativeRecord]:
    """Give the records; what concerns no single one goes to the filing's troubles before the first is given."""
    unit = filing.unit
    if unit is None or filing.cover is None:
        return
    lines = [entry for entry in filing.entries if entry.line.record == unit.line]
    collected = {name: [e for e in filing.entries if e.line.record == name] for name in unit.collect}
    linked = _link(filing, unit, lines)
    _report_collected(filing, collected)
    if not lines:
        filing.complain("carrier-fec/no-disclosure", filing.cover.line, record=unit.line)
    for index, entry in enumerate(lines):
        groups = {name: entries for name, entries in collected.items() if entries}
        groups |= {name: found for name in unit.linked if (found := linked[name].get(id(entry)))}
        value: JsonObject = {
            "header": dict(filing.header.fields) if filing.header else {},
            "cover": dict(filing.cover.fields),
            "line": entry.fields,
            **{name: [member.fields for member in entries] for name, entries in groups.items()},
        }
        troubles = _troubles(entry, index, "/line")
        for name in unit.linked:
            for number, member in enumerate(groups.get(name, ())):
                troubles += _troubles(member, index, f"/{name}/{number}")
        yield NativeRecord(index, value, _Whereabouts(filing, entry, groups), troubles)


def _link(filing: Filing, unit: Unit, lines: list[Entry]) -> dict[str, dict[int, list[Entry]]]:
    """Give each unit line the lines that refer to its transaction id; report those that refer to none."""
    owners: dict[str, list[Entry]] = {}
    for entry in lines:
        if entry.transaction:
            owners.setdefault(entry.transaction, []).append(entry)
    linked: dict[str, dict[int, list[Entry]]] = {name: {} for name in unit.linked}
    for entry in filing.entries:
        name = entry.line.record
        if name not in unit.linked:
            continue
        reference = entry.fields.get(unit.linked[name], "").strip()
        found = owners.get(reference, []) if reference else []
        for owner in found:
            linked[name].setdefault(id(owner), []).append(entry)
        if not found:
            filing.outside.append(Place(line=entry.line.number, field=name))
            filing.troubles += [Trouble(c.rule, c.params, c.place) for c in entry.complaints]
            if name != unit.texts:
                filing.complain("carrier-fec/unlinked-line", entry.line, record=name, reference=reference[:40])
    return linked


def _report_collected(filing: Filing, collected: dict[str, list[Entry]]) -> None:
    numbers = {id(entry): number for number, entry in enumerate(filing.entries)}
    for entries in collected.values():
        for entry in entries:
            pointer = f"/lines/{numbers[id(entry)]}/fields"
            filing.troubles += [
                Trouble(c.rule, c.params, c.place, None, f"{pointer}/{c.key}") for c in entry.complaints
            ]


def _troubles(entry: Entry, record: int, pointer: str) -> list[Trouble]:
    return [Trouble(c.rule, c.params, c.place, record, f"{pointer}/{c.key}") for c in entry.complaints]


def locate_in_document(filing: Filing, pointer: str) -> Place:
    """Give the place of a pointer into the document of a filing."""
    tokens = split(pointer)
    entry = filing.header if tokens[:1] == ["header"] else filing.cover
    key = tokens[1] if len(tokens) > 1 else None
    if tokens[:1] == ["lines"]:
        known = len(tokens) > 1 and tokens[1].isdecimal() and len(tokens[1]) < 8 and int(tokens[1]) < len(filing.lines)
        entry = filing.lines[int(tokens[1])] if known else filing.cover
        key = tokens[3] if known and len(tokens) > 3 else None
    return entry.place(filing.positions, key) if entry is not None else Place(line=1, column=1, offset=0)
