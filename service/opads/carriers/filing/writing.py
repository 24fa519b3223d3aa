"""Writing a filing: header, cover, the lines common to all records, then each record's own."""

from collections import Counter
from decimal import Decimal
from typing import Any

from opads.carriers.filing.characters import SEPARATOR
from opads.carriers.filing.layouts import Layout
from opads.carriers.filing.profile import Profile, Unit
from opads.carriers.model import JsonObject, WriteError

__all__ = ("write_filing",)

BREAKS = (SEPARATOR, "\r", "\n")


def write_filing(records: list[JsonObject], profile: Profile) -> bytes:
    """Write records that share header and cover as one filing (UTF-8, CR LF).

    Raises WriteError for several filings, an unknown version or form, and fields the layout has not.
    """
    if not records:
        raise WriteError("A filing discloses at least one line; no record was given.")
    first = records[0]
    for index, record in enumerate(records):
        if any(record.get(part) != first.get(part) for part in ("header", "cover")):
            raise WriteError(
                "One file holds one filing; the records are of several (header or cover differ).", record=index
            )
    writer = _Writer(profile, first)
    writer.line("HDR", first.get("header") or {}, "/header", 0)
    writer.line(writer.form, first.get("cover") or {}, "/cover", 0)
    for name in writer.unit.collect:
        for member in _common(records, name):
            writer.line(name, member, f"/{name}", 0)
    given: set[str] = set()
    for index, record in enumerate(records):
        writer.record(record, index, given)
    return "".join(line + "\r\n" for line in writer.lines).encode()


def _common(records: list[JsonObject], name: str) -> list[JsonObject]:
    """Give the lines that any record has, each as often as the record that has it most often."""
    common: list[JsonObject] = []
    have: Counter[tuple[tuple[str, Any], ...]] = Counter()
    last: Any = None
    for record in records:
        members = record.get(name) or []
        if members is last or members == last:
            continue
        last = members
        seen: Counter[tuple[tuple[str, Any], ...]] = Counter()
        for member in members:
            key = tuple(sorted((k, str(v)) for k, v in member.items()))
            seen[key] += 1
            if seen[key] > have[key]:
                have[key] += 1
                common.append(member)
    return common


class _Writer:
    def __init__(self, profile: Profile, record: JsonObject) -> None:
        self.lines: list[str] = []
        self._profile = profile
        header, cover = record.get("header") or {}, record.get("cover") or {}
        self._version = str(header.get("fec_version", "")).strip()
        if self._version not in profile.versions:
            raise WriteError(f"The version {self._version!r} is not known.", record=0, pointer="/header/fec_version")
        form = profile.cover(str(cover.get("form_type", "")).strip().upper())
        unit = profile.unit(form) if form else None
        if form is None or unit is None:
            found = str(cover.get("form_type", ""))
            raise WriteError(f"The form {found!r} is not known.", record=0, pointer="/cover/form_type")
        self.form: str = form
        self.unit: Unit = unit
        self._parts = {"header", "cover", *unit.read}.difference({unit.line}) | {"line"}

    def record(self, record: JsonObject, index: int, given: set[str]) -> None:
        """Write a unit line and the lines linked to it; those of a transaction id only once."""
        for part in record:
            if part not in self._parts:
                raise WriteError(f"A filing of this form has no {part!r}.", record=index, pointer=f"/{part}")
        line = record.get("line") or {}
        layout = self.line(self.unit.line, line, "/line", index)
        transaction = str(line.get(layout.transaction or "", "")).strip()
        if transaction in given:
            return
        if transaction:
            given.add(transaction)
        for name, reference in self.unit.linked.items():
            for number, member in enumerate(record.get(name) or []):
                pointer = f"/{name}/{number}"
                if not transaction or str(member.get(reference, "")).strip() != transaction:
                    raise WriteError(f"The line does not refer to {transaction!r}.", record=index, pointer=pointer)
                self.line(name, member, pointer, index)

    def line(self, name: str, fields: JsonObject, pointer: str, record: int) -> Layout:
        """Write one line with all its columns."""
        layout = self._profile.layouts.of(name, self._version)
        if layout is None:
            raise WriteError(f"{name} has no layout in version {self._version}.", record=record, pointer=pointer)
        cells = [""] * layout.width
        for key, value in fields.items():
            number = layout.number(key)
            if number is None:
                message = f"{name} has no field {key!r} in version {self._version}."
                raise WriteError(message, record=record, pointer=f"{pointer}/{key}")
            cells += [""] * (number - len(cells))
            cells[number - 1] = _text(value, record, f"{pointer}/{key}")
        self.lines.append(SEPARATOR.join(cells))
        return layout


def _text(value: Any, record: int, pointer: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        raise WriteError("A field holds text; this is none.", record=record, pointer=pointer)
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if not text.isprintable():
        if any(mark in text for mark in BREAKS):
            raise WriteError("A field cannot hold a line break or the separator 0x1C.", record=record, pointer=pointer)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise WriteError("A text holds half of a surrogate pair.", record=record, pointer=pointer)
    return f'"{text}"' if len(text) > 1 and text[0] == text[-1] == '"' else text
