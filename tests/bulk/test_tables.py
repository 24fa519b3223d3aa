"""Tables as output of bulk work: the same columns in every block, and a word where they do not hold a record."""

from pathlib import Path
from typing import Any

import pytest

from opads import carriers
from opads.bulk.errors import BulkError
from opads.bulk.written import frame_of, writing
from opads.formats import Format
from tests.bulk.helpers import REGISTRY, examples, natives_of
from tests.cli.conftest import Run, run

__all__ = ("run",)

TABLES = [f for f in REGISTRY if (use := f.carrier_options("csv")) is not None and "templates" not in use]


def as_cells(format_: Format, data: bytes) -> list[dict[str, Any]]:
    return [record.value for record in carriers.get("csv").read(data, format_.carrier_options("csv")).records]


@pytest.mark.parametrize("format_", TABLES, ids=lambda f: f.id)
def test_rows_of_blocks_say_what_one_table_says(format_: Format) -> None:
    write, frame = writing(format_, "csv"), frame_of(format_, "csv")
    options = format_.carrier_options("csv") or {}
    records, whole = [], []
    for record in natives_of(format_):
        try:
            expected = as_cells(format_, carriers.get("csv").write([record], options))
            piece = frame.opening + write([record])
        except (BulkError, carriers.WriteError):
            continue
        assert as_cells(format_, piece) == expected
        records.append(record)
        whole += expected
    assert len(records) > len(natives_of(format_)) // 2
    joined = frame.opening + b"".join(write(records[n : n + 3]) for n in range(0, len(records), 3))
    assert as_cells(format_, joined) == whole


def test_a_value_without_a_column_stops_the_work_with_its_name() -> None:
    write = writing(REGISTRY.get("google-political-ads"), "csv")
    assert write([]) == b""
    with pytest.raises(BulkError, match=r"declares no column.*unheard_of"):
        write([{"ad_id": "CR1", "unheard_of": "x"}])


def test_names_that_hold_values_are_refused(run: Run, tmp_path: Path) -> None:
    (example, *_) = examples("meta-report-advertisers", "csv")
    result = run("bulk", "convert", "--to", "meta-report-advertisers", "-o", tmp_path / "out.csv", example)
    assert result.exit_code == 2
    assert "hold values" in result.stderr
    result = run("bulk", "convert", "--to", "opads-disclosure", "-o", tmp_path / "out.csv", example)
    assert result.exit_code == 2
    assert "not written as a table" in result.stderr


def test_a_table_is_written_in_blocks_and_by_the_ending(run: Run, tmp_path: Path) -> None:
    (example,) = (path for path in examples("google-political-ads", "csv") if path.stem == "bundle-2025")
    common = ("bulk", "convert", "--to", "google-political-ads", "-q")
    assert run(*common, "--block", "1", "-o", tmp_path / "small.csv", example).exit_code == 0
    assert run(*common, "-o", tmp_path / "whole.csv", example).exit_code == 0
    assert (tmp_path / "small.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    empty = tmp_path / "empty.csv"
    empty.write_bytes(example.read_bytes().splitlines(keepends=True)[0])
    run(*common, "--from", "google-political-ads", "-o", tmp_path / "none.csv", empty)
    header = (tmp_path / "whole.csv").read_bytes().splitlines(keepends=True)[0]
    assert (tmp_path / "none.csv").read_bytes() == header
