"""The findings that reports quote, with their words: what every rendering by row goes through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from opads.catalogue import Catalogue
from opads.findings import Finding
from opads.rendering.model import NamedReport
from opads.rendering.wording import law, where
from opads.report import Group

__all__ = ("Quoted", "group_title", "quoted", "quoted_group", "unquoted")


class Quoted(msgspec.Struct, frozen=True):
    """A finding with its words; ``name`` is that of its input."""

    name: str
    group: Group
    finding: Finding
    title: str
    text: str
    fix: str
    tongue: str = "en"
    """The language of title, text and fix."""

    @property
    def law(self) -> str:
        """The sources of the demand, as one line."""
        return law(self.group.citations)

    @property
    def url(self) -> str:
        """The first address at which the demand can be read, or nothing."""
        return next((c.url for c in self.group.citations if c.url), "")

    @property
    def where(self) -> str:
        """Where it stands in the input, in English."""
        return where(self.name, self.finding)


def group_title(group: Group, catalogue: Catalogue) -> str:
    """Return the title of a rule in the language of a catalogue; the one that the report brings where that lacks it."""
    info = catalogue.get(group.rule) if catalogue.tongue(group.rule) != "en" else None
    return info.title if info else group.title


def quoted_group(named: NamedReport, group: Group, catalogue: Catalogue) -> Iterator[Quoted]:
    """Yield the findings that one group quotes."""
    known = catalogue.get(group.rule) is not None
    title, tongue = group_title(group, catalogue), catalogue.tongue(group.rule)
    for finding in group.samples:
        # A report may have been made with rules that are not at hand here; it brings the words of its first finding.
        text = catalogue.text(group.rule, finding.params) if known else group.text
        fix = catalogue.fix(group.rule, finding.params) if known else group.fix
        yield Quoted(named.name, group, finding, title, text, fix, tongue)


def quoted(reports: Sequence[NamedReport], catalogue: Catalogue) -> Iterator[Quoted]:
    """Yield every finding quoted, input by input, in the order of the input."""
    for named in reports:
        found = (item for group in named.report.groups for item in quoted_group(named, group, catalogue))
        yield from sorted(found, key=lambda item: item.finding.order)


def unquoted(named: NamedReport) -> int:
    """Return how many findings a report counts without quoting them."""
    return sum(group.total - len(group.samples) for group in named.report.groups)
