"""Which files arguments mean."""

from pathlib import Path

import pytest

from opads.cli.inputs import Input, UnreadableError, expand

ENDINGS = frozenset({".json", ".csv"})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.json", "a.json", "sub/c.csv", "sub/d.txt", ".git/e.json", "[odd].json", "sub/deep/f.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "names", "empty"),
    [
        (["a.json"], ["a.json"], []),
        (["none.json"], ["none.json"], []),
        (["sub/d.txt"], ["sub/d.txt"], []),
        (["."], ["./[odd].json", "./a.json", "./b.json", "./sub/c.csv", "./sub/deep/f.json"], []),
        (["sub"], ["sub/c.csv", "sub/deep/f.json"], []),
        (["?.json"], ["a.json", "b.json"], []),
        (["**/*.json"], ["[odd].json", "a.json", "b.json", "sub/deep/f.json"], []),
        (["[odd].json"], ["[odd].json"], []),
        (["s*b"], ["sub/c.csv", "sub/deep/f.json"], []),
        (["z*.json", ".git/deep*"], [], ["z*.json", ".git/deep*"]),
        (["-", "a.json", "-", "a.json"], ["stdin", "a.json"], []),
        (["b.json", "a.json"], ["b.json", "a.json"], []),
    ],
)
def test_expand(arguments: list[str], names: list[str], empty: list[str]) -> None:
    inputs, unmatched = expand(arguments, ENDINGS)
    assert [item.name for item in inputs] == names
    assert unmatched == empty


def test_reading_stops_at_the_limit(folder: Path) -> None:
    (folder / "big.json").write_bytes(b"x" * 11)
    item = Input("big.json", folder / "big.json")
    assert item.read(11) == b"x" * 11
    with pytest.raises(UnreadableError, match=r"big\.json: is larger than 10 bytes and was not checked"):
        item.read(10)


def test_a_folder_is_no_file(folder: Path) -> None:
    with pytest.raises(UnreadableError, match="sub: cannot be read"):
        Input("sub", folder / "sub").read(10)
