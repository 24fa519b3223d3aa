"""``opads fix``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def wrong(notice: Path, tmp_path: Path) -> Path:
    """Return a notice with a fault that is mended safely and one that is not."""
    text = notice.read_text(encoding="utf-8")
    text = text.replace('"version": "1"', '"version": null', 1).replace(
        '"status": "published"', '"status": "publishd"', 1
    )
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_difference_is_shown_and_nothing_changed(run: Run, wrong: Path) -> None:
    before = wrong.read_bytes()
    result = run("fix", wrong)
    assert result.exit_code == 1
    assert wrong.read_bytes() == before
    lines = result.stdout.splitlines()
    assert lines[:2] == [f"--- {wrong}", f"+++ {wrong}"]
    assert [line for line in lines[3:] if line[0] in "+-"] == ['-    "version": null,']
    assert result.stderr.splitlines() == [
        "opads: 1 fix",
        "opads: 1 suggestion left; --suggestions lists them",
        "opads: with the fixes: invalid: not acceptable, 1 error",
    ]


def put_in(lines: list[str], difference: list[str]) -> list[str]:
    """Put a unified difference into lines; it fails where the lines are not those that it was made of."""
    after, at = list[str](), 0
    for line in difference[2:]:
        if line.startswith("@@"):
            start = int(line.split()[1].partition(",")[0][1:]) - 1
            after += lines[at:start]
            at = start
            continue
        if line[0] in " -":
            assert lines[at] == line[1:]
            at += 1
        if line[0] in " +":
            after.append(line[1:])
    return after + lines[at:]


def test_the_difference_is_whole(run: Run, wrong: Path) -> None:
    result = run("fix", wrong, "-q")
    assert result.stderr == ""
    lines = wrong.read_text(encoding="utf-8").splitlines()
    run("fix", wrong, "--write")
    assert put_in(lines, result.stdout.splitlines()) == wrong.read_text(encoding="utf-8").splitlines()


def test_writing(run: Run, wrong: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    before = wrong.read_bytes()
    assert run("fix", wrong, "-o", other).stdout == ""
    assert wrong.read_bytes() == before
    assert run("fix", wrong, "--write").exit_code == 1
    assert wrong.read_bytes() == other.read_bytes() != before
    assert "nothing to change" in run("fix", wrong, "--write").stderr


def test_suggestions_are_listed_and_put_in_by_their_ids(run: Run, wrong: Path, notice: Path) -> None:
    listed = run("fix", wrong, "--suggestions").stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["safe", "suggestion"]
    assert "publishd -> published" in listed[1]
    result = run("fix", wrong, "--with", listed[1].split()[0], "--write")
    assert result.exit_code == 0
    assert "with the fixes: valid" in result.stderr
    wanted = json.loads(notice.read_bytes())
    del wanted["transparencyNotice"]["version"]
    assert json.loads(wrong.read_bytes()) == wanted
    assert run("fix", wrong, "--with", "0" * 12).exit_code == 2


def test_the_patch_of_each_record(run: Run, wrong: Path) -> None:
    patches = json.loads(run("fix", wrong, "--patch").stdout)
    path = "/transparencyNotice/version"
    operations = [{"op": "test", "path": path, "value": None}, {"op": "remove", "path": path}]
    assert patches == [{"operations": operations, "record": 0}]


def test_from_standard_input(run: Run, wrong: Path) -> None:
    result = run("fix", "-", stdin=wrong.read_bytes())
    assert result.stdout.startswith("--- ")
    assert run("fix", "-", "--write", stdin=wrong.read_bytes()).exit_code == 2


def test_a_last_line_without_end_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    path.write_bytes(b'{"opads": "1.0", "identity": {"version": 1}}')
    assert run("fix", path, "-q").stdout.count("\\ No newline at end of file") == 2


@pytest.mark.parametrize(
    "arguments", [("--write", "--patch"), ("--write", "-o", "x"), ("--from", "none-such"), ("--suggestions", "--patch")]
)
def test_what_does_not_go_together_is_refused(run: Run, wrong: Path, arguments: tuple[str, ...]) -> None:
    result = run("fix", wrong, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("opads: ")


def test_one_file_at_a_time(run: Run, tmp_path: Path) -> None:
    assert run("fix", tmp_path).exit_code == 2
    assert run("fix", tmp_path / "none.json").exit_code == 2
    (tmp_path / "rows.parquet").write_bytes(b"PAR1")
    assert "Parquet" in run("fix", tmp_path / "rows.parquet").stderr
