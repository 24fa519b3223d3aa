"""The matrix as a work that is begun once and kept."""

from pathlib import Path

import pytest

from opads.formats import Registry, default_registry
from opads.formats.registry import registry_of
from opads.matrix import gathering, matrix
from opads.matrix.gathering import Gathering, gathering_of
from opads.standard.cache import cache_folder

SOME = ("eu-ttpa", "gb-digital-imprint", "meta-ad-library")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Registry:
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path / "cache"))
    few = registry_of([])
    monkeypatch.setattr(type(few), "ids", property(lambda _: SOME))
    return few


def test_it_is_the_matrix(registry: Registry) -> None:
    work = Gathering(registry)
    assert (work.sums, work.done, work.formats) == (None, 0, len(SOME))
    sums = work.wait()
    assert sums == matrix(registry)
    assert work.sums is work.wait(0)
    assert work.done == work.formats


def test_it_is_kept_for_the_next_start(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Gathering(registry).wait()

    def never(*_: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(gathering, "pair", never)
    assert Gathering(registry).wait() == first


def test_what_was_spoilt_is_made_again(registry: Registry) -> None:
    first = Gathering(registry).wait()
    folder = cache_folder()
    assert folder is not None
    (file,) = (folder / gathering.KIND).iterdir()
    file.write_bytes(b"spoilt")
    assert Gathering(registry).wait() == first


def test_there_is_one_for_a_registry() -> None:
    assert gathering_of(default_registry()) is gathering_of(default_registry())
