"""Deadlines by the clock and by the calendar: summer time, leap days, the end of the calendar."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from opads.obligations.deadlines import deadline_of, in_zone
from opads.obligations.model import DeadlineRule


def at(start: str | None, **rule: Any) -> str | None:
    made = DeadlineRule.model_validate({"text": "by then", "from": "/period/start", **rule})
    situation: dict[str, Any] = {} if start is None else {"period": {"start": start}}
    return deadline_of(made, situation).at


EASTERN = {"at": "23:59", "zone": "America/New_York"}


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("2026-12-30", {"hours": 72}, "2027-01-02"),
        ("2028-02-27", {"hours": 72}, "2028-03-01"),
        ("2026-03-28T12:00:00+01:00", {"hours": 24}, "2026-03-29T12:00+01:00"),
        ("2026-10-24T12:00:30Z", {"hours": 48}, "2026-10-26T12:00:30Z"),
        ("2026-10-24T12:00", {"hours": 24}, "2026-10-25T12:00"),
        ("2026-03-06", {"days": 2, **EASTERN}, "2026-03-08T23:59-04:00"),
        ("2026-03-06", {"days": 1, **EASTERN}, "2026-03-07T23:59-05:00"),
        ("2026-10-31T23:30:00-04:00", {"days": 1, **EASTERN}, "2026-11-01T23:59-05:00"),
        ("2026-11-01T03:30:00Z", {"days": 1, **EASTERN}, "2026-11-01T23:59-05:00"),
        ("2026-11-01T03:30", {"days": 1, **EASTERN}, "2026-11-02T23:59-05:00"),
        ("2028-02-29", {"years": 7}, "2035-02-28"),
        ("2028-02-29", {"years": 4}, "2032-02-29"),
        ("2026-05-31", {"months": -3}, "2026-02-28"),
        ("2028-05-31", {"months": -3}, "2028-02-29"),
        ("2026-03-01", {"days": 0}, "2026-03-01"),
        (None, {"days": 0}, None),
    ],
)  # fmt: skip
def test_counted(start: str | None, rule: dict[str, Any], expected: str | None) -> None:
    assert at(start, **rule) == expected


def test_what_is_missing_is_told_and_text_alone_is_text() -> None:
    rule = DeadlineRule.model_validate({"text": "by then", "from": "/period/end", "years": 1, "kind": "keep-until"})
    told = deadline_of(rule, {})
    assert (told.missing, told.at, told.kind, told.reason) == (("/period/end",), None, "keep-until", None)
    plain = deadline_of(DeadlineRule(text="soon", verified=False), {})
    assert (plain.text, plain.at, plain.missing, plain.verified) == ("soon", None, (), False)


@pytest.mark.parametrize("rule", [{"years": 9000}, {"hours": 24 * 366 * 9000}])
def test_the_end_of_the_calendar_is_no_crash(rule: dict[str, int]) -> None:
    made = DeadlineRule.model_validate({"text": "x", "from": "/period/start", **rule})
    assert deadline_of(made, {"period": {"start": "2026-01-01"}}).reason == "the date leaves the calendar"


def test_a_zone_that_is_not_at_hand_is_told() -> None:
    made = DeadlineRule.model_validate(
        {"text": "x", "from": "/period/start", "days": 1, "at": "10:00", "zone": "Mars/Base"}
    )
    assert deadline_of(made, {"period": {"start": "2026-01-01"}}).reason == "the time zone Mars/Base is not at hand"


@pytest.mark.parametrize(
    "rule",
    [{"hours": 72}, {"from": "/period/start"}, {"from": "/period/start", "hours": 1}, {"from": "/period/start", "days": 1, "years": 1},
     {"from": "/period/start", "days": 1, "at": "10:00"}, {"from": "/period/start", "hours": 24, "at": "10:00", "zone": "UTC"},
     {"from": "period", "days": 1}, {"days": 1, "from": "/period/start", "at": "24:00", "zone": "UTC"}],
)  # fmt: skip
def test_rules_that_make_no_sense_are_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DeadlineRule.model_validate({"text": "x", **rule})


DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(1, 30))
def test_days_and_the_same_hours_end_on_the_same_day(day: date, number: int) -> None:
    assert at(day.isoformat(), hours=24 * number) == at(day.isoformat(), days=number)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 12), st.integers(1, 10))  # noqa: DTZ001 - the offset is drawn apart
def test_hours_are_exact_whatever_the_offset(moment: datetime, offset: int, number: int) -> None:
    text = f"{moment.isoformat(timespec='seconds')}{offset:+03d}:00"
    end = at(text, hours=24 * number)
    assert end is not None
    assert datetime.fromisoformat(end) - datetime.fromisoformat(text) == timedelta(hours=24 * number)


@given(DAYS, st.integers(1, 9))
def test_a_time_of_a_zone_is_that_time_there(day: date, number: int) -> None:
    end = at(day.isoformat(), days=number, **EASTERN)
    assert end is not None
    assert end[:16] == f"{day + timedelta(days=number)}T23:59"
    assert end[16:] in {"-04:00", "-05:00"}


def test_moments_in_a_zone() -> None:
    situation: dict[str, Any] = {
        "period": {"start": "2026-10-15T03:30:00Z", "end": "2026-10-16"},
        "online": True,
    }
    assert in_zone(situation, "America/New_York")["period"] == {"start": "2026-10-14", "end": "2026-10-16"}
    assert in_zone(situation, None) is situation
    assert situation["period"]["start"] == "2026-10-15T03:30:00Z"
