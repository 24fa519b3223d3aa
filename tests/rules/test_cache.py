"""The cache of trees: it saves parsing, holds data only, and is done without where it cannot be."""

import subprocess
import sys
from pathlib import Path

import pytest

from opads.rules import cache, parser
from opads.rules.errors import ExpressionError
from opads.rules.program import compile_expression


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path))
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))


def test_the_second_time_nothing_is_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cache.parsed("x.a == 1")

    def fail(_text: str) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(parser, "parse", fail)
    assert cache.parsed("x.a == 1") == first
    assert len(kept(folder)) == 1


def test_neither_the_grammar_nor_the_library_is_loaded_on_a_hit(folder: Path) -> None:
    cache.parsed("x.a == 2")
    code = (
        "import sys; from opads.rules.program import compile_expression as c;"
        "assert c('x.a == 2', {'x': 'map'}).evaluate({'a': 2}) is True;"
        "assert not {'lark', 'celpy', 'cel'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"OPADS_CACHE": str(folder)}, timeout=60)


def test_the_library_itself_is_never_loaded(folder: Path) -> None:
    code = (
        "import sys; from opads.rules.program import compile_expression as c;"
        "assert c('1 == 1', {}).evaluate() is True;"
        "assert 'lark' in sys.modules and 'celpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"OPADS_CACHE": str(folder)}, timeout=60)


@pytest.mark.parametrize("damage", [b"", b"null", b'["name",1,1]', b"\xff", b'["unary",1,1,"+",["null",1,1]]'])
def test_a_damaged_entry_is_parsed_again(folder: Path, damage: bytes) -> None:
    expected = cache.parsed("x.b == 1")
    kept(folder)[0].write_bytes(damage)
    assert cache.parsed("x.b == 1") == expected
    assert kept(folder)[0].read_bytes() != damage


def test_what_is_refused_is_not_kept(folder: Path) -> None:
    with pytest.raises(ExpressionError):
        cache.parsed("1u")
    assert not kept(folder)


def test_another_version_is_another_entry(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.parsed("x")
    monkeypatch.setattr(cache, "TREE_VERSION", "other")
    cache.parsed("x")
    assert len(kept(folder)) == 2


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("no folder")
    monkeypatch.setenv("OPADS_CACHE", str(blocker))
    assert cache.parsed("x.c == 1")
    assert blocker.read_text() == "no folder"


def test_where_the_cache_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_CACHE", str(tmp_path))
    assert cache.cache_folder() == tmp_path
    monkeypatch.delenv("OPADS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/x")
    assert cache.cache_folder() == Path("/x/opads")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/h")
    assert cache.cache_folder() == Path("/h/.cache/opads")


def test_a_forged_entry_cannot_bring_code(folder: Path) -> None:
    """Whatever an entry says, names and texts of it stay names and texts."""
    cache.parsed("x.d")
    forged = b'["member",1,1,["name",1,1,"x"],"\'] or __import__(\\"os\\") or [\'"]'
    kept(folder)[0].write_bytes(forged)
    program = compile_expression("x.d", {"x": "dyn"})
    assert program.evaluate({"'] or __import__(\"os\") or ['": 5}) == 5
    kept(folder)[0].write_bytes(b'["name",1,1,"__import__"]')
    with pytest.raises(ExpressionError, match="unknown variable"):
        compile_expression("x.d", {"x": "dyn"})
