"""What is only counted, and what is made: the report is that of all findings, however the rules were asked."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from opads import carriers
from opads.carriers import Limits, NativeRecord
from opads.catalogue import catalogue_of
from opads.formats import default_registry
from opads.judging import Judge
from opads.parts import Part
from opads.report import ReportBuilder, canonical_report
from opads.rules import due as due_module
from opads.rules import gathering as gathering_module
from opads.rules import pack as pack_module
from opads.standard.jsonvalue import dumps
from opads.validation import validate
from tests.strategies import mutate

REGISTRY = default_registry()
DAY = date(2026, 11, 27)


def disclosures(schema: Path) -> list[dict[str, Any]]:
    """Return the complete example and what becomes of it when things are changed."""
    (complete,) = carriers.get("json").read(schema.read_bytes(), {}, Limits()).records
    chance = Random(7)  # noqa: S311 - reproducible test data
    found = [complete.value]
    for _ in range(80):
        changed = complete.value
        for _ in range(chance.choice((0, 1, 3))):
            changed = mutate(changed, chance)
        found.append(changed)
    return found


@pytest.fixture(scope="module")
def lines(project: Path) -> bytes:
    records = disclosures(project / "schema" / "1.0" / "examples" / "complete.json")
    return b"\n".join(map(dumps, records))


def judge(source: str, target: str) -> Judge:
    format_ = REGISTRY.get(source)
    return Judge(format_, REGISTRY.wanted((target,)), REGISTRY.schemas, catalogue_of(REGISTRY, (source, target)), DAY)


def records(data: bytes, carrier: str, source: str) -> Iterator[NativeRecord]:
    options = REGISTRY.get(source).carrier_options(carrier) or {}
    return carriers.get(carrier).read(data, options, Limits()).records


def examples(source: str) -> Iterator[tuple[bytes, str]]:
    for path in sorted((REGISTRY.get(source).folder / "examples").glob("*/*.json")):
        yield path.read_bytes(), "json"


def quoted(part: Part) -> dict[str, Any]:
    return {name: (g.total, g.records, g.whole, [f for _, f in g.samples]) for name, g in part.groups.items()}


@pytest.mark.parametrize("samples", [1, 12, None])
@pytest.mark.parametrize("few", [0, 10**9])
def test_what_is_counted_is_what_would_have_been_found(
    lines: bytes, samples: int | None, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_module, "FEW", few)
    inputs = [("opads-disclosure", [(lines, "ndjson")])]
    inputs += [(source, list(examples(source))) for source in ("eu-ttpa", "meta-ad-library", "openttpa")]
    for source, files in inputs:
        judging = judge(source, "eu-ttpa")
        collected, added = ReportBuilder(samples), ReportBuilder(samples)
        verdicts: dict[str, int] = {}
        for data, carrier in files:
            for record in records(data, carrier, source):
                judged = judging.judge(record)
                judged.collect(collected)
                verdicts[judged.verdict] = verdicts.get(judged.verdict, 0) + 1
                for finding in judged.findings:
                    added.add(finding)
        assert quoted(collected.part()) == quoted(added.part())
        assert verdicts == {name: count for name, count in collected.part().counts.items() if name in verdicts}


def test_the_report_does_not_depend_on_how_the_rules_were_asked(lines: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = []
    for few in (0, 10**9, 20):
        monkeypatch.setattr(due_module, "FEW", few)
        monkeypatch.setattr(gathering_module, "FEW", few)
        for compiled in (REGISTRY.get("opads-disclosure").rules, REGISTRY.get("eu-ttpa").rules):
            abroad = compiled.applicable(own=False)
            for pack in (compiled, abroad):
                monkeypatch.setattr(pack, "_due", {})
                monkeypatch.setattr(pack, "_on", {})
        report = validate(lines, REGISTRY, source="opads-disclosure", carrier="ndjson", targets=("eu-ttpa",))
        reports.append(canonical_report(report))
    assert reports[0] == reports[1] == reports[2]


def test_days_are_forgotten_and_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack_module, "DAYS", 2)
    rules = REGISTRY.get("eu-ttpa").rules
    days = ["2019-01-01", "2026-11-27", "2019-01-02", "2026-11-28", "2019-01-01"]
    found = [rules.due(day) for day in days]
    assert found[0] is found[2] is found[4]
    assert found[1] is found[3]
    assert (len(found[0].rules), len(found[0].others) > 0, len(found[1].rules) > 100) == (0, True, True)
