"""Where the standard is found, and its digest."""

import hashlib
from pathlib import Path

import pytest

from opads.formats.folder import folder_digest
from opads.standard import resources
from opads.standard.schemas import SchemaSet, default_schemas


def _standard(folder: Path) -> Path:
    (folder / "1.0").mkdir(parents=True)
    (folder / "1.0" / "disclosure.json").write_text("{}")
    return folder


def test_the_repository_is_the_last_resort(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPADS_SCHEMA", raising=False)
    assert resources.root() == project / "schema"
    assert resources.version_folder() == project / "schema" / "1.0"
    assert resources.formats() == project / "schema" / "formats"
    assert resources.examples() == project / "schema" / "1.0" / "examples"


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_SCHEMA", str(_standard(tmp_path / "mine")))
    assert resources.root() == tmp_path / "mine"
    assert resources.schemas() == (tmp_path / "mine" / "1.0" / "disclosure.json",)
    assert resources.codelist_names() == ()


def test_the_package_comes_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPADS_SCHEMA", raising=False)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "site" / "opads")
    _standard(tmp_path / "schema")
    assert resources.root() == tmp_path / "schema"
    _standard(tmp_path / "site" / "opads" / "_schema")
    assert resources.root() == tmp_path / "site" / "opads" / "_schema"


def test_a_wrong_environment_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPADS_SCHEMA", str(tmp_path))
    with pytest.raises(resources.ResourceError, match=r"no standard 1\.0 in"):
        resources.root()


def test_catalogues_and_texts_go_together() -> None:
    assert {path.name for path in resources.findings()} == {path.name for path in resources.messages("en")}
    assert "schema.yaml" in {path.name for path in resources.findings()}
    assert resources.messages("tlh") == ()


def test_the_digest_is_that_of_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_bytes(b"2")
    (tmp_path / "a.txt").write_bytes(b"1")
    assert resources.digest(tmp_path) == hashlib.sha256(b"a.txt\x001\x001b/c.txt\x001\x002").hexdigest()


def test_files_below_a_folder(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden", "a/b.txt", "a-b/c.txt", "a/examples/d.txt", "examples/e.txt", "examples.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "nowhere").symlink_to("none")
    (tmp_path / "folder").symlink_to("a", target_is_directory=True)
    every = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert sorted(resources.files_below(tmp_path)) == every
    assert sorted(resources.files_below(tmp_path, without="examples")) == [
        n for n in every if not n.startswith("examples/")
    ]
    assert resources.content_of(tmp_path, "a/b.txt") == b"a/b.txt"
    assert resources.files_below(tmp_path / "none.txt") == []
    digest = hashlib.sha256()
    for path in sorted(tmp_path.rglob("*")):
        name = path.relative_to(tmp_path).as_posix()
        if path.is_file() and not name.startswith("examples/"):
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    assert folder_digest(tmp_path) == digest.hexdigest()


@pytest.mark.parametrize("change", ["content", "name", "addition", "boundary"])
def test_the_digest_changes_with_anything(tmp_path: Path, change: str) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
        (folder / "a").write_bytes(b"bc")
    match change:
        case "content":
            (after / "a").write_bytes(b"bd")
        case "name":
            (after / "a").rename(after / "b")
        case "addition":
            (after / "empty").touch()
        case _:
            (after / "a").rename(after / "ab")
            (after / "ab").write_bytes(b"c")
    assert resources.digest(before) != resources.digest(after)


def test_the_set_knows_version_and_digest() -> None:
    schemas = default_schemas()
    assert schemas.version == resources.VERSION
    assert schemas.digest == resources.digest()
    assert schemas is default_schemas()
    assert len(schemas.documents) == len(resources.schemas())


def test_a_set_of_another_folder(tmp_path: Path) -> None:
    folder = tmp_path / "1.0"
    folder.mkdir()
    (folder / "disclosure.json").write_text('{"$id": "https://opads.org/schema/1.0/disclosure.json", "type": "null"}')
    schemas = SchemaSet(folder)
    assert schemas.is_valid(None)
    assert not schemas.is_valid({"opads": "1.0"})
