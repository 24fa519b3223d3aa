"""Moments of a situation: as local time of a zone, and deadlines counted from them by the clock or by the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opads.obligations.answer import Deadline
from opads.obligations.model import DeadlineRule
from opads.rules.dates import add_months
from opads.rules.errors import CelError
from opads.standard.jsonvalue import get

__all__ = ("deadline_of", "in_zone")

MOMENTS = (("period", "start"), ("period", "end"))


def in_zone(situation: Mapping[str, Any], zone: str | None) -> Mapping[str, Any]:
    """Return the situation with its moments as local days of the zone; as it is where there is no zone.

    Raises ZoneInfoNotFoundError.
    """
    found: Mapping[str, Any] = situation
    for group, name in MOMENTS:
        value = get(situation, f"/{group}/{name}")
        if zone is not None and value is not None and len(value) > len("2026-03-01"):
            day = _local_day(value, ZoneInfo(zone))
            found = {**found, group: {**found[group], name: day.isoformat()}}
    return found


def deadline_of(rule: DeadlineRule, situation: Mapping[str, Any]) -> Deadline:
    """Return the deadline that a rule gives in a situation.

    The result is a day where the fact is a day; 72 hours after a moment of a day end three days later. A date-time with
    an offset keeps it; one without is local time, and 24 hours then are a day of the clock. A month or year that lacks
    the day ends on its last day (Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c)).
    """
    told = Deadline(rule.text, rule.kind, verified=rule.verified)
    if rule.start is None:
        return told
    start = get(situation, rule.start)
    if start is None:
        return Deadline(rule.text, rule.kind, None, (rule.start,), rule.verified)
    try:
        at = _end(rule, start)
    except (ValueError, OverflowError, CelError):
        return Deadline(rule.text, rule.kind, verified=rule.verified, reason="the date leaves the calendar")
    except ZoneInfoNotFoundError:
        return Deadline(
            rule.text, rule.kind, verified=rule.verified, reason=f"the time zone {rule.zone} is not at hand"
        )
    return Deadline(rule.text, rule.kind, at, (), rule.verified)


def _end(rule: DeadlineRule, start: str) -> str:
    if rule.hours is not None:
        if len(start) == len("2026-03-01"):
            return (date.fromisoformat(start) + timedelta(hours=rule.hours)).isoformat()
        return _shown(datetime.fromisoformat(start) + timedelta(hours=rule.hours))
    if rule.days is None:
        return add_months(start[:10], rule.months if rule.months is not None else 12 * (rule.years or 0))
    if rule.at is None or rule.zone is None:
        return (date.fromisoformat(start[:10]) + timedelta(days=rule.days)).isoformat()
    zone = ZoneInfo(rule.zone)
    day = _local_day(start, zone) + timedelta(days=rule.days)
    return _shown(datetime.combine(day, time.fromisoformat(rule.at), zone))


def _local_day(start: str, zone: ZoneInfo) -> date:
    """Return the day at the place of the zone; a day or a time without offset is taken as said there."""
    moment = datetime.fromisoformat(start)
    return moment.date() if moment.tzinfo is None else moment.astimezone(zone).date()


def _shown(moment: datetime) -> str:
    text = moment.isoformat(timespec="minutes" if not (moment.second or moment.microsecond) else "auto")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text
