"""Each required element of the 16 points, taken out or put wrong, raises exactly the one finding that it should."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from opads.formats import default_registry
from opads.report import Report
from opads.standard.jsonvalue import get, unescape
from opads.validation import validate

FORMAT = "eu-ttpa"
REGISTRY = default_registry()
EXAMPLES = REGISTRY.get(FORMAT).folder / "examples" / "valid"
ROWS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("eu_notice_mutations.yaml").read_text("utf-8"))
AS_OF = date(2026, 9, 1)


def _name(row: dict[str, Any]) -> str:
    removed = [f"without {pointer}" for pointer in _removed(row)]
    changed = [f"{pointer}={json.dumps(value)}" for pointer, value in row.get("set", {}).items()]
    return f"{row['point']} {row['example']} {' '.join(removed + changed)}"


def _removed(row: dict[str, Any]) -> list[str]:
    given = row.get("remove", [])
    return given if isinstance(given, list) else [given]


def _mutated(notice: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(notice)
    for pointer in _removed(row):
        holder, last = _holder(changed, pointer)
        del holder[last]
    for pointer, value in row.get("set", {}).items():
        holder, last = _holder(changed, pointer)
        holder[last] = value
    return changed


def _holder(notice: dict[str, Any], pointer: str) -> tuple[Any, Any]:
    above, _, last = pointer.rpartition("/")
    holder = get(notice, above)
    return holder, int(last) if isinstance(holder, list) else unescape(last)


def _judged(notice: dict[str, Any]) -> Report:
    # The date of the law is fixed: a notice without its period would be judged as of today.
    return validate(json.dumps(notice).encode(), REGISTRY, source=FORMAT, as_of=AS_OF, samples=None)


def _grave(report: Report) -> dict[str, int]:
    return {group.rule: group.total for group in report.groups if group.severity in ("error", "warning")}


def _example(name: str) -> dict[str, Any]:
    notice: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return notice


@pytest.mark.parametrize("name", sorted({row["example"] for row in ROWS}))
def test_the_complete_notice_has_no_finding(name: str) -> None:
    report = _judged(_example(name))
    assert report.verdict == "valid"
    assert report.groups == ()


@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_one_defect_gives_exactly_one_finding(row: dict[str, Any]) -> None:
    report = _judged(_mutated(_example(row["example"]), row))
    assert _grave(report) == {row["expect"]: 1}


def test_every_point_is_in_the_table() -> None:
    assert {row["point"] for row in ROWS} == set(range(1, 17))
