"""Code lists: their files, their look-up, and the script that writes three of them."""

import csv
import datetime as dt
import importlib.util
import re
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from opads.standard import codelists, resources

HEADER = ["code", "title", "definition", "source", "valid_from", "valid_until", "replaced_by"]
GENERATED = ("countries", "currencies", "languages")
NAMES = resources.codelist_names()


def _tool(project: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, project / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_a_file(name: str) -> None:
    text = (resources.codelists() / f"{name}.csv").read_bytes().decode("utf-8")
    assert "\r" not in text
    rows = list(csv.reader(text.splitlines()))
    assert rows[0] == HEADER
    assert all(len(row) == len(HEADER) for row in rows)
    codes = [row[0] for row in rows[1:]]
    assert len(set(codes)) == len(codes) > 1


@pytest.mark.parametrize("name", NAMES)
def test_entries(name: str) -> None:
    entries = codelists.load(name)
    assert entries.name == name
    for code, entry in entries.items():
        assert entry.code == code
        assert entry.title.strip() == entry.title != ""
        assert entry.definition
        assert entry.source
        for day in (entry.valid_from, entry.valid_until):
            assert day == "" or dt.date.fromisoformat(day).isoformat() == day
        assert entry.replaced_by == "" or entry.replaced_by in entries
        assert not (entry.replaced_by and not entry.valid_until)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(GENERATED)))
def test_own_codes_are_in_kebab_case_and_described(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    for code, entry in codelists.load(name).items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
        assert entry.definition.endswith(".")


def test_codes_of_the_standards() -> None:
    assert all(re.fullmatch("[A-Z]{2}", code) for code in codelists.load("countries"))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codelists.load("currencies"))
    assert all(re.fullmatch("[a-z]{2,3}", code) for code in codelists.load("languages"))
    assert {"EU", "DE", "US", "XK"} <= set(codelists.load("countries"))
    assert "UK" not in codelists.load("countries")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("party-role", "sponsor", True),
        ("party-role", "Sponsor", False),
        ("party-role", "", False),
        ("party-role", None, False),
        ("party-role", 1, False),
        ("party-role", ["sponsor"], False),
        ("currencies", "HRK", True),
    ],
)
def test_is_code(name: str, value: object, *, expected: bool) -> None:
    assert codelists.is_code(name, value) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2019-05-01", True), ("2022-12-31", True), ("2022-12-31T23:00:00Z", True), ("2023-01-01", False)],
)
def test_a_withdrawn_code_ends(day: str, *, expected: bool) -> None:
    assert codelists.is_code("currencies", "HRK", as_of=day) is expected
    assert codelists.load("currencies")["HRK"].replaced_by == "EUR"
    assert codelists.is_code("currencies", "EUR", as_of=day)


def test_a_code_begins() -> None:
    code = codelists.Code("x", "X", "X.", "here", "2026-01-01", "", "")
    assert [code.is_valid(day) for day in ("2025-12-31", "2026-01-01", "2999-01-01")] == [False, True, True]


@pytest.mark.parametrize("name", ["absent", "", "../codelists/medium", "README", "Medium"])
def test_there_is_no_such_list(name: str) -> None:
    with pytest.raises(codelists.CodeListError, match="no code list"):
        codelists.is_code(name, "x")


def test_titles() -> None:
    titles = codelists.titles("fund-origin")
    assert titles == {"inside-union": "Inside the Union", "outside-union": "Outside the Union"}


def test_lists_are_read_once() -> None:
    assert codelists.load("medium") is codelists.load("medium")


def test_generated_lists_are_fresh(project: Path, tmp_path: Path) -> None:
    """Refresh with ``python tools/make_codelists.py``, then record the version there and in the folder's README."""
    tool = _tool(project, "make_codelists")
    assert tool.PYCOUNTRY in (resources.codelists() / "README.md").read_text(encoding="utf-8")
    tool.write(tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == sorted(GENERATED)
    if version("pycountry") == tool.PYCOUNTRY:
        for name in GENERATED:
            assert (tmp_path / f"{name}.csv").read_bytes() == (resources.codelists() / f"{name}.csv").read_bytes()


def test_enums_are_written_into_closed_schemas_only(project: Path) -> None:
    tool = _tool(project, "sync_enums")
    schema = {
        "properties": {
            "closed": {"x-codelist": "fund-nature"},
            "open": {"x-codelist": "medium", "x-codelist-open": True},
            "list": {"items": [{"x-codelist": "fund-origin", "enum": ["old"]}]},
        }
    }
    tool.synchronise(schema)
    assert schema["properties"] == {
        "closed": {"x-codelist": "fund-nature", "enum": ["public", "private"]},
        "open": {"x-codelist": "medium", "x-codelist-open": True},
        "list": {"items": [{"x-codelist": "fund-origin", "enum": ["inside-union", "outside-union"]}]},
    }
