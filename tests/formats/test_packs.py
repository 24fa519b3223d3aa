"""Packs: rules that are added to a format when asked for, and that cannot touch what the format demands."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from opads.catalogue import catalogue_of
from opads.formats import FormatError, Registry, default_registry
from opads.formats.check import check_pack
from opads.standard import resources
from opads.standard.schemas import default_schemas
from opads.validation import validate

REGISTRY = default_registry()
EXAMPLE = "example-strict-targeting"
PACK = REGISTRY.judging(EXAMPLE)
FORMAT = "eu-ttpa"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """Return a folder of packs with a copy of the example, free to be spoilt."""
    shutil.copytree(PACK.folder, tmp_path / EXAMPLE)
    return tmp_path


def _registry(packs: Path) -> Registry:
    return Registry(resources.root() / "formats", default_schemas(), packs)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _edit(path: Path, edit: Any) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    edit(data)
    path.write_text(yaml.safe_dump(data), encoding="utf-8")


@pytest.mark.parametrize("pack", REGISTRY.packs, ids=lambda pack: pack.id)
def test_the_pack_is_sound(pack: Any) -> None:
    assert list(check_pack(pack, REGISTRY)) == []


@pytest.mark.parametrize("path", sorted((PACK.folder / "examples" / "invalid").iterdir()), ids=lambda p: p.stem)
def test_its_rules_fire_only_when_asked_for(path: Path) -> None:
    data = path.read_bytes()
    assert validate(data, REGISTRY).verdict == "valid"
    report = validate(data, REGISTRY, targets=[EXAMPLE])
    assert report.verdict == "invalid"
    assert [group.rule for group in report.groups] == [f"{EXAMPLE}/{path.stem}"]
    assert report.groups[0].text
    assert report.groups[0].fix
    assert report.groups[0].samples[0].native, "the finding has a place in the record"


def test_a_pack_brings_the_rules_it_extends() -> None:
    data = (PACK.folder / "examples" / "valid" / "broad-targeting.json").read_bytes()
    report = validate(data, REGISTRY, targets=[EXAMPLE])
    assert report.verdict == "valid"
    assert report.judged_for == (FORMAT, EXAMPLE)
    assert {info.id for info in report.formats} == {FORMAT, EXAMPLE}
    ledger = {row.rule.partition("/")[0] for row in report.ledger.rules}
    assert {FORMAT, EXAMPLE} <= ledger


def test_a_pack_never_loosens() -> None:
    notice = json.loads((PACK.folder / "examples" / "valid" / "broad-targeting.json").read_bytes())
    del notice["sponsor"]["email"]
    data = json.dumps(notice).encode()
    alone = {group.rule for group in validate(data, REGISTRY).groups}
    assert alone <= {group.rule for group in validate(data, REGISTRY, targets=[EXAMPLE]).groups}


def test_a_pack_judges_what_other_formats_disclose() -> None:
    source = next(format_ for format_ in REGISTRY if format_.file.kind == "platform")
    data = min((source.folder / "examples" / "valid").iterdir()).read_bytes()
    assert validate(data, REGISTRY, source=source.id, targets=[EXAMPLE]).judged_for == (FORMAT, EXAMPLE)


def test_a_pack_before_its_day_says_so() -> None:
    notice = json.loads((PACK.folder / "examples" / "valid" / "broad-targeting.json").read_bytes())
    notice["intendedPeriod"]["start"] = "2025-11-01"
    report = validate(json.dumps(notice).encode(), REGISTRY, targets=[EXAMPLE])
    assert "opads/law-not-in-force" in {group.rule for group in report.groups}


def test_a_pack_is_no_format_to_read_or_write() -> None:
    assert EXAMPLE not in REGISTRY.ids
    with pytest.raises(FormatError, match="no format"):
        REGISTRY.get(EXAMPLE)
    with pytest.raises(FormatError, match=f"did you mean '{EXAMPLE}'"):
        REGISTRY.judging(EXAMPLE[:-1])


def test_its_rules_are_in_the_catalogue() -> None:
    info = catalogue_of(REGISTRY).get(f"{EXAMPLE}/no-lists-of-persons")
    assert info is not None
    assert info.format == EXAMPLE


def test_a_pack_that_redefines_a_rule_of_the_format_is_refused(packs: Path) -> None:
    core = next(iter(REGISTRY.get(FORMAT).rules)).rule.id
    _replace(packs / EXAMPLE / "rules.yaml", f"id: {EXAMPLE}/few-categories-of-data", f"id: {core}")
    with pytest.raises(FormatError, match=f"{core}.*must be {EXAMPLE}/"):
        validate(b"{}", _registry(packs), source=FORMAT, targets=[EXAMPLE])


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("extends", "no-such-format", "extends: there is no format"),
        ("id", "another-name", "not the folder's name"),
        ("loosens", ["x"], "loosens"),
    ],
)
def test_a_pack_file_that_does_not_fit_is_refused(packs: Path, member: str, value: Any, words: str) -> None:
    _edit(packs / EXAMPLE / "pack.yaml", lambda data: data.update({member: value}))
    with pytest.raises(FormatError, match=words):
        _registry(packs)


def test_a_pack_does_not_take_the_id_of_a_format(packs: Path) -> None:
    (packs / EXAMPLE).rename(packs / FORMAT)
    _edit(packs / FORMAT / "pack.yaml", lambda data: data.update(id=FORMAT))
    with pytest.raises(FormatError, match="is that of a format"):
        _registry(packs)


def test_a_rule_that_would_never_be_due_is_refused(packs: Path) -> None:
    _replace(packs / EXAMPLE / "rules.yaml", "    on: disclosure\n", "    on: disclosure\n    native_only: true\n")
    with pytest.raises(FormatError, match="judges the disclosure only"):
        _ = _registry(packs).judging(EXAMPLE).rules


def test_the_checker_says_what_a_pack_lacks(packs: Path) -> None:
    (packs / EXAMPLE / "examples" / "invalid" / "no-lists-of-persons.json").unlink()
    registry = _registry(packs)
    assert list(check_pack(registry.packs[0], registry)) == [
        f"examples/invalid: no example trips {EXAMPLE}/no-lists-of-persons"
    ]
