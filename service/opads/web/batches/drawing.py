"""The charts of a batch: what was found by rule and along the file, how records were judged, how grave findings are."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from opads.bulk.spread import Spread
from opads.report import Group, Report
from opads.speech import Speech, mark
from opads.speech.findings import SpokenCatalogue
from opads.web.charts import Bar, Bars, Column, Columns, Part, Stack, StackRow

__all__ = ("SEVERITIES", "along", "by_rule", "gravity", "judged")

SEVERITIES = (
    ("error", mark("Must be mended")),
    ("warning", mark("Should be looked at")),
    ("info", mark("Remark")),
)
VERDICTS = (
    ("valid", "good", mark("Acceptable")),
    ("invalid", "error", mark("Not acceptable")),
    ("undetermined", "open", mark("Not checked fully")),
)
MOST_BARS = 10


def by_rule(
    report: Report, catalogue: SpokenCatalogue, speech: Speech, href: Callable[[int, Group], str], most: int = MOST_BARS
) -> Bars:
    """Return the rules of which most was found; ``href`` gives where a bar leads, of the number of a group (from 1) and the group."""
    ranked = sorted(enumerate(report.groups, start=1), key=lambda item: (-item[1].total, item[1].rule))
    bars = tuple(
        Bar(
            _title(group, catalogue),
            group.total,
            speech.number(group.total),
            href=href(number, group),
            kind=group.severity,
            more=(speech.number(group.records),),
            lang=catalogue.tongue(group.rule),
        )
        for number, group in ranked[:most]
    )
    left = len(ranked) - len(bars)
    note = speech.counted("And %(num)s more rule.", "And %(num)s more rules.", left) if left else ""
    heads = (speech.gettext("Rule"), speech.gettext("Findings"), speech.gettext("Records"))
    return Bars("by-rule", speech.gettext("Findings by rule"), heads, bars, note)


def along(spread: Spread, groups: Iterable[Group], speech: Speech, caption: str) -> Columns | None:
    """Return where in the file the findings of some groups are; None where the file has fewer than two records or nothing was found."""
    groups = list(groups)
    stretches = list(spread.stretches)
    kinds = [(severity, words) for severity, words in SEVERITIES if any(group.severity == severity for group in groups)]
    if len(stretches) < 2 or not kinds:
        return None
    sums = {
        severity: [
            sum(row) for row in zip(*(spread.of(_name(g)) for g in groups if g.severity == severity), strict=True)
        ]
        for severity, _ in kinds
    }
    columns, highest = [], 0
    for at, (first, last, line) in enumerate(stretches):
        values = tuple(sums[severity][at] for severity, _ in kinds)
        highest = max(highest, sum(values))
        ends = {"first": speech.number(first + 1), "last": speech.number(last + 1)}
        label = ends["first"] if first == last else speech.said("%(first)s to %(last)s", **ends)
        shown = (*map(speech.number, values), "" if line is None else speech.number(line))
        columns.append(Column(label, values, shown))
    heads = (speech.gettext("Records"), *(speech.gettext(words) for _, words in kinds), speech.gettext("From line"))
    notes = [
        speech.counted(
            "Each column stands for %(num)s record.", "Each column stands for %(num)s records.", 1 << spread.shift
        )
    ]
    elsewhere = sum(spread.elsewhere(_name(group)) for group in groups)
    if elsewhere:
        notes.append(
            speech.counted(
                "%(num)s finding concerns no single record and is not drawn.",
                "%(num)s findings concern no single record and are not drawn.",
                elsewhere,
            )
        )
    return Columns(
        "along",
        caption,
        heads,
        tuple(columns),
        tuple(Part(severity, speech.gettext(words)) for severity, words in kinds),
        top=speech.counted("%(num)s finding", "%(num)s findings", highest),
        note=" ".join(notes),
    )


def judged(report: Report, speech: Speech) -> Stack | None:
    """Return how the records were judged; None where there are none."""
    totals = report.totals
    rows = [(kind, words, getattr(totals, name)) for name, kind, words in VERDICTS]
    return _stack("judged", speech.gettext("Records by verdict"), rows, speech)


def gravity(report: Report, speech: Speech) -> Stack | None:
    """Return how grave the findings are; None where there are none."""
    totals = report.totals
    numbers = (totals.errors, totals.warnings, totals.infos)
    rows = [(kind, words, number) for (kind, words), number in zip(SEVERITIES, numbers, strict=True)]
    return _stack("gravity", speech.gettext("Findings by consequence"), rows, speech)


def _stack(id_: str, caption: str, rows: list[tuple[str, str, int]], speech: Speech) -> Stack | None:
    """Return one bar of the parts of which there are any."""
    there = [row for row in rows if row[2]]
    if not there:
        return None
    parts = tuple(Part(kind, speech.gettext(words)) for kind, words, _ in there)
    row = StackRow("", tuple(n for _, _, n in there), tuple(speech.number(n) for _, _, n in there))
    return Stack(id_, caption, parts, (row,))


def _name(group: Group) -> str:
    return f"{group.severity} {group.rule}"


def _title(group: Group, catalogue: SpokenCatalogue) -> str:
    info = catalogue.get(group.rule)
    return info.title if info else group.title
