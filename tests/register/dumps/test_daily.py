"""Each day gets its dump, by and by, and the days on which nobody worked are made up for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from opads.formats import default_registry
from opads.installation import Installation
from opads.register.dumps.daily import due, handlers
from opads.settings import Settings
from opads.work.held import Held
from opads.work.kinds import handlers_of
from opads.work.queue import Lease
from tests.register.held import NOTHING_WITHHELD, enter

TODAY = datetime.now(UTC).date()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    found = Installation(Settings(data=str(tmp_path), background=False), default_registry())
    yield found
    found.close()


def held(installation: Installation) -> Held:
    lease = Lease.__new__(Lease)
    object.__setattr__(lease, "seconds", 60.0)
    return Held(installation.database, lease, Event(), lambda: None)


def test_yesterday_is_published_once(installation: Installation) -> None:
    enter(installation.database, NOTHING_WITHHELD)
    (handler,) = handlers(installation)
    assert handler.every is not None
    for _ in range(2):
        handler.run(held(installation))
        assert [one.date for one in installation.dumps.all()] == [str(TODAY - timedelta(days=1))]


@pytest.mark.parametrize(("since", "number"), [(1, 0), (2, 1), (4, 3), (400, 7)])
def test_days_are_made_up_for(installation: Installation, since: int, number: int) -> None:
    installation.dumps.publish(TODAY - timedelta(days=since))
    days = due(installation.dumps, TODAY)
    assert days == [TODAY - timedelta(days=n) for n in range(number, 0, -1)]


def test_a_new_service_begins_with_yesterday(installation: Installation) -> None:
    assert due(installation.dumps, date(2026, 3, 1)) == [date(2026, 2, 28)]


def test_nobody_does_it_where_there_is_no_folder_or_none_is_wanted(tmp_path: Path) -> None:
    for settings in (Settings(), Settings(database="sqlite:///x.db"), Settings(data=str(tmp_path), dumps=False)):
        assert handlers(Installation(settings, default_registry())) == []


def test_the_workers_know_of_it(installation: Installation) -> None:
    assert "register.dump" in {handler.kind for handler in handlers_of(installation)}
