"""The records of a filing: one for each unit line, with the lines that belong to it."""

from collections.abc import Iterator
from functools import partial

from opads.carriers.filing.filing import Filing
from opads.carriers.filing.lines import Line
from opads.carriers.filing.profile import Unit
from opads.carriers.model import JsonObject, NativeRecord, Place, Trouble
from opads.carriers.pointer import split

__all__ = ("locate_in_document", "records_of")

Groups = dict[str, list[Line]]
"""The lines that belong to a unit line, by record type."""


def records_of(filing: Filing) -> Iterator[NativeRecord]:
    """Give the records; what concerns no single one goes to the filing's troubles before the first is given.

    What records have in common (header, cover, lines collected) is one object in all of them.
    """
    unit = filing.unit
    if unit is None or filing.cover is None:
        return
    lines = [line for line in filing.entries if line.record == unit.line]
    collected = {name: [line for line in filing.entries if line.record == name] for name in unit.collect}
    linked = _link(filing, unit, lines)
    _report_collected(filing, collected)
    if not lines:
        filing.complain("carrier-fec/no-disclosure", filing.cover, record=unit.line)
    common: Groups = {name: members for name, members in collected.items() if members}
    head: JsonObject = {"header": filing.header.fields if filing.header else {}, "cover": filing.cover.fields}
    rest: JsonObject = {name: [member.fields for member in members] for name, members in common.items()}
    for index, line in enumerate(lines):
        own = linked.get(line.transaction or "", {})
        groups = {**common, **{name: own[name] for name in unit.linked if name in own}} if own else common
        value: JsonObject = {**head, "line": line.fields, **rest}
        for name in own:
            value[name] = [member.fields for member in groups[name]]
        troubles = _troubles(line, index, "/line")
        for name in unit.linked:
            for number, member in enumerate(groups.get(name, ())):
                troubles += _troubles(member, index, f"/{name}/{number}")
        yield NativeRecord(index, value, partial(_locate, filing, line, groups), troubles)


def _link(filing: Filing, unit: Unit, lines: list[Line]) -> dict[str, Groups]:
    """Give the lines that refer to a transaction id of a unit line, by that id; report those that refer to none."""
    linked: dict[str, Groups] = {line.transaction: {} for line in lines if line.transaction}
    for line in filing.entries:
        name = line.record
        if name not in unit.linked:
            continue
        reference = line.fields.get(unit.linked[name], "").strip()
        if reference in linked:
            linked[reference].setdefault(name, []).append(line)
            continue
        filing.outside.append(Place(line=line.number, field=name))
        filing.troubles += [Trouble(c.rule, c.params, c.place) for c in line.complaints]
        if name != unit.texts:
            filing.complain("carrier-fec/unlinked-line", line, record=name, reference=reference[:40])
    return linked


def _report_collected(filing: Filing, collected: Groups) -> None:
    numbers = {id(line): number for number, line in enumerate(filing.lines)}
    for lines in collected.values():
        for line in lines:
            pointer = f"/lines/{numbers[id(line)]}/fields"
            filing.troubles += [Trouble(c.rule, c.params, c.place, None, f"{pointer}/{c.key}") for c in line.complaints]


def _troubles(line: Line, record: int, pointer: str) -> list[Trouble]:
    return [Trouble(c.rule, c.params, c.place, record, f"{pointer}/{c.key}") for c in line.complaints]


def _locate(filing: Filing, line: Line, groups: Groups, pointer: str) -> Place:
    """Give the place of a pointer into a record."""
    tokens = split(pointer)
    positions = filing.positions
    if tokens[:1] in (["header"], ["cover"]):
        whole = filing.header if tokens[0] == "header" else filing.cover
        if whole is not None:
            return whole.place(positions, tokens[1] if len(tokens) > 1 else None)
    if tokens and tokens[0] in groups:
        members = groups[tokens[0]]
        index = int(tokens[1]) if len(tokens) > 1 and tokens[1].isdecimal() and len(tokens[1]) < 8 else 0
        if index < len(members):
            return members[index].place(positions, tokens[2] if len(tokens) > 2 else None)
    key = tokens[1] if len(tokens) > 1 and tokens[0] == "line" else None
    return line.place(positions, key)


def locate_in_document(filing: Filing, pointer: str) -> Place:
    """Give the place of a pointer into the document of a filing."""
    tokens = split(pointer)
    line = filing.header if tokens[:1] == ["header"] else filing.cover
    key = tokens[1] if len(tokens) > 1 else None
    if tokens[:1] == ["lines"]:
        known = len(tokens) > 1 and tokens[1].isdecimal() and len(tokens[1]) < 8 and int(tokens[1]) < len(filing.lines)
        line = filing.lines[int(tokens[1])] if known else filing.cover
        key = tokens[3] if known and len(tokens) > 3 else None
    return line.place(filing.positions, key) if line is not None else Place(line=1, column=1, offset=0)
