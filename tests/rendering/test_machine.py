"""The renderings for machines: json, ndjson, csv, sarif, junit, github."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from opads.carriers import Place
from opads.findings import Finding
from opads.rendering import RENDERINGS, NamedReport, RenderOptions, render
from opads.rendering.sarif import MOST
from opads.rendering.table import COLUMNS, cell
from opads.report import canonical_report
from tests.rendering import builders

SARIF = json.loads((Path(__file__).parent / "sarif-parts.json").read_bytes())


def made(rendering: str, *reports: NamedReport, limit: int | None = 5) -> str:
    return render(rendering, list(reports), builders.CATALOGUE, RenderOptions(limit=limit)).decode()


def sarif(*reports: NamedReport) -> dict[str, Any]:
    log = json.loads(made("sarif", *reports))
    jsonschema.Draft202012Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_an_unknown_rendering_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        render("pdf", [], builders.CATALOGUE)


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_no_report_is_no_failure(rendering: str) -> None:
    assert isinstance(render(rendering, [], builders.CATALOGUE), bytes)


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_same_reports_same_bytes(rendering: str) -> None:
    reports = [make() for make in builders.ALL.values()]
    assert render(rendering, reports, builders.CATALOGUE) == render(rendering, reports, builders.CATALOGUE)


def test_json_is_the_canonical_report() -> None:
    table, clean = builders.table(), builders.clean()
    assert made("json", table).encode() == canonical_report(table.report)
    both = made("json", table, clean).encode()
    assert both == b"[" + canonical_report(table.report) + b"," + canonical_report(clean.report) + b"]"
    assert made("json") == "[]"


def test_ndjson_has_a_line_for_each_finding_and_a_summary_for_each_input() -> None:
    rows = [json.loads(line) for line in made("ndjson", builders.table(), builders.clean()).splitlines()]
    assert [row["line"] for row in rows] == ["finding"] * 4 + ["summary"] * 2
    assert [row["place"]["line"] for row in rows[:4]] == [8, 4117, 4118, 4119]
    assert rows[1]["text"] == "The notice gives a range (100 to 499); the law asks for one total figure."
    assert rows[1]["citations"][0]["provision"] == "Annex II, point 5"
    assert rows[4]["totals"]["errors"] == 41208
    assert rows[4]["unquoted"] == 41205
    ledger = dict(rows[4]["ledger"])
    assert ledger.pop("due") == sum(ledger.values())
    assert rows[5]["verdict"] == "valid"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"), ("\t=1", "\\t=1"),
        ("\uff1d1", "'\uff1d1"), ("a=1", "a=1"), ("", ""), (None, ""), (-1, "-1"), (12, "12"), ("/a", "/a"),
    ],
)  # fmt: skip
def test_cells_are_no_formulas(value: str | int | None, shown: str) -> None:
    assert cell(value) == shown


def test_csv_has_a_row_for_each_finding() -> None:
    text = made("csv", builders.table(), builders.hostile())
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert text.count("\r\n") == len(rows) + 1 == 7
    assert rows[1]["line"] == "4117"
    assert rows[1]["record"] == "4113"
    assert rows[1]["law"].startswith("Implementing Regulation (EU) 2025/1410, Annex II, point 5;")
    assert rows[1]["url"] == "https://law.example.org/2025/1410"


def test_sarif_has_rules_places_and_fingerprints() -> None:
    run = sarif(builders.table(), builders.clean(), builders.remarked())
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    assert rules[0]["helpUri"] == "https://law.example.org/2025/1410"
    assert rules[0]["properties"]["citations"][0]["provision"] == "Annex II, point 5"
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    first = run["results"][1]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "exports/ads.csv"},
        "region": {"startLine": 4117, "startColumn": 80},
    }
    prints = [result["partialFingerprints"]["opadsFinding/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)
    assert [artifact["hashes"]["sha-256"] for artifact in run["artifacts"]] == [builders.DIGEST] * 3


def test_sarif_fingerprints_outlive_other_edits() -> None:
    def prints(shift: int) -> list[str]:
        named = builders.table()
        group = named.report.groups[0]
        moved = [
            Finding(f.rule, f.severity, f.params, (f.record or 0) + shift, f.pointer, f.native, Place(shift + 9, 1))
            for f in group.samples
        ]
        report = builders.report("invalid", builders.group(builders.FIGURE, *moved))
        return [r["partialFingerprints"]["opadsFinding/v1"] for r in sarif(NamedReport(named.name, report))["results"]]

    assert prints(0) == prints(17)


def test_sarif_says_what_it_leaves_out_and_what_was_not_checked() -> None:
    def notes(*reports: NamedReport) -> list[str]:
        return [note["message"]["text"] for note in sarif(*reports)["invocations"][0]["toolExecutionNotifications"]]

    assert notes(builders.table())[0].startswith("41,205 more findings counted")
    assert any("label-legible needs a person" in note for note in notes(builders.table()))
    assert any("not evaluated (1): no such member: range" in note for note in notes(builders.unsure()))
    many = [builders.finding(builders.KNOWN, n, "/c", Place(n + 1, 1), code="X") for n in range(MOST + 7)]
    big = NamedReport("big.json", builders.report("valid", builders.group(builders.KNOWN, *many)))
    assert len(sarif(big)["results"]) == MOST
    assert notes(big)[0].startswith("7 more findings counted")


def test_sarif_values_are_neither_placeholders_nor_links() -> None:
    run = sarif(builders.hostile())
    for result in run["results"]:
        text = result["message"]["text"]
        assert not re.search(r"(?<!\{)\{\d", text)
        assert not re.search(r"[^\\]\]\(", text)


def test_sarif_addresses_are_addresses() -> None:
    names = ["/absolute/a b.json", "ä%.json", "bad\udcffname.json", "stdin"]
    uris = [sarif(NamedReport(name, builders.clean().report))["artifacts"][0]["location"]["uri"] for name in names]
    assert uris == ["file:///absolute/a%20b.json", "%C3%A4%25.json", "bad%FFname.json", "stdin"]


def test_junit_has_a_case_for_each_rule() -> None:
    root = ET.fromstring(made("junit", *(make() for make in builders.ALL.values())))  # noqa: S314 - our own
    assert root.tag == "testsuites"
    suites = {suite.get("name"): suite for suite in root}
    table = suites["exports/ads.csv"]
    cases = {f"{case.get('classname')}/{case.get('name')}": case for case in table.iter("testcase")}
    assert set(cases) == {builders.FIGURE.id, builders.NAMED.id, builders.LEGIBLE.id}
    assert cases[builders.FIGURE.id].find("failure") is not None
    assert cases[builders.LEGIBLE.id].find("skipped") is not None
    assert [child.tag for child in cases[builders.NAMED.id]] == ["system-out"]
    assert suites["filing.fec"].find("testcase/error") is not None
    assert suites["empty.ndjson"].find("testcase/error") is not None, "nothing checked is never a pass"
    for suite in root:
        for attribute, tag in (
            ("tests", "testcase"),
            ("failures", ".//failure"),
            ("errors", ".//error"),
            ("skipped", ".//skipped"),
        ):
            assert suite.get(attribute) == str(len(suite.findall(tag)))
    assert root.get("failures") == "2"


def test_github_has_one_command_a_line_and_no_way_out_of_it() -> None:
    lines = made("github", *(make() for make in builders.ALL.values())).splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^:]+::", line) for line in lines)
    assert sum(",title=OPADS::" in line for line in lines) == len(builders.ALL)


def test_github_shows_the_first_places_and_counts_the_rest() -> None:
    lines = made("github", builders.table(), limit=2).splitlines()
    assert [line for line in lines if "41,206 more findings of this rule" in line]
    assert sum("line=411" in line for line in lines) == 2
    assert sum("line=411" in line for line in made("github", builders.table(), limit=None).splitlines()) == 3
