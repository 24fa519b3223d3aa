"""Rendering ``text``: for people, in a terminal. What is wrong, where, by which law, how to mend it, what was not checked."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

from opads.catalogue import Catalogue
from opads.rendering.characters import shortened, visible
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.paint import Paint
from opads.rendering.quoting import Quoted, quoted_group
from opads.rendering.wording import (
    SEVERITIES,
    UNCHECKED,
    VERDICTS,
    as_of,
    ledger,
    mended,
    origin,
    position,
    records,
    unchecked,
    verdict,
    where,
)
from opads.report import Group
from opads.speech import Speech

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
        self._speech = options.speech

    def section(self, named: NamedReport) -> Iterator[str]:
        report = named.report
        speech = self._speech
        date = as_of(report, speech)
        read = speech.commas((origin(report, speech), records(report.totals.records, speech)))
        yield self._paint.strong(visible(named.name)) + f": {read}"
        laws = speech.commas(format_.id for format_ in report.formats)
        if laws and report.totals.records:
            judged = (
                speech.said("judged by the rules of %(laws)s as of %(date)s", laws=laws, date=date)
                if date
                else speech.said("judged by the rules of %(laws)s", laws=laws)
            )
            yield self._paint.dim(judged)
        yield ""
        for group in report.groups:
            yield from self._group(named, group)
            yield ""
        yield from self._tally(named)
        yield from self._unchecked(named)
        yield self._paint.verdict(report.verdict, verdict(report, speech))

    def _group(self, named: NamedReport, group: Group) -> Iterator[str]:
        items = list(quoted_group(named, group, self._catalogue))
        shown = items if self._limit is None else items[: self._limit]
        first = shortened(where(named.name, shown[0].finding, self._speech) if shown else named.name)
        label = self._paint.severity(group.severity, self._speech.gettext(SEVERITIES[group.severity]))
        yield f"{self._paint.strong(first)}  {label}  {visible(group.rule)}"
        yield from self._wrapped(shown[0].text if shown else group.text)
        if shown and shown[0].law:
            yield from map(self._paint.dim, self._wrapped(f"({shown[0].law})"))
        fix = shown[0].fix if shown else group.fix
        if fix:
            yield from self._wrapped(mended(fix, self._speech))
        if group.total > 1:
            yield from self._others(shown, group)

    def _others(self, shown: list[Quoted], group: Group) -> Iterator[str]:
        speech = self._speech
        places = speech.counted("%(num)s time", "%(num)s times", group.total)
        if group.records > 1:
            of_records = records(group.records, speech)
            places = speech.said("%(times)s in %(records)s", times=places, records=of_records)
        yield f"  {speech.semicolons((places, speech.gettext('also at line'))) if len(shown) > 1 else places}"
        for item in shown[1:]:
            # The sentence is repeated only where its values differ.
            said = "" if item.text == shown[0].text else f"  {shortened(item.text, 200)}"
            yield from self._wrapped(f"{shortened(position(item.finding, speech), 200)}{said}", "    ", "      ")
        if more := group.total - max(1, len(shown)):
            yield self._paint.dim(f"    {_more(more, speech)}")

    def _tally(self, named: NamedReport) -> Iterator[str]:
        totals = named.report.totals
        if totals.records > 1:
            numbers = (("valid", totals.valid), ("invalid", totals.invalid), ("undetermined", totals.undetermined))
            yield f"{records(totals.records, self._speech)}: {self._verdicts(numbers)}"
        yield ledger(named.report, self._speech)

    def _unchecked(self, named: NamedReport) -> Iterator[str]:
        speech, rows = self._speech, []
        for kind, rule, why, number in unchecked(named.report, self._catalogue, self._speech):
            times = f" ({speech.counted('%(num)s time', '%(num)s times', number)})" if number > 1 else ""
            rows.append(f"{speech.gettext(UNCHECKED[kind])}: {rule}{times}: {why}")
        outside = named.report.totals.outside
        if outside:
            rows.append(
                speech.counted(
                    "outside: %(num)s line of the file that discloses no ad",
                    "outside: %(num)s lines of the file that disclose no ad",
                    outside,
                )
            )
        if not rows:
            return
        yield speech.gettext("not checked:")
        shown = rows if self._limit is None else rows[: max(self._limit, 1) * 2]
        for row in shown:
            yield from self._wrapped(row, "  ", "    ")
        if more := len(rows) - len(shown):
            yield self._paint.dim(f"  {_more(more, speech)}")

    def overview(self, reports: list[NamedReport]) -> Iterator[str]:
        verdicts = Counter(named.report.verdict for named in reports)
        speech = self._speech
        files = speech.counted("%(num)s file", "%(num)s files", len(reports))
        yield self._paint.strong(f"{files}: {self._verdicts((name, verdicts[name]) for name in VERDICTS)}")
        for named in reports:
            if named.report.verdict != "valid":
                yield f"  {visible(named.name)}: {self._paint.verdict(named.report.verdict, verdict(named.report, speech))}"

    def _verdicts(self, numbers: Iterable[tuple[str, int]]) -> str:
        """Return how many records or files have each verdict."""
        said = {
            "valid": lambda number: self._speech.counted("%(num)s valid", "%(num)s valid", number),
            "invalid": lambda number: self._speech.counted("%(num)s invalid", "%(num)s invalid", number),
            "undetermined": lambda number: self._speech.counted("%(num)s undetermined", "%(num)s undetermined", number),
        }
        return self._speech.commas(said[name](number) for name, number in numbers)

    def _wrapped(self, text: str, first: str = "  ", rest: str | None = None) -> list[str]:
        return textwrap.wrap(
            shortened(text),
            self._width,
            initial_indent=first,
            subsequent_indent=first if rest is None else rest,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _more(number: int, speech: Speech) -> str:
    return speech.counted("… and %(num)s more", "… and %(num)s more", number)
