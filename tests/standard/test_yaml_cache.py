"""What the standard's YAML holds is kept between runs: exactly that, or nothing."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opads.standard import cache, resources, yamlfile
from opads.standard.yamlfile import YamlError, load_yaml, read_yaml_file

FILES = sorted(p for p in resources.root().rglob("*.yaml") if "examples" not in p.parts)
ONE = resources.version_folder() / "findings" / "carrier.yaml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path))
    return tmp_path


def entries(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def refuse(_text: bytes) -> Any:
    raise AssertionError("parsed again")


def test_every_file_is_given_back_as_it_was_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert FILES
    fresh = [read_yaml_file(path) for path in FILES]
    assert [repr(load_yaml(path.read_bytes())) for path in FILES] == list(map(repr, fresh))
    assert len(entries(folder)) == len({path.read_bytes() for path in FILES})
    monkeypatch.setattr(yamlfile, "load_yaml", refuse)
    assert [repr(read_yaml_file(path)) for path in FILES] == list(map(repr, fresh))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes()
    | st.binary(max_size=3),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=3) | st.integers(0, 3), v, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_is_kept_exactly_or_not_at_all(value: Any) -> None:
    before = repr(value)
    payload = yamlfile._payload(value)
    assert repr(value) == before
    if payload is not None:
        assert repr(yamlfile._restored(payload)) == before


def test_days_are_kept_and_what_json_cannot_say_is_not() -> None:
    assert yamlfile._payload({"rules": [{"day": dt.date(2026, 10, 5), "n": [1, 1.5, True, None, "x"]}]})
    for odd in ({2018: 1}, dt.datetime(2026, 10, 5, tzinfo=dt.UTC), float("nan"), {1, 2}, b"x"):
        assert yamlfile._payload([odd]) is None
    assert yamlfile._payload(dt.date.min) is None


@pytest.mark.parametrize("damage", [b"", b"null", b"x" * 64 + b"\n[{}, []]", b"\xff\n"])
def test_a_damaged_entry_is_made_anew(folder: Path, damage: bytes) -> None:
    expected = read_yaml_file(ONE)
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    entry.write_bytes(damage)
    assert read_yaml_file(ONE) == expected
    assert entry.read_bytes() == whole
    entry.write_bytes(whole[:-1])
    assert read_yaml_file(ONE) == expected
    assert entry.read_bytes() == whole


def test_an_entry_under_another_key_is_none(folder: Path) -> None:
    cache.keep("yaml", "one", b"[1, []]")
    (entry,) = entries(folder)
    entry.rename(entry.with_name("two.json"))
    assert cache.kept("yaml", "two") is None
    cache.keep("yaml", "two", b"[2, []]")
    assert cache.kept("yaml", "two") == b"[2, []]"


def test_a_sealed_entry_of_another_form_is_made_anew(folder: Path) -> None:
    expected = read_yaml_file(ONE)
    (entry,) = entries(folder)
    for payload in (
        b"{}",
        b"[{}]",
        b'[{}, [[["nowhere", 1], "2026-10-05"]]]',
        b'[1, [[["a"], "2026-10-05"]]]',
        b"[1, 2]",
    ):
        cache.keep("yaml", entry.stem, payload)
        assert read_yaml_file(ONE) == expected


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("no folder")
    monkeypatch.setenv("OPADS_CACHE", str(blocker))
    assert read_yaml_file(ONE)
    assert blocker.read_text() == "no folder"


def test_a_failed_replacement_leaves_nothing_behind(folder: Path) -> None:
    (folder / "yaml" / "key.json" / "in the way").mkdir(parents=True)
    cache.keep("yaml", "key", b"[]")
    assert cache.kept("yaml", "key") is None
    assert entries(folder) == []


def test_writers_at_the_same_time_leave_one_whole_entry(folder: Path) -> None:
    payload = b"[" + b"1," * 50_000 + b"1]"

    def write_and_read(_number: int) -> bytes | None:
        cache.keep("yaml", "key", payload)
        return cache.kept("yaml", "key")

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(write_and_read, range(40)))
    assert set(seen) == {payload}
    assert len(entries(folder)) == 1


def test_files_of_others_are_not_kept(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other") / "format.yaml"
    other.write_text("a: 1")
    assert read_yaml_file(other) == {"a": 1}
    assert entries(folder) == []


def test_a_broken_file_of_the_standard_is_told_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlfile, "is_own", lambda _path: True)
    broken = folder / "broken.yaml"
    broken.write_text("a: 1\na: 2\n")
    for _ in range(2):
        with pytest.raises(YamlError, match="'a' occurs twice"):
            read_yaml_file(broken)
    assert entries(folder) == [broken]


def test_the_parser_is_not_loaded_where_all_is_kept(folder: Path) -> None:
    code = (
        "import sys; from opads.formats import default_registry; from opads.catalogue import catalogue_of;"
        "catalogue_of(default_registry(), ());"
        "print('yaml' in sys.modules, 'lxml' in sys.modules)"
    )
    environment = {"OPADS_CACHE": str(folder), "PYTHONPATH": str(Path(yamlfile.__file__).parents[2])}
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, env=environment, timeout=60
        ).stdout
        for _ in range(2)
    ]
    assert outputs == [b"True False\n", b"False False\n"]
