"""A dump is whole or not there, the same for all, and can be verified by itself; over both databases."""

import gzip
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pyarrow.parquet as pq
import pytest

from opads.formats import default_registry
from opads.register.dumps import DumpError, Dumps, Published, verify_dump
from opads.register.dumps.store import UnknownDumpError
from opads.storage import Database, open_database
from opads.storage.migrations import migrate
from tests.register.held import NOTHING_WITHHELD, OWNER, enter, step, whole

TODAY = datetime.now(UTC).date()


@pytest.fixture
def dumps(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dumps:
    """Give the dumps of a register whose clock is a week behind, so that its days are over."""
    clock = (datetime.now(UTC) - timedelta(days=7)).strftime("%Y-%m-%dT12:00:00.000000Z")
    monkeypatch.setattr("opads.register.chain.now", lambda: clock)
    migrate(database)
    return Dumps(database, tmp_path / "dumps", default_registry())


def rows(dumps: Dumps, published: Published, name: str) -> list[dict[str, Any]]:
    path, _ = dumps.file(published, name)
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def folder(dumps: Dumps, published: Published) -> Path:
    return dumps.file(published, "SHA256SUMS")[0].parent


def test_a_dump_has_what_was_public(dumps: Dumps) -> None:
    base = dumps.database
    (shown,) = enter(base, whole())
    enter(base, whole(advertisement={"title": "second"}), of=shown, version=2, kind="amended")
    (open_,) = enter(base, NOTHING_WITHHELD, publisher_id="p-1")
    (hidden,) = enter(base, whole())
    (taken,) = enter(base, whole())
    enter(base, whole(advertisement={"title": "tried out"}), chain="sandbox")
    step(base, hidden, "suspended", reason="under examination")
    step(base, taken, "withdrawn", account=OWNER)
    published = dumps.publish(TODAY - timedelta(days=1))
    assert [f.name for f in published.files] == [
        "datapackage.json",
        "disclosures.ndjson.gz",
        "disclosures.parquet",
        "log.ndjson.gz",
        "SHA256SUMS",
    ]
    found = {row["id"]: row for row in rows(dumps, published, "disclosures.ndjson.gz")}
    assert {one: (row["status"], row["version"], row["disclosure"] is not None) for one, row in found.items()} == {
        shown: ("accepted", 2, True),
        open_: ("accepted", 1, True),
        hidden: ("suspended", 1, False),
        taken: ("withdrawn", 1, False),
    }
    assert found[shown]["disclosure"]["advertisement"] == {"title": "second"}
    assert "extensions" not in found[shown]["disclosure"]
    assert set(found[shown]["withheld"]) == {"business-documents", "proof-of-consent", "what-only-another-format-knows"}
    assert (found[open_]["withheld"], found[open_]["disclosure"]) == ([], NOTHING_WITHHELD)
    log = rows(dumps, published, "log.ndjson.gz")
    assert [entry["sequence"] for entry in log] == [1, 2, 3, 4, 5, 6, 7]
    assert "tried out" not in str(found)
    package = json.loads((folder(dumps, published) / "datapackage.json").read_bytes())
    assert package["opads"]["chain"] == {"name": "public", "sequence": 7, "hash": log[-1]["hash"]}
    assert (package["opads"]["disclosures"], package["opads"]["entries"]) == (4, 7)
    for resource in package["resources"]:
        (file,) = [f for f in published.files if f.name == resource["path"]]
        assert (resource["bytes"], resource["hash"]) == (file.bytes, f"sha256:{file.sha256}")
    table = pq.read_table(folder(dumps, published) / "disclosures.parquet").to_pylist()
    assert [row["id"] for row in table] == list(found)
    columns = {row["id"]: row for row in table}
    assert columns[hidden]["disclosure"] is None
    assert columns[shown]["disclosure"]["parties"][0]["name"] == "Open Shelves"
    assert columns[shown]["disclosure"]["money"]["amounts"][0]["exact"] == "1234.50"
    assert {name: columns[open_][name] for name in ("publisherId", "version", "status")} == {
        "publisherId": "p-1",
        "version": 1,
        "status": "accepted",
    }
    verified = verify_dump(folder(dumps, published))
    assert (verified.wrong, verified.entries, verified.disclosures) == ([], 7, 4)


def test_the_same_content_is_the_same_bytes_and_kept_once(dumps: Dumps, tmp_path: Path) -> None:
    enter(dumps.database, whole(), NOTHING_WITHHELD)
    first, second = dumps.publish(TODAY - timedelta(days=2)), dumps.publish(TODAY - timedelta(days=1))
    again = Dumps(dumps.database, tmp_path / "elsewhere", dumps.registry).publish(TODAY - timedelta(days=1))
    assert first.digest == second.digest == again.digest
    assert again == second
    assert [p.date for p in dumps.all()] == [second.date, first.date]
    assert len(list(dumps.folder.glob("sha256-*"))) == 1
    before = dumps.publish(TODAY - timedelta(days=10))
    assert (before.sequence, before.hash) == (0, "")
    assert verify_dump(folder(dumps, before)).wrong == []


def test_a_published_day_never_changes(dumps: Dumps) -> None:
    (one,) = enter(dumps.database, NOTHING_WITHHELD)
    first = dumps.publish(TODAY - timedelta(days=1))
    step(dumps.database, one, "withdrawn", account=OWNER)
    assert dumps.publish(TODAY - timedelta(days=1)) == first
    # Made anew elsewhere it does not bring back what was withdrawn meanwhile.
    late = dumps.publish(TODAY - timedelta(days=2))
    (row,) = rows(dumps, late, "disclosures.ndjson.gz")
    assert row["disclosure"] is None


def test_two_workers_publish_the_same_day(dumps: Dumps, opened: Callable[[], Database]) -> None:
    """Hostile input 96: one wins, and whoever reads meanwhile sees a whole dump or none."""
    enter(dumps.database, *(whole(advertisement={"title": f"t{n}"}) for n in range(20)))
    workers = 4
    begin = Barrier(workers + 1)
    done: list[bool] = []

    def publish(own: Dumps) -> Published:
        begin.wait()
        return own.publish(TODAY - timedelta(days=1))

    def look() -> int:
        begin.wait()
        seen = 0
        while not done:
            for published in dumps.all():
                assert all(dumps.file(published, f.name)[0].stat().st_size == f.bytes for f in published.files)
                seen += 1
        return seen

    with ThreadPoolExecutor(workers + 1) as pool:
        reader = pool.submit(look)
        stores = [Dumps(opened(), dumps.folder, dumps.registry) for _ in range(workers)]
        try:
            found = [job.result() for job in [pool.submit(publish, store) for store in stores]]
        finally:
            done.append(True)
        assert reader.result() >= 0
    assert len({published.digest for published in found}) == 1
    assert [p.name for p in sorted(dumps.folder.iterdir())] == [
        f"{TODAY - timedelta(days=1)}.json",
        f"sha256-{found[0].digest}",
    ]
    assert verify_dump(folder(dumps, found[0])).wrong == []


def test_what_breaks_off_leaves_nothing(dumps: Dumps, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(dumps.database, NOTHING_WITHHELD)

    def full(folder: Path) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("opads.register.dumps.store.write_sums", full)
        with pytest.raises(DumpError, match="No space left"):
            dumps.publish(TODAY - timedelta(days=1))
    assert list(dumps.folder.iterdir()) == []
    assert dumps.all() == []
    assert dumps.publish().date == (TODAY - timedelta(days=1)).isoformat()


def test_what_a_killed_worker_left_is_cleared_away(dumps: Dumps) -> None:
    dumps.publish()
    old, fresh = dumps.folder / ".unfinished-old", dumps.folder / ".unfinished-new"
    old.mkdir()
    fresh.mkdir()
    os.utime(old, (0, 0))
    dumps.publish(TODAY - timedelta(days=2))
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_day_that_is_not_over_has_no_dump(dumps: Dumps) -> None:
    for day in (TODAY, TODAY + timedelta(days=1)):
        with pytest.raises(DumpError, match="not over"):
            dumps.publish(day)
    with pytest.raises(UnknownDumpError):
        dumps.of(date(2000, 1, 1))
    published = dumps.publish()
    for name in ("../secret", "x", "", "SHA256SUMS/.."):
        with pytest.raises(UnknownDumpError):
            dumps.file(published, name)


def test_without_the_library_there_are_no_columns(dumps: Dumps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opads.register.dumps.writing.find_spec", lambda _: None)
    enter(dumps.database, NOTHING_WITHHELD)
    published = dumps.publish()
    assert "disclosures.parquet" not in {f.name for f in published.files}
    assert verify_dump(folder(dumps, published)).wrong == []


def rewritten(path: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    found = change([json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()])
    path.write_bytes(gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in found)))


def changed(number: int, **values: Any) -> Callable[[list[dict[str, Any]]], list[dict[str, Any]]]:
    return lambda found: [{**row, **values} if n == number else row for n, row in enumerate(found)]


TAMPERED: dict[str, tuple[str, Callable[[list[dict[str, Any]]], list[dict[str, Any]]], str]] = {
    "entry changed": ("log", changed(1, reason="other"), "its hash is not that of what it says"),
    "entry left out": ("log", lambda found: found[:1] + found[2:], "has the sequence 3"),
    "end left out": ("log", lambda found: found[:-1], "does not end as"),
    "order changed": ("log", lambda found: found[::-1], "does not follow the one before it"),
    "kind changed": ("log", changed(2, kind="resumed"), "does not follow in the state"),
    "content changed": ("disclosures", changed(0, disclosure={"opads": "1.0"}), "does not say what was accepted"),
    "status changed": ("disclosures", changed(0, status="withdrawn"), "is not as the log has it"),
    "disclosure left out": ("disclosures", lambda found: found[1:], "is in the log and not in the dump"),
    "disclosure twice": ("disclosures", lambda found: found[:1] + found, "twice in the dump"),
    "not JSON": ("log", lambda _: [{"x": 1}], "cannot be read"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_shows(tmp_path: Path, name: str) -> None:
    file, change, told = TAMPERED[name]
    place = _sound(tmp_path)
    rewritten(place / f"{file}.ndjson.gz", change)
    wrong = verify_dump(place).wrong
    assert any(text.startswith(f"{file}.ndjson.gz: is not the file") for text in wrong)
    assert any(told in text for text in wrong), wrong


def test_files_that_are_missing_or_put_in_show(tmp_path: Path) -> None:
    place = _sound(tmp_path)
    (place / "more.txt").write_text("x")
    (place / "disclosures.parquet").unlink()
    assert verify_dump(place).wrong == [
        "more.txt: is not the file that SHA256SUMS lists",
        "disclosures.parquet: is listed in SHA256SUMS and is not there",
    ]
    (place / "SHA256SUMS").unlink()
    assert "SHA256SUMS: cannot be read" in verify_dump(place).wrong[0]


def _sound(tmp_path: Path) -> Path:
    """Give the folder of a sound dump, of a register in a file: what verifies it knows no database."""
    base = open_database(f"sqlite:///{tmp_path / 'own.db'}")
    try:
        migrate(base)
        enter(base, NOTHING_WITHHELD)
        enter(base, NOTHING_WITHHELD)
        enter(base, NOTHING_WITHHELD)
        dumps = Dumps(base, tmp_path / "own", default_registry())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("opads.register.dumps.store.datetime", Tomorrow)
            place = folder(dumps, dumps.publish())
    finally:
        base.close()
    assert verify_dump(place).wrong == []
    return place


class Tomorrow(datetime):
    """The clock of a day later."""

    @classmethod
    def now(cls, tz: Any = None) -> "Tomorrow":
        return cls.fromtimestamp(datetime.now(tz).timestamp() + 86400, tz)
