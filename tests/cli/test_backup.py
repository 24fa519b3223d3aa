"""``opads backup`` and ``opads restore``."""

from pathlib import Path

import pytest

from opads.formats import default_registry
from opads.installation import Installation
from opads.settings import Settings
from tests.cli.conftest import Run
from tests.register.conftest import disclosure, document


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of an installation in which something was handed in; the environment names it."""
    found = Installation(Settings(data=str(tmp_path / "data")), default_registry())
    found.register.submit(document(disclosure("ad")), account="a")
    found.close()
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("OPADS_DATABASE", raising=False)
    return tmp_path / "data"


def test_a_backup_is_taken_and_restored(run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = run("backup", tmp_path / "backup")
    assert taken.exit_code == 0, taken.stderr
    assert "private keys not included, files of batches and dumps included" in taken.stdout
    head = next(line for line in taken.stdout.splitlines() if line.startswith("head public 1:"))
    assert taken.stdout.splitlines()[-1].endswith("  manifest.json")
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "again"))
    restored = run("restore", tmp_path / "backup")
    assert restored.exit_code == 0, restored.stderr
    assert "verified 1 entries of the log and 1 receipts" in restored.stdout
    assert f"{head}: what was acknowledged after it is not there" in restored.stdout
    again = run("restore", tmp_path / "backup")
    assert again.exit_code == 2
    assert "is not empty" in again.stderr


def test_what_is_included_is_said(run: Run, data: Path, tmp_path: Path) -> None:
    taken = run("backup", tmp_path / "backup", "--with-keys", "--without-files")
    assert "private keys included, files of batches and dumps not included" in taken.stdout
    assert len(list((tmp_path / "backup" / "keys").glob("*.pem"))) == 1
    assert not (tmp_path / "backup" / "files").exists()


def test_what_is_not_sound_is_said(run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Installation(Settings(data=str(data)), default_registry())
    found.database.write(lambda t: t.run("UPDATE entry SET publisher_id = 'forged'"))
    found.close()
    assert run("backup", tmp_path / "backup").exit_code == 0
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "again"))
    restored = run("restore", tmp_path / "backup")
    assert restored.exit_code == 1
    assert "NOT SOUND: entry 1 was changed" in restored.stdout


def test_where_it_cannot_be(run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "file", tmp_path / "file" / "below", data):
        result = run("backup", target)
        assert result.exit_code == 2
        assert str(target.name) in result.stderr
    monkeypatch.setenv("OPADS_DATA", str(tmp_path / "again"))
    result = run("restore", tmp_path)
    assert result.exit_code == 2
    assert "is no backup" in result.stderr
    monkeypatch.delenv("OPADS_DATA")
    assert run("backup", tmp_path / "backup").exit_code == 2
    assert run("restore", tmp_path / "backup").exit_code == 2
