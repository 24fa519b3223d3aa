"""The accounts that bulk work writes are those of the whole file, one a line."""

import json
from pathlib import Path

import pytest

from opads.conversion import canonical_account, convert
from opads.formats import default_registry
from opads.standard.jsonvalue import canonical
from tests.bulk.helpers import many_lines
from tests.cli.conftest import Run, run

__all__ = ("run",)

SOURCE = "meta-ad-library"


@pytest.mark.parametrize(("block", "jobs"), [("3000", "1"), ("3000", "2"), ("1000000", "1")])
def test_accounts_in_bulk_are_those_of_one_conversion(run: Run, tmp_path: Path, block: str, jobs: str) -> None:
    data = many_lines(SOURCE, 60)
    (tmp_path / "ads.ndjson").write_bytes(data)
    given = (
        "--from",
        SOURCE,
        "--carrier",
        "ndjson",
        "--to",
        "eu-ttpa",
        "-o",
        tmp_path / "out",
        tmp_path / "ads.ndjson",
    )
    run("bulk", "convert", *given, "--account", tmp_path / "accounts", "--block", block, "--jobs", jobs, "-q")
    whole = convert(data, default_registry(), target="eu-ttpa", source=SOURCE, carrier="ndjson").account
    lines = (tmp_path / "accounts").read_bytes().splitlines()
    assert lines == [canonical(account, str) for account in whole.records]
    assert [json.loads(line) for line in lines] == json.loads(canonical_account(whole))["records"]
