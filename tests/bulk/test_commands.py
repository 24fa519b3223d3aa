"""``opads bulk``: codes, outputs, rejected records."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from opads.bulk import parquetfile, streams
from opads.conversion import convert
from opads.standard.jsonvalue import dumps
from opads.validation import validate
from tests.bulk.helpers import BROKEN, REGISTRY, examples, many_lines, natives
from tests.cli.conftest import Run, run

__all__ = ("run",)

SOURCE = "meta-ad-library"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.ndjson"
    path.write_bytes(many_lines(SOURCE, 30))
    return path


def test_validate_says_what_validate_says(run: Run, archive: Path) -> None:
    given = ("--from", SOURCE, "--carrier", "ndjson", "-f", "json", archive)
    bulk = run("bulk", "validate", "--block", "2000", *given)
    whole = run("validate", *given)
    assert bulk.stdout_bytes == whole.stdout_bytes
    assert bulk.exit_code == whole.exit_code == 1


def test_rejected_records_have_their_lines_in_the_whole_file(run: Run, archive: Path, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.ndjson"
    given = ("--from", SOURCE, "--carrier", "ndjson", "-f", "json", archive)
    result = run("bulk", "validate", "--block", "1", "--rejects", rejects, *given)
    rows = [json.loads(line) for line in rejects.read_text().splitlines()]
    lines = archive.read_bytes().split(b"\r\n")
    given_up = [row for row in rows if row["native"] is None]
    assert len(rows) == json.loads(result.stdout)["totals"]["invalid"] + len(given_up)
    assert [lines[row["line"] - 1] for row in given_up] == [BROKEN]
    for row in rows:
        assert any(finding["severity"] == "error" for finding in row["findings"])
        if row["native"] is not None:
            assert json.loads(lines[row["line"] - 1]) == row["native"]
            assert all(f["place"]["line"] == row["line"] for f in row["findings"] if "place" in f)
    assert [row["record"] for row in rows] == sorted(row["record"] for row in rows)


def test_convert_writes_what_convert_writes(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.json", tmp_path / "out.json"
    source.write_bytes(dumps(natives(SOURCE)))
    run("bulk", "convert", "--to", "opads-disclosure", "--to-carrier", "json", "--from", SOURCE,
        "--block", "3000", "--jobs", "2", "-o", out, source)  # fmt: skip
    whole = convert(source.read_bytes(), REGISTRY, target="opads-disclosure", target_carrier="json", source=SOURCE)
    assert out.read_bytes() == whole.output


def test_a_syntax_that_cannot_be_written_in_bulk_is_refused(run: Run, archive: Path, tmp_path: Path) -> None:
    result = run("bulk", "convert", "--to", "us-fec", "-o", tmp_path / "out", archive)
    assert result.exit_code == 2
    assert "--to-carrier ndjson" in result.stderr


def test_codes(run: Run, tmp_path: Path) -> None:
    (good, *_) = examples(SOURCE, "csv")
    assert run("bulk", "validate", "-q", good).exit_code == 0
    assert run("bulk", "validate", tmp_path / "absent.json").exit_code == 2
    assert run("bulk", "validate", tmp_path / "*.json").exit_code == 3
    assert run("bulk", "validate", "--from", "unheard-of", good).exit_code == 2
    (tmp_path / "text").write_text("nothing, known\n")
    assert run("bulk", "validate", tmp_path / "text").exit_code == 1
    (tmp_path / "cut.gz").write_bytes(b"\x1f\x8b\x08\x00")
    assert run("bulk", "validate", tmp_path / "cut.gz").exit_code == 2
    refused = run("bulk", "validate", "--checkpoint", tmp_path / "c", "-", stdin=b"{}")
    assert refused.exit_code == 2
    assert run("bulk", "validate", "-q", "-", stdin=good.read_bytes()).exit_code == 0


def test_zstd_without_its_package_is_refused_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "ZSTD_MODULES", ("no_such_module",))
    path = tmp_path / "packed.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00")
    result = run("bulk", "validate", path)
    assert result.exit_code == 2
    assert "opads[zstd]" in result.stderr


def test_folders_are_searched_for_packed_files_and_rows(run: Run, tmp_path: Path) -> None:
    (good, *_) = examples(SOURCE, "csv")
    folder = tmp_path / "lake"
    folder.mkdir()
    (folder / "a.csv.gz").write_bytes(gzip.compress(good.read_bytes()))
    (folder / "b.csv.zst").write_bytes(zstandard.compress(good.read_bytes()))
    (folder / "c.tar.gz").write_bytes(gzip.compress(b"no disclosure"))
    pq.write_table(pa.Table.from_pylist([{"page_id": "1", "ad_snapshot_url": "u"}]), folder / "d.parquet")
    result = run("bulk", "validate", "-f", "ndjson", folder)
    named = {json.loads(line).get("input") for line in result.stdout.splitlines()}
    assert {str(name).rpartition("/")[2] for name in named if name} == {"a.csv.gz", "b.csv.zst", "d.parquet"}


def test_rows_that_cannot_be_read_so_are_refused_in_words(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.Table.from_pylist([{"page_id": "1", "ad_snapshot_url": "u"}]), path)
    (tmp_path / "rows.parquet.gz").write_bytes(gzip.compress(path.read_bytes()))
    for arguments, stdin in (
        (("bulk", "validate", "-"), path.read_bytes()),
        (("bulk", "validate", tmp_path / "rows.parquet.gz"), b""),
        (("validate", "--together", path), b""),
        (("convert", "--to", "opads-disclosure", path), b""),
    ):
        result = run(*arguments, stdin=stdin)
        assert result.exit_code == 2
        assert "Parquet file" in result.stderr
    monkeypatch.setattr(parquetfile, "find_spec", lambda _: None)
    result = run("bulk", "validate", path)
    assert result.exit_code == 2
    assert "opads[parquet]" in result.stderr
    result = run(
        "bulk", "convert", "--to", "opads-disclosure", "-o", tmp_path / "x.parquet", examples(SOURCE, "csv")[0]
    )
    assert result.exit_code == 2
    assert "opads[parquet]" in result.stderr


def test_validate_reads_rows_as_bulk_does(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.Table.from_pylist([{"page_id": "1", "ad_snapshot_url": "u", "spend": 1.5}] * 30), path)
    bulk = run("bulk", "validate", "-f", "json", path)
    whole = run("validate", "-f", "json", path)
    assert bulk.stdout_bytes == whole.stdout_bytes
    assert bulk.exit_code == whole.exit_code == 1
    every = json.loads(run("validate", "-f", "json", "--all", path).stdout)
    assert max(len(group["samples"]) for group in every["groups"]) == 30
    assert run("validate", "-q", tmp_path).stdout.endswith(
        "rows.parquet: " + run("validate", "-q", path).stdout.partition(": ")[2]
    )


def test_bytes_of_rows_are_a_finding_where_texts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.Table.from_pylist([{"page_id": "1"}]), path)
    for source in (None, SOURCE):
        report = validate(path.read_bytes(), REGISTRY, source=source)
        assert "carrier/parquet" in {group.rule for group in report.groups}


def test_arrow_is_imported_only_for_such_files() -> None:
    commands = "bulked.convert", "bulked.validate", "validate", "detect"
    script = "; ".join(f"import opads.cli.commands.{name}" for name in commands)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {script}; sys.exit('pyarrow' in sys.modules)"], check=False, timeout=60
    )
    assert done.returncode == 0
