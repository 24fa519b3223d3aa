"""A batch is judged as the file would be elsewhere, once, whatever happens on the way."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest

from opads.batches.judging import CHECKPOINT, OUTCOMES, Judging, alone, judged_with
from opads.batches.model import Batch, BatchGoneError, NoBatchError, NotReadyError, QuotaError, Wish
from opads.batches.service import handlers
from opads.batches.store import JOB
from opads.bulk.job import Job, Sink
from opads.installation import Installation
from opads.storage.moments import now
from opads.work import Held, ReleasedError, queue
from opads.work.operating import jobs, retry
from opads.work.worker import Worker
from tests.batches.helpers import FORMAT, LINES, PLACES, WHOLE, folders, outcomes

Put = Callable[..., Batch]
Work = Callable[[], int]


def whole(installation: Installation, id_: str, what: str) -> bytes:
    return b"".join(installation.batches.lines(installation.batches.store.get(id_, "a"), what)[1])


def test_the_report_is_that_of_the_file_and_each_record_has_its_line(
    installation: Installation, put: Put, work: Work
) -> None:
    batch = put()
    assert (batch.state, batch.version, batch.bytes) == ("waiting", 1, len(LINES))
    work()
    done = installation.batches.store.get(batch.id, "a")
    assert installation.batches.report(done) == WHOLE
    report = msgspec.json.decode(WHOLE)
    counts = done.progress
    assert (done.state, done.verdict, counts.share, counts.failures) == ("done", report["verdict"], 1.0, 0)
    assert (counts.records, counts.bytes) == (report["totals"]["records"], len(LINES))
    for name in ("valid", "invalid", "undetermined", "errors", "warnings"):
        assert getattr(counts, name) == report["totals"][name]
    told = outcomes(whole(installation, batch.id, "outcomes"))
    assert [row["record"] for row in told] == list(range(len(PLACES)))
    assert [row["line"] for row in told] == PLACES
    by_verdict = [sum(row["verdict"] == verdict for row in told) for verdict in ("valid", "undetermined")]
    assert by_verdict == [counts.valid, counts.undetermined]
    rejected = [row["record"] for row in outcomes(whole(installation, batch.id, "rejects"))]
    assert rejected == [row["record"] for row in told if row["verdict"] == "invalid"]
    assert rejected
    assert all("error" in row["rules"].values() for row in told if row["verdict"] == "invalid")
    assert done.judged_with == judged_with(installation.registry)
    # What was sent is kept no longer than it is needed.
    assert folders(installation) == [
        batch.id,
        *(f"{batch.id}/{n}" for n in (OUTCOMES, "rejects.ndjson", "report.json", "spread.json")),
    ]


def zipped(data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lines.ndjson", data)
    return held.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_packed_it_is_the_same(
    installation: Installation, put: Put, work: Work, pack: Callable[[bytes], bytes]
) -> None:
    batch = put(pack(LINES))
    work()
    assert installation.batches.report(installation.batches.store.get(batch.id, "a")) == WHOLE


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (gzip.compress(LINES)[:-200], "The file cannot be read"),
        (gzip.compress(LINES * 3), f"The file has more than {2 * len(LINES)} bytes."),
    ],
)
def test_what_cannot_be_read_to_its_end_fails_and_says_why(
    installation: Installation, put: Put, work: Work, data: bytes, why: str
) -> None:
    batch = put(data)
    work()
    failed = installation.batches.store.get(batch.id, "a")
    assert failed.state == "failed"
    assert (failed.error or "").startswith(why)
    assert failed.expires_at is not None
    with pytest.raises(NotReadyError, match="failed"):
        installation.batches.report(failed)
    assert [job.state for job in jobs(installation.database, subject=batch.id)] == ["done"]


def test_another_account_finds_nothing(installation: Installation, put: Put, work: Work) -> None:
    batch, nobodys = put(), put(account="")
    work()
    store = installation.batches.store
    for account in ("b", ""):
        with pytest.raises(NoBatchError):
            store.get(batch.id, account)
    assert store.get(nobodys.id, "b").id == nobodys.id
    assert [found.id for found in store.owned("a", 10)] == [batch.id]
    assert store.owned("b", 10) == []


def test_no_more_may_wait_than_may(installation: Installation, put: Put, work: Work) -> None:
    for _ in range(3):
        put()
    put(account="b")
    with pytest.raises(QuotaError):
        put()
    assert len([name for name in folders(installation) if "/" not in name]) == 4
    work()
    put()


def test_cancelled_before_it_is_begun(installation: Installation, put: Put, work: Work) -> None:
    batch = put()
    installation.batches.drop(batch)
    work()
    found = installation.batches.store.get(batch.id, "a")
    assert found.state == "cancelled"
    assert folders(installation) == []
    with pytest.raises(BatchGoneError):
        installation.batches.report(found)
    with pytest.raises(BatchGoneError):
        installation.batches.lines(found, "outcomes")


class Interrupted:
    """A handler that is interrupted after so many blocks, and whatever is done then."""

    def __init__(self, installation: Installation, after: int, then: Callable[[], None], size: int = 2_000) -> None:
        given = next(handler for handler in handlers(installation) if handler.kind == JOB)
        self.judging: Judging = given.run.__self__  # type: ignore[attr-defined]  # a method of it
        self.judging.size = size
        self.after, self.then, self.blocks = after, then, 0
        self.installation = installation

    def __call__(self) -> list[str]:
        """Judge; return the kinds of what was raised."""
        real = Sink.write
        raised = []

        def write(sink: Any, data: bytes) -> None:
            real(sink, data)
            self.blocks += 1
            if self.blocks == self.after:
                self.then()

        lease = queue.lease(self.installation.database, (JOB,), "test", 60)
        assert lease is not None
        held = Held(self.installation.database, lease, Event(), lambda: None)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Sink, "write", write)
            try:
                self.judging.run(held)
            except Exception as error:  # noqa: BLE001 - the test says which
                raised.append(type(error).__name__)
        return raised


def again(installation: Installation) -> None:
    """Let what was held be held no more, and everything be due."""
    installation.database.write(lambda t: t.run("UPDATE job SET lease_until = ?, run_at = ?", now(), now()))


@pytest.mark.parametrize("after", [1, 2, 3, 4, 9])
def test_interrupted_between_any_two_writes_it_goes_on_and_gives_the_same(
    installation: Installation, put: Put, after: int
) -> None:
    def break_off() -> None:
        raise ReleasedError

    first, second = put(), put()
    Worker(installation.database, handlers(installation)).until_idle()
    expected = whole(installation, first.id, "outcomes"), whole(installation, first.id, "rejects")
    found = installation.batches.found(installation.batches.store.get(first.id, "a"))
    del second
    batch = put()
    assert Interrupted(installation, after, break_off)() == ["ReleasedError"]
    again(installation)
    assert Interrupted(installation, 0, break_off)() == []
    done = installation.batches.store.get(batch.id, "a")
    assert installation.batches.report(done) == WHOLE
    assert (whole(installation, batch.id, "outcomes"), whole(installation, batch.id, "rejects")) == expected
    assert installation.batches.found(done) == found


def test_cancelled_while_it_is_judged(installation: Installation, put: Put) -> None:
    batch = put()
    assert Interrupted(installation, 3, lambda: installation.batches.drop(batch))() in ([], ["LostError"])
    assert installation.batches.store.get(batch.id, "a").state == "cancelled"
    assert folders(installation) == []


def test_who_lost_the_lease_leaves_the_end_to_the_other(installation: Installation, put: Put, work: Work) -> None:
    batch = put()

    def lose() -> None:
        installation.database.write(lambda t: t.run("UPDATE job SET fence = fence + 1, lease_until = ?", now()))

    assert Interrupted(installation, 3, lose)() == ["LostError"]
    assert installation.batches.store.get(batch.id, "a").state == "running"
    work()
    assert installation.batches.report(installation.batches.store.get(batch.id, "a")) == WHOLE


def test_who_sleeps_on_the_files_of_a_batch_keeps_others_from_them(
    installation: Installation, put: Put, work: Work
) -> None:
    batch = put()
    with alone(installation.batches.files.of(batch.id)):
        work()
        (job,) = jobs(installation.database, subject=batch.id)
        assert (job.state, job.attempts) == ("waiting", 0)
        assert job.run_at > now()
    again(installation)
    work()
    assert installation.batches.report(installation.batches.store.get(batch.id, "a")) == WHOLE


def test_an_upgrade_on_the_way_begins_anew(
    installation: Installation, put: Put, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off() -> None:
        raise ReleasedError

    batch = put()
    assert Interrupted(installation, 4, break_off)() == ["ReleasedError"]
    kept = installation.batches.files.of(batch.id) / CHECKPOINT
    assert kept.exists()
    monkeypatch.setattr("opads.__version__", "0.2.0")
    again(installation)
    begun: list[int] = []
    real = Job._results

    def results(self: Any, source: Any, state: Any, *rest: Any) -> Any:
        begun.append(state.blocks)
        return real(self, source, state, *rest)

    monkeypatch.setattr(Job, "_results", results)
    work()
    done = installation.batches.store.get(batch.id, "a")
    report = msgspec.json.decode(installation.batches.report(done))
    assert begun == [0]
    assert report["engine"]["version"] == "0.2.0"
    assert msgspec.json.decode(done.judged_with or "")["engine"] == "0.2.0"
    assert len(outcomes(whole(installation, batch.id, "outcomes"))) == len(PLACES)


def test_a_checkpoint_of_other_settings_is_not_gone_on_with(installation: Installation, put: Put, work: Work) -> None:
    def break_off() -> None:
        raise ReleasedError

    batch = put()
    assert Interrupted(installation, 4, break_off, size=1_000)() == ["ReleasedError"]
    again(installation)
    work()  # with blocks of another size
    assert installation.batches.report(installation.batches.store.get(batch.id, "a")) == WHOLE


def test_what_is_given_up_is_told_and_can_be_tried_again(installation: Installation, put: Put, work: Work) -> None:
    batch = put()
    document = installation.batches.files.of(batch.id) / "document"
    away = document.rename(document.with_name("away"))
    for _ in range(8):
        work()
        again(installation)
    failed = installation.batches.store.get(batch.id, "a")
    assert (failed.state, failed.error) == (
        "failed",
        "It could not be judged; the operator sees why, and can let it be tried again.",
    )
    (job,) = jobs(installation.database, "given-up")
    assert "is not in the folder of this machine" in (job.error or "")
    away.rename(document)
    assert retry(installation.database, job.id)
    work()
    done = installation.batches.store.get(batch.id, "a")
    assert (done.state, done.error) == ("done", None)
    assert installation.batches.report(done) == WHOLE


def test_a_file_in_no_known_format_is_judged_too(installation: Installation, put: Put, work: Work) -> None:
    batch = put(b"neither this nor that", wish=Wish())
    work()
    done = installation.batches.store.get(batch.id, "a")
    assert (done.state, done.verdict) == ("done", "invalid")
    assert b"opads/format-not-recognised" in installation.batches.report(done)


def test_laws_and_date_are_those_asked_for(installation: Installation, put: Put, work: Work) -> None:
    wish = msgspec.convert({"source": FORMAT, "targets": ["eu-ttpa"], "as_of": "2026-11-01"}, Wish)
    batch = put(wish=wish)
    work()
    report = msgspec.json.decode(installation.batches.report(installation.batches.store.get(batch.id, "a")))
    assert report["judgedFor"] == ["eu-ttpa"]
    assert report["asOf"] == {"basis": ["given"], "first": "2026-11-01", "last": "2026-11-01"}


def test_the_work_names_no_path(installation: Installation, put: Put) -> None:
    put()
    row = installation.database.read(lambda t: t.one("SELECT payload FROM job"))
    assert row is not None
    assert str(Path(installation.settings.data)) not in row[0]
