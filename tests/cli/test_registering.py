"""``opads register dump``, ``verify-dump`` and ``reindex``."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from opads.cli.main import cli
from opads.register.reading import unindex
from opads.storage import Database, open_database
from opads.storage.migrations import migrate
from tests.register.held import NOTHING_WITHHELD, enter

YESTERDAY = str(datetime.now(UTC).date() - timedelta(days=1))


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Give the database of a service in a folder, whose clock was a week behind."""
    clock = (datetime.now(UTC) - timedelta(days=7)).strftime("%Y-%m-%dT12:00:00.000000Z")
    monkeypatch.setattr("opads.register.chain.now", lambda: clock)
    monkeypatch.setenv("OPADS_DATA", str(tmp_path))
    found = open_database(f"sqlite:///{tmp_path / 'opads.db'}")
    migrate(found)
    yield found
    found.close()


def test_a_dump_is_published_and_verified(base: Database, tmp_path: Path) -> None:
    enter(base, NOTHING_WITHHELD, NOTHING_WITHHELD)
    done = CliRunner().invoke(cli, ["register", "dump"])
    assert done.exit_code == 0, done.output
    published = json.loads(done.stdout)
    assert (published["date"], published["sequence"]) == (YESTERDAY, 2)
    folder = tmp_path / "dumps" / f"sha256-{published['digest']}"
    assert str(folder) in done.stderr
    assert json.loads(CliRunner().invoke(cli, ["register", "dump", "--date", YESTERDAY]).stdout) == published
    sound = CliRunner().invoke(cli, ["register", "verify-dump", str(folder)])
    assert (sound.exit_code, "is sound: 2 entries of the log, 2 disclosures" in sound.stderr) == (0, True)
    (folder / "log.ndjson.gz").write_bytes(b"\0")
    broken = CliRunner().invoke(cli, ["register", "verify-dump", str(folder)])
    assert (broken.exit_code, "log.ndjson.gz: is not the file that SHA256SUMS lists" in broken.stderr) == (1, True)


def test_a_day_that_is_not_over_is_refused(base: Database) -> None:
    done = CliRunner().invoke(cli, ["register", "dump", "--date", "2999-01-01"])
    assert (done.exit_code, "is not over" in done.stderr) == (2, True)
    assert CliRunner().invoke(cli, ["register", "dump", "--date", "yesterday"]).exit_code == 2
    assert base.read(lambda t: t.one("SELECT count(*) FROM entry")) == (0,)


def test_the_index_is_made_anew(base: Database) -> None:
    one, _ = enter(base, NOTHING_WITHHELD, NOTHING_WITHHELD)
    base.write(lambda t: unindex(t, one))
    for options, number in (([], 1), ([], 0), (["--all"], 2)):
        done = CliRunner().invoke(cli, ["register", "reindex", *options])
        assert (done.exit_code, f"{number} disclosures were done anew" in done.stderr) == (0, True), done.output


def test_where_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPADS_DATA", raising=False)
    monkeypatch.delenv("OPADS_DATABASE", raising=False)
    monkeypatch.setattr("opads.operations.folders.default_folder", lambda: None)
    for command in ("dump", "reindex"):
        done = CliRunner().invoke(cli, ["register", command])
        assert (done.exit_code, "nothing is kept here" in done.stderr) == (2, True)
