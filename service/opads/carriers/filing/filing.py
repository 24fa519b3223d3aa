"""One filing: its header, its cover, the lines that are read and those that are not."""

import re
from functools import cached_property
from typing import Any

from opads.carriers.filing.lines import SEPARATOR, Entry, Line, read_entry, split_lines
from opads.carriers.filing.profile import Profile, Unit
from opads.carriers.model import JsonObject, Limits, Place, Trouble
from opads.carriers.position import Positions

__all__ = ("Filing",)

OLD_HEADER = re.compile(r"HDR *,|/\*\s*header", re.IGNORECASE)
FORM = re.compile(r"F[0-9]")


class Filing:
    """A filing that has been read. ``troubles`` are those of the document; an entry keeps its own."""

    def __init__(self, text: str, profile: Profile, limits: Limits, positions: Positions) -> None:
        self.profile = profile
        self.positions = positions
        self._limits = limits
        self.troubles: list[Trouble] = []
        self.header: Entry | None = None
        self.cover: Entry | None = None
        self.entries: list[Entry] = []
        self.unread: list[Entry] = []
        self.outside: list[Place] = []
        self.unit: Unit | None = None
        self.version = profile.current
        self._form: str | None = None
        lines = split_lines(text)
        if not lines:
            self.troubles.append(Trouble("carrier/empty", {"bytes": len(text)}))
        elif self._is_filing(text, lines[0]):
            body = self._read_cover(self._read_header(lines))
            if body is not None:
                self._read_body(body)

    @cached_property
    def lines(self) -> list[Entry]:
        """All lines after the cover whose layout or outline is known, in their order."""
        return sorted((*self.entries, *self.unread), key=lambda entry: entry.line.number)

    @property
    def document(self) -> JsonObject | None:
        """The filing as one JSON document; None where it was not read as one."""
        if self.header is None and self.cover is None:
            return None
        lines = [{"record": e.line.record, "number": e.line.number, "fields": e.fields} for e in self.lines]
        return {
            "header": self.header.fields if self.header else {},
            "cover": self.cover.fields if self.cover else {},
            "lines": lines,
        }

    def complain(self, rule: str, line: Line, number: int = 1, pointer: str | None = None, **params: Any) -> None:
        """Add a trouble of the document about a field of a line."""
        key = pointer.rpartition("/")[2] if pointer else None
        self.troubles.append(Trouble(rule, params, line.place(self.positions, number, key), None, pointer))

    def _is_filing(self, text: str, first: Line) -> bool:
        start = SEPARATOR.join(first.raw)
        if OLD_HEADER.match(start):
            version = start.split(",")[2].strip() if start.count(",") > 1 else ""
            self.complain("carrier-fec/old-syntax", first, version=version[:20] or "1 or 2")
            return False
        if SEPARATOR not in text:
            self.complain("carrier-fec/not-a-filing", first)
            return False
        return True

    def _read_header(self, lines: list[Line]) -> list[Line] | None:
        """Read the header; give the lines after it, or None where their layout cannot be known."""
        first = lines[0]
        if first.record != "HDR":
            self.complain("carrier-fec/no-header", first, found=first.record[:40])
            return lines
        version = (first.raw[2] if len(first.raw) > 2 else "").strip('" ')
        known = version in self.profile.versions
        layout = self.profile.layouts.of("HDR", version if known else self.profile.current)
        self.header = self._entry(first, layout, "/header")
        kind = (first.raw[1] if len(first.raw) > 1 else "").strip('" ')
        if kind != "FEC":
            self.complain("carrier-fec/not-fec", first, 2, "/header/ef_type", found=kind[:40])
        if not known:
            supported = ", ".join(self.profile.versions)
            params = {"version": version[:40], "versions": supported}
            self.complain("carrier-fec/unknown-version", first, 3, "/header/fec_version", **params)
            return None
        self.version = version
        if version != self.profile.current:
            params = {"version": version, "current": self.profile.current}
            self.complain("carrier-fec/superseded-version", first, 3, "/header/fec_version", **params)
        return lines[1:]

    def _read_cover(self, lines: list[Line] | None) -> list[Line] | None:
        """Read the cover; give the lines after it."""
        if lines is None:
            return None
        if not lines:
            place = Place(line=self.header.line.number) if self.header else None
            self.troubles.append(Trouble("carrier-fec/no-cover", {"found": ""}, place))
            return None
        line = lines[0]
        self._form = self.profile.cover(line.record)
        if self._form is None:
            rule = "carrier-fec/form-not-read" if FORM.match(line.record) else "carrier-fec/no-cover"
            forms = ", ".join(sorted(self.profile.covers))
            self.complain(rule, line, found=line.record[:40], forms=forms)
            if rule == "carrier-fec/no-cover":
                return lines
            kinds = dict.fromkeys(unit.line for unit in self.profile.units)
            self.complain("carrier-fec/no-disclosure", line, record=", ".join(kinds))
            return lines[1:]
        layout = self.profile.layouts.of(self._form, self.version)
        self.cover = self._entry(line, layout, "/cover")
        self.unit = self.profile.unit(self._form)
        if layout is None:
            self.complain("carrier-fec/no-layout", line, record=line.record, version=self.version)
        return lines[1:]

    def _read_body(self, lines: list[Line]) -> None:
        for line in lines:
            if len(self.troubles) >= self._limits.max_troubles:
                self.complain("carrier/too-many-troubles", line, limit=self._limits.max_troubles)
                return
            self._read_line(line)

    def _read_line(self, line: Line) -> None:
        record = line.record
        if self._form is None:
            self._leave(line)
        elif record == "HDR":
            self.complain("carrier-fec/second-header", line)
            self._leave(line)
        elif self.profile.cover(record) is not None:
            self.complain("carrier-fec/second-cover", line, record=record, form=self._form)
            self._leave(line)
        elif not self._known(line):
            self.complain("carrier-fec/unknown-record", line, record=record[:40])
            self._leave(line)
        elif not self.profile.permits(self._form, record):
            self.complain("carrier-fec/schedule-not-allowed", line, record=record[:40], form=self._form)
            self._leave(line)
        elif self.unit is None or record not in self.unit.read:
            self._leave(line)
        else:
            layout = self.profile.layouts.of(record, self.version)
            if layout is None:
                self.complain("carrier-fec/no-layout", line, record=record, version=self.version)
            self.entries.append(read_entry(line, layout, self.positions, self._limits))

    def _known(self, line: Line) -> bool:
        record = line.record
        read = self.unit is not None and record in self.unit.read
        return read or self.profile.knows(record) or self.profile.layouts.of(record, self.version) is not None

    def _leave(self, line: Line) -> None:
        """Count a line as outside; its characters, and what its outline says, are checked all the same."""
        self.outside.append(Place(line=line.number, field=line.record[:40]))
        known = self._form is not None and self._known(line)
        outline = self.profile.layouts.outline(line.record, self.version) if known else None
        entry = read_entry(line, outline, self.positions, self._limits)
        if outline is not None:
            self.unread.append(entry)
        for complaint in entry.complaints:
            self.troubles.append(Trouble(complaint.rule, complaint.params, complaint.place))

    def _entry(self, line: Line, layout: Any, pointer: str) -> Entry:
        entry = read_entry(line, layout, self.positions, self._limits)
        for complaint in entry.complaints:
            at = f"{pointer}/{complaint.key}"
            self.troubles.append(Trouble(complaint.rule, complaint.params, complaint.place, None, at))
        return entry
