"""Reports made by hand: what every rendering is tested on."""

from __future__ import annotations

from typing import Any

import msgspec

from opads.carriers import Place
from opads.catalogue import Catalogue, Citation, RuleInfo
from opads.findings import Finding
from opads.rendering import NamedReport
from opads.report import AsOf, FormatInfo, Group, InputInfo, Ledger, LedgerRow, Report, Totals

LAW = (
    Citation("Implementing Regulation (EU) 2025/1410", "Annex II, point 5", "https://law.example.org/2025/1410"),
    Citation("Regulation (EU) 2024/900", "Article 12(1)(d)"),
)
FIGURE = RuleInfo(
    "demo/amount-is-one-figure",
    "The amount is one figure",
    "error",
    "The template asks for a total figure.",
    "demo",
    LAW,
    text="The notice gives a range ({lower} to {upper}); the law asks for one total figure.",
    fix="State one total figure and its currency.",
)
NAMED = RuleInfo(
    "demo/sponsor-named",
    "The sponsor is named",
    "warning",
    format="demo",
    citations=(Citation("Regulation (EU) 2024/900", "Article 12(1)(a)"),),
    text="The sponsor {name} has no name.",
    fix="Name the sponsor.",
)
LEGIBLE = RuleInfo("demo/label-legible", "The label is legible", "error", format="demo", executability="human")
KNOWN = RuleInfo("demo/currency-known", "The currency is known", "info", format="demo", text="The currency is {code}.")
CATALOGUE = Catalogue({info.id: info for info in (FIGURE, NAMED, LEGIBLE, KNOWN)})

DIGEST = "ab" * 32


def finding(
    info: RuleInfo, record: int | None = 0, native: str | None = None, place: Place | None = None, **params: Any
) -> Finding:
    """Return a finding of a rule."""
    pointer = None if native is None else f"/money{native}"
    return Finding(info.id, info.severity, params, record, pointer, native, place)


def group(info: RuleInfo, *samples: Finding, total: int | None = None, records: int = 1) -> Group:
    """Return the group of some findings."""
    words = CATALOGUE.text(info.id, samples[0].params), CATALOGUE.fix(info.id, samples[0].params)
    return Group(info.id, info.severity, info.title, total or len(samples), records, info.citations, *words, samples)


def report(
    verdict: str,
    *groups: Group,
    rules: tuple[LedgerRow, ...] = (),
    records: int = 1,
    carrier: str | None = "json",
    outside: int = 0,
) -> Report:
    """Return a report whose totals and ledger fit its parts."""
    count = {s: sum(g.total for g in groups if g.severity == s) for s in ("error", "warning", "info")}
    names = ("passed", "failed", "not_applicable", "not_evaluated", "needs_human")
    outcomes: dict[str, int] = {name: sum(getattr(row, name) for row in rules) for name in names}
    counts = {name: records if verdict == name else 0 for name in ("valid", "invalid", "undetermined")}
    known = carrier is not None
    return Report(
        report="1.0",
        verdict=verdict,
        engine={"name": "opads", "version": "9.9.9"},
        standard={"version": "1.0", "digest": DIGEST},
        formats=(FormatInfo("demo", "Demonstration format", DIGEST),) if known else (),
        judged_for=(),
        input=InputInfo(1234, DIGEST, "demo" if known else None, carrier, detected=known),
        as_of=AsOf(("own",), "2026-09-01", "2026-10-05") if records else AsOf(()),
        totals=Totals(
            records,
            counts["valid"],
            counts["invalid"],
            counts["undetermined"],
            count["error"],
            count["warning"],
            count["info"],
            outside,
        ),
        groups=groups,
        ledger=Ledger(due=sum(outcomes.values()), **outcomes, rules=rules),
    )


def changed(report: Report, **changes: Any) -> Report:
    """Return a report with some members changed."""
    return msgspec.structs.replace(report, **changes)


def table() -> NamedReport:
    """Return a report on a big table: many findings of one rule, one of another, a check that needs a person."""
    figures = [
        finding(FIGURE, number, "/spend", Place(line, 80, 9000, line - 4, "spend", 12), lower=str(lower), upper="499")
        for number, line, lower in ((4112, 4117, 100), (4113, 4118, 100), (4114, 4119, 0))
    ]
    sponsor = finding(NAMED, 7, "/sponsor", Place(8, 3, 400, 8, "sponsor", 1), name="")
    rules = (
        LedgerRow(FIGURE.id, passed=8792, failed=41208),
        LedgerRow(LEGIBLE.id, needs_human=50000),
        LedgerRow(NAMED.id, passed=49000, failed=1, not_applicable=999),
    )
    groups = (group(FIGURE, *figures, total=41208, records=41208), group(NAMED, sponsor))
    return NamedReport(
        "exports/ads.csv", report("invalid", *groups, rules=rules, records=50000, carrier="csv", outside=2)
    )


def clean() -> NamedReport:
    """Return a report on a document in which nothing is wrong."""
    return NamedReport(
        "notice.json", report("valid", rules=(LedgerRow(FIGURE.id, passed=1), LedgerRow(NAMED.id, not_applicable=1)))
    )


def remarked() -> NamedReport:
    """Return a report on a valid document with a remark, in JSON."""
    remark = finding(KNOWN, 0, "/currency", Place(12, 5, 88), code="EUR")
    return NamedReport("remark.json", report("valid", group(KNOWN, remark), rules=(LedgerRow(KNOWN.id, failed=1),)))


def unsure() -> NamedReport:
    """Return a report of which a check could not be evaluated."""
    rules = (LedgerRow(FIGURE.id, not_evaluated=1, reasons=("no such member: range",)), LedgerRow(NAMED.id, passed=1))
    return NamedReport("filing.fec", report("undetermined", rules=rules, carrier="fec"))


def empty() -> NamedReport:
    """Return a report on a file without a record."""
    return NamedReport("empty.ndjson", report("undetermined", records=0, carrier="ndjson"))


def unknown() -> NamedReport:
    """Return a report on a file in no known format, with a finding whose rule the catalogue does not have."""
    found = Finding("opads/format-not-recognised", "error", {"known": "demo"})
    told = Group(
        found.rule, "error", "The file is in no known format", 1, 1, (), "It is in none of demo.", "Name it.", (found,)
    )
    return NamedReport("notes.txt", report("invalid", told, records=0, carrier=None))


HOSTILE = "\x1b[31m=cmd|' /C calc'!A0\u202eevil\r\n::error::x <script>alert(1)</script> ]]> {0} [a](https://evil.example) %0A,\x00"


def hostile() -> NamedReport:
    """Return a report in which every value wants to be something else."""
    first = finding(NAMED, 0, f"/{HOSTILE}", Place(1, 2, 1), name=HOSTILE)
    second = finding(NAMED, 1, "/a", Place(3, 2, 9, 3, HOSTILE, 1), name="=1+1")
    row = LedgerRow(FIGURE.id, not_evaluated=1, reasons=(HOSTILE,))
    return NamedReport(f"a:b,{HOSTILE}.json", report("undetermined", group(NAMED, first, second), rules=(row,)))


ALL = {f.__name__: f for f in (table, clean, remarked, unsure, empty, unknown, hostile)}
