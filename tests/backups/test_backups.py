"""What is backed up while the service goes on is restored on either database, and every receipt holds."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from opads.backups import BackupError, back_up, restore
from opads.backups.restoring import read_manifest
from opads.formats import default_registry
from opads.installation import Installation
from opads.receipts import Key, verify
from opads.register.verifying import Pin
from opads.register.verifying import verify as verify_log
from opads.settings import Settings
from opads.storage import Database, open_database
from tests.databases import empty_database
from tests.register.conftest import disclosure, document

Install = Callable[..., Installation]


@pytest.fixture
def install(tmp_path: Path) -> Iterator[Install]:
    """Give what opens an installation by the name of its folder, on a database of its own where an address is given."""
    found: list[Installation] = []

    def open_(name: str, address: str = "") -> Installation:
        found.append(Installation(Settings(data=str(tmp_path / name), database=address), default_registry()))
        return found[-1]

    yield open_
    for one in found:
        one.close()


@pytest.fixture
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database of PostgreSQL."""
    with empty_database(request.getfixturevalue("postgres")) as found:
        yield found


@pytest.fixture
def first(install: Install, address: str) -> Installation:
    """Give an installation in which something was handed in, withdrawn, and kept in files, over each database."""
    found = install("data", address)
    for number in range(3):
        found.register.submit(
            document(disclosure(f"ad-{number}", title="Wähle \0 \U0001f5f3".replace("\0", ""))), account="a"
        )
    many = found.register.submit(document(*(disclosure(f"many-{number}") for number in range(5))), account="a")
    found.register.step(many.submission.outcomes[0].disclosure, "withdrawn", "placed by mistake", account="a")
    found.register.submit(document(disclosure("trial")), account="a", chain="sandbox")
    (found.folder / "batches" / "one").mkdir(parents=True)
    (found.folder / "batches" / "one" / "upload").write_bytes(b"\0" * 3000)
    return found


def rows(database: Database, table: str) -> list[Any]:
    found = database.read(lambda t: t.all(f"SELECT * FROM {table}"))  # noqa: S608 - names of our own
    return sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in found)


def same(one: Installation, two: Installation, tables: tuple[str, ...]) -> None:
    for table in tables:
        assert rows(one.database, table) == rows(two.database, table), table


TABLES = (
    "content",
    "submission",
    "entry",
    "head",
    "disclosure",
    "step",
    "signing_key",
    "search_row",
    "search_word",
    "job",
)


def test_a_backup_is_restored(first: Installation, install: Install, tmp_path: Path, other: str) -> None:
    """From either database into both."""
    manifest = back_up(first, tmp_path / "backup")
    assert manifest.heads["public"].startswith("9:")
    assert (manifest.keys, manifest.files, manifest.vanished) == (False, True, ())
    for second in (install("again"), install("other", other)):
        done = restore(second, tmp_path / "backup")
        assert done.damages == ()
        assert (done.entries, done.receipts) == (10, 6)
        same(first, second, TABLES)
        assert (second.folder / "batches" / "one" / "upload").read_bytes() == b"\0" * 3000
        assert not (second.folder / "keys").exists()


def test_every_receipt_is_reproduced_and_new_ones_are_signed_by_a_new_key(
    first: Installation, install: Install, tmp_path: Path
) -> None:
    back_up(first, tmp_path / "backup")
    second = install("again")
    restore(second, tmp_path / "backup")
    keys: dict[str, Key] = {key.kid: key for key in second.keyring.all()}
    given = [
        installation.database.read(lambda t: t.all("SELECT id, receipt FROM submission"))
        for installation in (first, second)
    ]
    assert sorted(given[0]) == sorted(given[1])
    for id_, receipt in given[1]:
        assert verify(receipt, keys).claims.id == id_
    later = second.register.submit(document(disclosure("later")), account="a")
    keys = {key.kid: key for key in second.keyring.all()}
    assert verify(later.submission.receipt, keys).key.kid not in {key.kid for key in first.keyring.all()}


def test_with_the_keys_it_signs_as_before(first: Installation, install: Install, tmp_path: Path) -> None:
    assert back_up(first, tmp_path / "backup", keys=True).keys
    second = install("again")
    restore(second, tmp_path / "backup")
    assert second.signer.key() == first.signer.key()
    for path in (second.folder / "keys").iterdir():
        assert path.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "backup").rglob("*") if path.is_file())


def test_files_may_be_left_out(first: Installation, tmp_path: Path) -> None:
    manifest = back_up(first, tmp_path / "backup", files=False)
    assert {file.path.partition("/")[0] for file in manifest.stored} == {"tables"}


def test_it_is_taken_while_others_write(first: Installation, install: Install, address: str, tmp_path: Path) -> None:
    """Whatever is in it is whole: the log is that of one moment, and every submission in it has all of its entries."""
    ended, acknowledged = Event(), []
    writer = install("data", address)

    def write() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            acknowledged.append(writer.register.submit(document(disclosure(f"during-{number}")), account="a"))

    thread = Thread(target=write)
    thread.start()
    try:
        for number in range(3):
            before = len(acknowledged)
            while len(acknowledged) < before + 2:
                ended.wait(0.002)
            least = {done.submission.id for done in list(acknowledged)}
            back_up(first, tmp_path / f"backup-{number}")
            second = install(f"again-{number}")
            done = restore(second, tmp_path / f"backup-{number}")
            assert done.damages == ()
            there = {id_ for (id_,) in second.database.read(lambda t: t.all("SELECT id FROM submission"))}
            assert least <= there, "what was acknowledged before the backup is in it"
    finally:
        ended.set()
        thread.join()


def test_yesterdays_copy_is_found_out_by_what_somebody_kept(
    first: Installation, install: Install, tmp_path: Path
) -> None:
    back_up(first, tmp_path / "backup")
    receipt = first.register.submit(document(disclosure("today")), account="a").submission.receipt
    head = verify(receipt, {key.kid: key for key in first.keyring.all()}).claims.head
    second = install("again")
    assert restore(second, tmp_path / "backup").damages == ()
    pin = Pin(head.sequence, head.hash)
    assert verify_log(first.database, (pin,)).faults == ()
    faults = verify_log(second.database, (pin,)).faults
    assert [fault.sequence for fault in faults] == [10]
    second.register.submit(document(disclosure("another")), account="a")
    assert verify_log(second.database, (pin,)).faults, "and it stays so when the log grows again"


def test_what_was_damaged_before_is_told(first: Installation, install: Install, tmp_path: Path) -> None:
    other_receipt = first.database.read(lambda t: t.one("SELECT receipt FROM submission ORDER BY id DESC"))
    assert other_receipt is not None
    first.database.write(
        lambda t: t.run(
            "UPDATE submission SET receipt = ? WHERE id = (SELECT min(id) FROM submission)", other_receipt[0]
        )
    )
    first.database.write(
        lambda t: t.run("UPDATE entry SET publisher_id = 'forged' WHERE chain = 'public' AND sequence = 2")
    )
    back_up(first, tmp_path / "backup")
    done = restore(install("again"), tmp_path / "backup")
    told = " ".join(damage.told for damage in done.damages)
    assert "entry 2 was changed" in told
    assert "is not verified: the document is another one" in told


def test_only_into_what_is_empty(first: Installation, install: Install, tmp_path: Path, other: str) -> None:
    back_up(first, tmp_path / "backup")
    second = install("again")
    restore(second, tmp_path / "backup")
    with pytest.raises(BackupError, match="not empty"):
        restore(second, tmp_path / "backup")
    third = install("third", other)
    third.database.read(lambda t: t.one("SELECT 1"))
    with pytest.raises(BackupError, match="the database is not empty"):
        restore(third, tmp_path / "backup")
    with pytest.raises(BackupError, match="a folder of its own"):
        back_up(first, tmp_path / "backup")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small backup, not to be changed."""
    folder = tmp_path_factory.mktemp("whole")
    found = Installation(Settings(data=str(folder / "data")), default_registry())
    found.register.submit(document(disclosure("ad")), account="a")
    (found.folder / "note").write_text("kept")
    back_up(found, folder / "backup")
    found.close()
    return folder / "backup"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """Give a copy of it, to be changed."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def unlisted(copy: Path, path: str, data: bytes) -> None:
    """Change a file and its digest in the manifest, as whoever writes a backup of their own would."""
    (copy / path).write_bytes(data)
    listed = json.loads((copy / "manifest.json").read_text())
    for file in listed["stored"]:
        if file["path"] == path:
            file |= {"bytes": len(data), "sha256": sha256(data).hexdigest()}
    (copy / "manifest.json").write_text(json.dumps(listed))


def manifest_with(copy: Path, **more: Any) -> None:
    listed = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps({**listed, **more}))


def refused(install: Install, copy: Path) -> str:
    """Return why a backup is refused; what it was to be restored into stays empty."""
    second = install("again")
    with pytest.raises(BackupError) as raised:
        restore(second, copy)
    left = [path.name for path in second.folder.iterdir() if not path.name.startswith("opads.db")]
    assert left == []
    if (second.folder / "opads.db").exists():
        database = open_database(second.address)
        assert (
            database.read(lambda t: t.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'entry'"))
            == []
        )
        database.close()
    return str(raised.value)


def test_a_backup_without_a_manifest(install: Install, copy: Path) -> None:
    (copy / "manifest.json").rename(copy / "manifest.part")
    assert "was not finished" in refused(install, copy)
    for text in ("", "[]", "{}", '{"backup": "1.0"}'):
        (copy / "manifest.json").write_text(text)
        assert "is not the list of a backup" in refused(install, copy)


def test_a_file_that_was_changed_or_is_missing(install: Install, copy: Path) -> None:
    path = copy / "tables" / "entry.ndjson.gz"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert "was changed" in refused(install, copy)
    path.unlink()
    assert "is missing" in refused(install, copy)


@pytest.mark.parametrize("path", ["../../outside", "/etc/outside", "files/../../outside", "elsewhere/outside"])
def test_paths_that_lead_out(install: Install, copy: Path, path: str) -> None:
    manifest_with(copy, stored=[{"path": path, "bytes": 0, "sha256": "e3b0c442"}])
    assert "leads out" in refused(install, copy)


def test_backups_of_other_versions(install: Install, copy: Path) -> None:
    parts = json.loads((copy / "manifest.json").read_text())["parts"]
    manifest_with(copy, parts=[{**parts[0], "migrations": [*parts[0]["migrations"], "ab" * 32]}, *parts[1:]])
    assert "newer version" in refused(install, copy)
    manifest_with(copy, parts=[*parts, {"part": "opads.future", "migrations": []}])
    assert "another version" in refused(install, copy)
    manifest_with(copy, parts=parts, backup="9.0")
    assert "version '9.0'" in refused(install, copy)


@pytest.mark.parametrize("line", [b"[1]\n", b"{}\n", b"not json\n", b'[{"base64": "*"}]\n', b'["public", 9, "ab"]\n'])
def test_tables_that_do_not_hold_rows(install: Install, copy: Path, line: bytes) -> None:
    unlisted(copy, "tables/head.ndjson.gz", gzip.compress(line))
    assert refused(install, copy)


def test_a_table_that_cannot_be_unpacked(install: Install, copy: Path) -> None:
    unlisted(copy, "tables/head.ndjson.gz", b"not packed")
    assert "cannot be unpacked" in refused(install, copy)


def test_a_table_that_is_left_out(install: Install, copy: Path) -> None:
    tables = json.loads((copy / "manifest.json").read_text())["tables"]
    manifest_with(copy, tables=tables[1:])
    assert "does not have the tables" in refused(install, copy)
    manifest_with(copy, tables=[{**tables[0], "columns": ["id); DROP TABLE entry; --"]}, *tables[1:]])
    assert "columns that cannot be" in refused(install, copy)


def test_the_manifest_names_everything(whole: Path) -> None:
    manifest = read_manifest(whole)
    there = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    assert there == {file.path for file in manifest.stored} | {"manifest.json"}
    assert {table.name for table in manifest.tables} >= set(TABLES)


def test_a_table_of_others_is_not_left_out_unseen(install: Install, tmp_path: Path) -> None:
    found = install("data")
    found.database.write(lambda t: t.run("CREATE TABLE theirs (id INTEGER)"))
    with pytest.raises(BackupError, match="theirs"):
        back_up(found, tmp_path / "backup")
    assert not (tmp_path / "backup" / "manifest.json").exists()
