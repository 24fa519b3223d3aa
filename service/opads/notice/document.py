"""The neutral documents: what a notice and a label say, before any rendering."""

from __future__ import annotations

from typing import Any

import msgspec

from opads.notice.words import Said

__all__ = ("Block", "Gap", "LabelDocument", "LabelLine", "Law", "NoticeDocument", "NoticeEntry", "NoticePoint", "Value")


class Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value as shown: one or more lines; ``lang`` where its language is known, ``href`` where it leads somewhere."""

    text: str
    lang: str | None = None
    href: str | None = None
    note: Said | None = None


class Gap(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is demanded and not stated: all of the entry, or the part named; ``reason`` as the source gives it."""

    said: Said
    reason: Said | None = None
    note: str | None = None


class NoticeEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a point: what it is about, its values, its gaps."""

    field: str
    label: Said
    values: tuple[Value, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Block(msgspec.Struct, frozen=True):
    """The entries on one thing, such as one of two sponsors."""

    entries: tuple[NoticeEntry, ...]


class Law(msgspec.Struct, frozen=True):
    """The provision that demands a point, and whether it was read in the act."""

    instrument: str
    provision: str
    verified: bool


class NoticePoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A numbered point; where it has no blocks, ``empty`` says why not or ``gap`` that it should have."""

    id: str
    number: int
    heading: Said
    law: Law
    blocks: tuple[Block, ...] = ()
    empty: Said | None = None
    gap: Gap | None = None

    @property
    def gaps(self) -> int:
        """How many gaps the point shows."""
        inside = sum(len(entry.gaps) for block in self.blocks for entry in block.entries)
        return inside + (self.gap is not None)


class NoticeDocument(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """A whole notice; ``disclosure`` is the machine-readable copy, without what is not public."""

    template: str
    language: str
    direction: str
    title: Said
    statement: Said
    introduction: Said
    head: tuple[NoticeEntry, ...]
    points: tuple[NoticePoint, ...]
    embedded: Said
    subject: str
    disclosure: dict[str, Any]
    url: str | None = None
    data_language: str | None = None
    missing: Said | None = None
    unverified: Said | None = None

    @property
    def points_with_gaps(self) -> tuple[int, ...]:
        """The numbers of the points in which something demanded is not stated."""
        return tuple(point.number for point in self.points if point.gaps)


class LabelLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence of the label; ``{value}`` in it stands for the values, of which there are none where there is a gap."""

    id: str
    sentence: Said
    values: tuple[Value, ...] = ()
    gap: Said | None = None


class LabelDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A label; ``url`` is where it leads, ``shown`` that address as text."""

    template: str
    language: str
    direction: str
    statement: Said
    lines: tuple[LabelLine, ...]
    notice: Said
    code: Said
    url: str | None = None
    shown: str | None = None
    gap: Said | None = None

    @property
    def gaps(self) -> tuple[str, ...]:
        """The ids of the lines in which something demanded is not stated."""
        found = tuple(line.id for line in self.lines if line.gap)
        return (*found, "notice") if self.gap else found
