"""The descriptions of all formats at once: what is kept is what the files say now, or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from opads.formats import FormatError, index
from opads.formats.index import described
from opads.formats.model import FormatFile, PackFile
from opads.standard import resources

FEW = ("eu-ttpa", "meta-ad-library", "opads-disclosure")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of formats of a standard of its own, with an empty cache."""
    schema = tmp_path / "schema"
    shutil.copytree(resources.version_folder(), schema / resources.VERSION)
    for name in FEW:
        shutil.copytree(
            resources.formats() / name, schema / "formats" / name, ignore=shutil.ignore_patterns("examples")
        )
    monkeypatch.setenv("OPADS_SCHEMA", str(schema))
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path / "cache"))
    return schema / "formats"


def read(root: Path) -> dict[str, FormatFile]:
    return described(root, "format.yaml", FormatFile)


def refuse(*_: Any) -> Any:
    raise AssertionError("read again")


def entries(root: Path) -> list[Path]:
    return sorted((root.parent.parent / "cache" / "described").glob("*.json"))


def test_the_second_time_no_file_is_read_as_a_model(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read(root)
    assert tuple(first) == FEW
    monkeypatch.setattr(index, "read_model", refuse)
    again = read(root)
    assert repr(again) == repr(first)
    assert again == first


def test_every_description_of_the_standard_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path))
    first = read(resources.formats())
    packs = described(resources.root() / "packs", "pack.yaml", PackFile)
    assert packs
    monkeypatch.setattr(index, "read_model", refuse)
    assert repr(read(resources.formats())) == repr(first)
    assert described(resources.root() / "packs", "pack.yaml", PackFile) == packs


def test_a_change_of_any_file_is_seen(root: Path) -> None:
    assert read(root)["eu-ttpa"].kind == "law"
    file = root / "eu-ttpa" / "format.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("kind: law", "kind: industry", 1), encoding="utf-8")
    assert read(root)["eu-ttpa"].kind == "industry"
    file.write_text(text, encoding="utf-8")
    assert read(root)["eu-ttpa"].kind == "law"


def test_a_folder_that_comes_or_goes_is_seen(root: Path) -> None:
    read(root)
    shutil.copytree(root / "eu-ttpa", root / "another")
    assert "another" in read(root)
    shutil.rmtree(root / "another")
    assert tuple(read(root)) == FEW
    (root / "eu-ttpa").rename(root / "renamed")
    assert set(read(root)) == {"renamed", *FEW[1:]}


def test_what_is_wrong_is_told_each_time_and_not_kept(root: Path) -> None:
    file = root / "eu-ttpa" / "format.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("kind: law", "kind: low", 1), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(FormatError, match=r"eu-ttpa/format.yaml: kind: Input should be 'law'"):
            read(root)
    assert not entries(root)


@pytest.mark.parametrize("payload", [b"{}", b"null", b"\xff", b'{"eu-ttpa": {"id": "eu-ttpa"}}'])
def test_a_damaged_or_forged_entry_is_no_description(root: Path, payload: bytes) -> None:
    first = read(root)
    (entry,) = entries(root)
    entry.write_bytes(entry.read_bytes().partition(b"\n")[0] + b"\n" + payload)
    assert read(root) == first


def test_what_would_not_come_back_as_it_is_is_not_kept(root: Path) -> None:
    file = root / "eu-ttpa" / "format.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n", encoding="utf-8")
    read(root)
    kept = len(entries(root))
    file.write_text(
        text.replace("carriers:", "carriers:\n  - {carrier: json, options: {since: 2026-01-02}}", 1), encoding="utf-8"
    )
    first = read(root)
    assert str(first["eu-ttpa"].carriers[0].options["since"]) == "2026-01-02"
    assert len(entries(root)) == kept
    assert read(root) == first


def test_folders_that_are_not_the_standards_are_not_kept(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(root / "eu-ttpa", other / "eu-ttpa")
    (other / "file.txt").write_text("no folder")
    (other / "empty").mkdir()
    assert tuple(read(other)) == ("eu-ttpa",)
    assert not entries(root)
