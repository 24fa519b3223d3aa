"""One filing: its header, its cover, the lines that are read and those that are not."""

import re
from typing import Any

from opads.carriers.filing.characters import SEPARATOR
from opads.carriers.filing.fields import Fields
from opads.carriers.filing.kinds import Kinds, record_type
from opads.carriers.filing.layouts import Layout
from opads.carriers.filing.lines import Line, split_lines
from opads.carriers.filing.profile import Profile, Unit
from opads.carriers.model import JsonObject, Limits, Place, Trouble
from opads.carriers.position import Positions

__all__ = ("Filing",)

OLD_HEADER = re.compile(r"HDR *,|/\*\s*header", re.IGNORECASE)
FORM = re.compile(r"F[0-9]")


class Filing:
    """A filing that has been read. ``troubles`` are those of the document; a line keeps its own.

    ``entries`` are the lines that make records, ``lines`` all after the cover whose layout or outline is known.
    ``legal`` says that no character is in it which the FEC refuses.
    """

    def __init__(self, text: str, profile: Profile, limits: Limits, positions: Positions, *, legal: bool) -> None:
        self.profile = profile
        self.positions = positions
        self._limits = limits
        self.troubles: list[Trouble] = []
        self.header: Line | None = None
        self.cover: Line | None = None
        self.entries: list[Line] = []
        self.lines: list[Line] = []
        self.outside: list[Place] = []
        self.unit: Unit | None = None
        self.version = profile.current
        self._form: str | None = None
        self._fields = Fields(positions, limits, legal=legal)
        lines = split_lines(text)
        if not lines:
            self.troubles.append(Trouble("carrier/empty", {"bytes": len(text)}))
        elif self._is_filing(text, lines[0]):
            body = self._read_cover(self._read_header(lines))
            if body is not None:
                self._read_body(body)

    @property
    def document(self) -> JsonObject | None:
        """The filing as one JSON document; None where it was not read as one."""
        if self.header is None and self.cover is None:
            return None
        lines = [{"record": line.record, "number": line.number, "fields": line.fields} for line in self.lines]
        return {
            "header": self.header.fields if self.header else {},
            "cover": self.cover.fields if self.cover else {},
            "lines": lines,
        }

    def complain(self, rule: str, line: Line, number: int = 1, pointer: str | None = None, **params: Any) -> None:
        """Add a trouble of the document about a field of a line."""
        key = pointer.rpartition("/")[2] if pointer else None
        self.troubles.append(Trouble(rule, params, line.field(self.positions, number, key), None, pointer))

    def _is_filing(self, text: str, first: Line) -> bool:
        start = first.content
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
        raw = first.raw
        first.record = record_type(raw[0])
        if first.record != "HDR":
            self.complain("carrier-fec/no-header", first, found=first.record[:40])
            return lines
        version = (raw[2] if len(raw) > 2 else "").strip('" ')
        known = version in self.profile.versions
        layout = self.profile.layouts.of("HDR", version if known else self.profile.current)
        self.header = self._whole(first, layout, "/header")
        kind = (raw[1] if len(raw) > 1 else "").strip('" ')
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
            place = Place(line=self.header.number) if self.header else None
            self.troubles.append(Trouble("carrier-fec/no-cover", {"found": ""}, place))
            return None
        line = lines[0]
        line.record = record_type(line.raw[0])
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
        self.cover = self._whole(line, layout, "/cover")
        self.unit = self.profile.unit(self._form)
        if layout is None:
            self.complain("carrier-fec/no-layout", line, record=line.record, version=self.version)
        return lines[1:]

    def _read_body(self, lines: list[Line]) -> None:
        kinds = Kinds(self.profile, self._form, self.version, self.unit)
        troubles, most, read = self.troubles, self._limits.max_troubles, self._fields.read
        for line in lines:
            if len(troubles) >= most:
                self.complain("carrier/too-many-troubles", line, limit=most)
                return
            raw = line.content.split(SEPARATOR)
            kind = kinds.of(raw[0])
            line.record = kind.record
            if kind.rule is not None:
                self.complain(kind.rule, line, **kind.params)
            if kind.read:
                read(line, raw, kind.layout)
                self.entries.append(line)
                self.lines.append(line)
            else:
                self._leave(line, raw, kind.layout)

    def _leave(self, line: Line, raw: list[str], outline: Layout | None) -> None:
        """Count a line as outside; its characters, and what its outline says, are checked all the same."""
        self.outside.append(Place(line=line.number, field=line.record[:40]))
        if outline is None and self._fields.faultless(line):
            return
        self._fields.read(line, raw, outline)
        if outline is not None:
            self.lines.append(line)
        for complaint in line.complaints:
            self.troubles.append(Trouble(complaint.rule, complaint.params, complaint.place))

    def _whole(self, line: Line, layout: Layout | None, pointer: str) -> Line:
        """Read a line that all records share."""
        self._fields.read(line, line.raw, layout)
        for complaint in line.complaints:
            at = f"{pointer}/{complaint.key}"
            self.troubles.append(Trouble(complaint.rule, complaint.params, complaint.place, None, at))
        return line
