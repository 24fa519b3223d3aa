"""Files come whole or not at all, and within the room that is set aside."""

from collections.abc import Callable
from pathlib import Path

import pytest

from opads.batches.files import Files
from opads.batches.model import Batch, KeyReusedError, RoomError, Wish
from opads.batches.zips import PackingError
from opads.installation import Installation
from opads.storage import Transaction, UnavailableError, UnsureError
from opads.storage.ids import new_id
from tests.batches.helpers import LINES, folders

Put = Callable[..., Batch]


def test_there_is_no_more_room_than_there_is(tmp_path: Path) -> None:
    files = Files(tmp_path, 10)
    incoming = files.begin("a")
    incoming.write(b"12345678")
    with pytest.raises(RoomError):
        incoming.write(b"9" * 10)
    incoming.end()
    second = files.begin("b")
    with pytest.raises(RoomError):
        second.write(b"999")
    second.discard()
    incoming.discard()
    again = files.begin("c")
    again.write(b"9")
    again.discard()
    assert not (tmp_path / "incoming" / "a").exists()


def test_the_same_key_gives_the_same_batch_and_keeps_one_file(installation: Installation, put: Put) -> None:
    first = put(key="k")
    assert put(key="k").id == first.id
    assert put(key="k", account="b").id != first.id
    with pytest.raises(KeyReusedError):
        put(LINES + b"\n", key="k")
    with pytest.raises(KeyReusedError):
        put(key="k", wish=Wish("eu-ttpa"))
    assert len([name for name in folders(installation) if name.endswith("/document")]) == 2


def test_nobodys_keys_do_not_meet(put: Put) -> None:
    first = put(account="", key="1")
    assert put(account="", key="1").id == first.id
    assert put(LINES + b"\n", account="", key="1").id != first.id


def test_an_archive_that_is_refused_leaves_nothing(installation: Installation, put: Put) -> None:
    with pytest.raises(PackingError):
        put(b"PK\x03\x04" + b"\0" * 200)
    assert folders(installation) == []


@pytest.mark.parametrize(("error", "left"), [(UnavailableError, 0), (UnsureError, 1)])
def test_where_the_database_does_not_serve_nothing_is_left_but_what_may_be_put_down(
    installation: Installation, put: Put, monkeypatch: pytest.MonkeyPatch, error: type[Exception], left: int
) -> None:
    installation.batches.store.room("a")

    def write(job: Callable[[Transaction], object]) -> None:
        raise error("restarts")

    monkeypatch.setattr(installation.database, "write", write)
    with pytest.raises(error):
        put()
    assert len([name for name in folders(installation) if name.endswith("document")]) == left


def test_a_disk_that_is_full_leaves_nothing(
    installation: Installation, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("opads.batches.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        put()
    monkeypatch.undo()
    assert folders(installation) == []
    incoming = installation.batches.begin(new_id(), "a")
    incoming.discard()
    incoming.discard()
    assert folders(installation) == []
