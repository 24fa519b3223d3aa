"""``opads validate --since``: an earlier report as a baseline."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def accepted(run: Run, ranged: Path, tmp_path: Path) -> Path:
    path = tmp_path / "accepted.json"
    assert run("validate", ranged, "--format", "json", "-o", path).exit_code == 1
    return path


def test_what_was_found_then_is_forgiven(run: Run, ranged: Path, accepted: Path) -> None:
    result = run("validate", ranged, "--since", accepted)
    assert result.exit_code == 0
    assert "0 mended, 0 new, 1 remaining" in result.stderr
    assert "not acceptable" in result.stdout, "the report says what there is all the same"


def test_what_is_new_fails_and_is_named(run: Run, ranged: Path, accepted: Path, tmp_path: Path) -> None:
    worse = tmp_path / "worse.json"
    worse.write_text(ranged.read_text("utf-8").replace('"status": "published"', '"status": "publishd"', 1), "utf-8")
    result = run("validate", worse, "--since", accepted)
    assert result.exit_code == 1
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("opads: new: ")]
    assert line.endswith("error opads/schema-enum /transparencyNotice/status")
    assert run("validate", worse, "--since", accepted, "--fail-on", "never").exit_code == 0
    assert "opads: new" not in run("validate", worse, "--since", accepted, "-q").stderr


def test_what_is_mended_is_told(run: Run, notice: Path, accepted: Path) -> None:
    result = run("validate", notice, "--since", accepted)
    assert result.exit_code == 0
    assert "1 mended, 0 new, 0 remaining" in result.stderr


def test_several_files(run: Run, ranged: Path, notice: Path, tmp_path: Path) -> None:
    path = tmp_path / "both.json"
    run("validate", notice, ranged, "--format", "json", "-o", path)
    assert run("validate", notice, ranged, "--since", path).exit_code == 0
    again = tmp_path / "again.json"
    again.write_bytes(ranged.read_bytes())
    assert run("validate", again, ranged, "--since", path).exit_code == 1
    result = run("validate", ranged, "--since", path)
    assert result.exit_code == 2
    assert "has 2 reports, not 1" in result.stderr


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"[" * 100_000, None])
def test_any_other_file_is_refused(run: Run, notice: Path, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "odd.json"
    if content is not None:
        path.write_bytes(content)
    result = run("validate", notice, "--since", path)
    assert result.exit_code == 2
    assert str(path) in result.stderr
