"""Rendering ``text``: for people, in a terminal. What is wrong, where, by which law, how to mend it, what was not checked."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

from opads.catalogue import Catalogue
from opads.rendering.characters import shortened, visible
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.paint import Paint
from opads.rendering.quoting import Quoted, quoted_group
from opads.rendering.wording import as_of, count, ledger, origin, position, unchecked, verdict
from opads.report import Group

__all__ = ("render",)


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return a section for each report and, for several, an overview at the end."""
    writer = _Writer(catalogue, options)
    sections = ["\n".join(writer.section(named)) for named in reports]
    if len(reports) > 1:
        sections.append("\n".join(writer.overview(reports)))
    return "".join(f"{section}\n" for section in "\n\n".join(sections).split("\n")).encode() if sections else b""


class _Writer:
    def __init__(self, catalogue: Catalogue, options: RenderOptions) -> None:
        self._catalogue = catalogue
        self._limit = options.limit
        self._width = max(40, options.width)
        self._paint = Paint(on=options.color)

    def section(self, named: NamedReport) -> Iterator[str]:
        report = named.report
        records = count(report.totals.records, "record")
        date = as_of(report)
        yield self._paint.strong(visible(named.name)) + f": {origin(report)}, {records}"
        laws = ", ".join(format_.id for format_ in report.formats)
        if laws and report.totals.records:
            yield self._paint.dim(f"judged by the rules of {laws}{f' as of {date}' if date else ''}")
        yield ""
        for group in report.groups:
            yield from self._group(named, group)
            yield ""
        yield from self._tally(named)
        yield from self._unchecked(named)
        yield self._paint.verdict(report.verdict, verdict(report))

    def _group(self, named: NamedReport, group: Group) -> Iterator[str]:
        items = list(quoted_group(named, group, self._catalogue))
        shown = items if self._limit is None else items[: self._limit]
        first = shortened(shown[0].where if shown else named.name)
        label = self._paint.severity(group.severity, group.severity)
        yield f"{self._paint.strong(first)}  {label}  {visible(group.rule)}"
        yield from self._wrapped(shown[0].text if shown else group.text)
        if shown and shown[0].law:
            yield from map(self._paint.dim, self._wrapped(f"({shown[0].law})"))
        fix = shown[0].fix if shown else group.fix
        if fix:
            yield from self._wrapped(f"mend: {fix}")
        if group.total > 1:
            yield from self._others(shown, group)

    def _others(self, shown: list[Quoted], group: Group) -> Iterator[str]:
        places = count(group.total, "time")
        records = f" in {count(group.records, 'record')}" if group.records > 1 else ""
        yield f"  {places}{records}{'; also at line' if len(shown) > 1 else ''}"
        for item in shown[1:]:
            # The sentence is repeated only where its values differ.
            said = "" if item.text == shown[0].text else f"  {shortened(item.text, 200)}"
            yield from self._wrapped(f"{shortened(position(item.finding), 200)}{said}", "    ", "      ")
        if more := group.total - max(1, len(shown)):
            yield self._paint.dim(f"    … and {more:,} more")

    def _tally(self, named: NamedReport) -> Iterator[str]:
        totals = named.report.totals
        if totals.records > 1:
            yield (
                f"{count(totals.records, 'record')}: {totals.valid:,} valid, {totals.invalid:,} invalid, "
                f"{totals.undetermined:,} undetermined"
            )
        yield ledger(named.report)

    def _unchecked(self, named: NamedReport) -> Iterator[str]:
        rows = [
            f"{kind}: {rule}{f' ({number:,} times)' if number > 1 else ''}: {why}"
            for kind, rule, why, number in unchecked(named.report, self._catalogue)
        ]
        outside = named.report.totals.outside
        if outside:
            rows.append(
                f"outside: {count(outside, 'line')} of the file that {'discloses' if outside == 1 else 'disclose'} no ad"
            )
        if not rows:
            return
        yield "not checked:"
        shown = rows if self._limit is None else rows[: max(self._limit, 1) * 2]
        for row in shown:
            yield from self._wrapped(row, "  ", "    ")
        if more := len(rows) - len(shown):
            yield self._paint.dim(f"  … and {more:,} more")

    def overview(self, reports: list[NamedReport]) -> Iterator[str]:
        verdicts = Counter(named.report.verdict for named in reports)
        names = ("valid", "invalid", "undetermined")
        parts = [f"{verdicts[name]:,} {name}" for name in names]
        yield self._paint.strong(f"{count(len(reports), 'file')}: {', '.join(parts)}")
        for named in reports:
            if named.report.verdict != "valid":
                yield f"  {visible(named.name)}: {self._paint.verdict(named.report.verdict, verdict(named.report))}"

    def _wrapped(self, text: str, first: str = "  ", rest: str | None = None) -> list[str]:
        return textwrap.wrap(
            shortened(text),
            self._width,
            initial_indent=first,
            subsequent_indent=first if rest is None else rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
