"""Rendering ``junit``: a suite for each input, a test case for each rule that was due or found something."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from opads.catalogue import Catalogue
from opads.rendering.characters import shortened, visible
from opads.rendering.model import NamedReport, RenderOptions
from opads.rendering.quoting import quoted_group
from opads.rendering.wording import count, ledger, verdict
from opads.report import Group, LedgerRow

__all__ = ("render",)


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return the XML; errors are failures, checks that could not be evaluated are errors, the rest is passed or skipped."""
    del options
    root = Element("testsuites", name="opads")
    for named in reports:
        _suite(root, named, catalogue)
    for attribute in ("tests", "failures", "errors", "skipped"):
        root.set(attribute, str(sum(int(suite.get(attribute, "0")) for suite in root)))
    indent(root)
    text: str = tostring(root, encoding="unicode")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode() + b"\n"


def _suite(root: Element, named: NamedReport, catalogue: Catalogue) -> None:
    suite = SubElement(root, "testsuite", name=visible(named.name))
    properties = SubElement(suite, "properties")
    for name, value in (("verdict", named.report.verdict), ("sha256", named.report.input.sha256),
                        ("engine", named.report.engine["version"]), ("standard", named.report.standard["version"])):  # fmt: skip
        SubElement(properties, "property", name=name, value=visible(value))
    groups: dict[str, list[Group]] = {}
    for group in named.report.groups:
        groups.setdefault(group.rule, []).append(group)
    rows = {row.rule: row for row in named.report.ledger.rules}
    for rule in sorted({*rows, *groups}):
        _case(suite, rule, named, catalogue, groups=groups.get(rule, []), row=rows.get(rule))
    if named.report.verdict == "undetermined" and not named.report.totals.records:
        case = SubElement(suite, "testcase", classname="opads", name="records")
        SubElement(case, "error", message=verdict(named.report), type="nothing-checked")
    SubElement(suite, "system-out").text = f"{verdict(named.report)}\n{ledger(named.report)}"
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))


def _case(
    suite: Element, rule: str, named: NamedReport, catalogue: Catalogue, *, groups: list[Group], row: LedgerRow | None
) -> None:
    classname, _, name = rule.rpartition("/")
    case = SubElement(suite, "testcase", classname=visible(classname or "opads"), name=visible(name))
    failed = [group for group in groups if group.severity == "error"]
    if failed:
        message = f"{count(failed[0].total, 'finding')}: {shortened(failed[0].text)}"
        failure = SubElement(case, "failure", message=message, type=failed[0].severity)
        failure.text = _details(named, failed, catalogue)
    elif row is not None and row.not_evaluated:
        SubElement(case, "error", message=visible("; ".join(row.reasons) or "not evaluated"), type="not-evaluated")
    elif row is not None and row.needs_human:
        SubElement(case, "skipped", message="needs a person")
    elif row is not None and not row.passed and not row.failed:
        SubElement(case, "skipped", message="not applicable")
    milder = [group for group in groups if group.severity != "error"]
    if milder:
        SubElement(case, "system-out").text = _details(named, milder, catalogue)


def _details(named: NamedReport, groups: list[Group], catalogue: Catalogue) -> str:
    lines = []
    for group in groups:
        items = list(quoted_group(named, group, catalogue))
        lines += [f"{visible(item.where)}  {group.severity}  {shortened(item.text)}" for item in items]
        if more := group.total - len(items):
            lines.append(f"… and {more:,} more")
        lines += [visible(f"({item.law})") for item in items[:1] if item.law]
        lines += [f"mend: {shortened(item.fix)}" for item in items[:1] if item.fix]
    return "\n".join(lines)
