"""Codecs of dates and times: native spellings to RFC 3339 and back."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from opads.mapping.codecs.base import CodecError, Configured, shown

__all__ = ("DateCodec", "DatetimeCodec", "EpochCodec", "YearSpanCodec")


class _Patterned(Configured, frozen=True, kw_only=True):
    pattern: str | None = None
    patterns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.pattern is not None and self.patterns:
            raise ValueError("give `pattern` or `patterns`, not both")

    def _all(self, default: str) -> tuple[str, ...]:
        return self.patterns or (self.pattern or default,)


def _parse(text: str, pattern: str) -> datetime | None:
    if pattern == "%Y%m%d" and not re.fullmatch(r"[0-9]{8}", text, re.ASCII):
        return None  # strptime takes 2012111 for 2012-11-1
    if not text.isascii():
        return None
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - the pattern says whether there is an offset
    except ValueError:
        return None


class DateCodec(_Patterned, frozen=True, kw_only=True):
    """A calendar date by ``pattern`` (strptime; several: the first is written), canonical YYYY-MM-DD."""

    name: ClassVar[str] = "date"
    native: Literal["number", "string"] = "string"
    """A number is read as its digits (``20261123``)."""

    def read(self, native: Any) -> Any:
        """Return the ISO date."""
        if self.native == "number" and isinstance(native, int) and not isinstance(native, bool):
            native = str(native)
        if not isinstance(native, str):
            raise CodecError("not-a-date", value=shown(native), pattern=self._all("%Y-%m-%d")[0])
        for pattern in self._all("%Y-%m-%d"):
            parsed = _parse(native, pattern)
            if parsed is not None:
                return parsed.date().isoformat()
        raise CodecError("not-a-date", value=shown(native), pattern=self._all("%Y-%m-%d")[0])

    def write(self, canonical: Any) -> Any:
        """Return the date by the first pattern; a date-time is refused, for its time would be lost unsaid."""
        try:
            parsed = date.fromisoformat(canonical)
        except (TypeError, ValueError):
            raise CodecError("not-a-date", value=shown(canonical)) from None
        text = parsed.strftime(self._all("%Y-%m-%d")[0])
        text = text if parsed.year >= 1000 else text.replace(str(parsed.year), f"{parsed.year:04d}", 1)
        return int(text) if self.native == "number" and text.isdigit() and text[0] != "0" else text


class DatetimeCodec(_Patterned, frozen=True, kw_only=True):
    """A date-time by patterns (the first is written); a native value that is a date alone stays a date.

    Canonical is RFC 3339 with the offset that the native value has; without one, ``assume`` ("Z" where the source
    documents UTC) is added, else the value stays without offset.
    """

    name: ClassVar[str] = "datetime"
    assume: Literal["Z"] | None = None

    def read(self, native: Any) -> Any:
        """Return the RFC 3339 text."""
        if not isinstance(native, str):
            raise CodecError("not-a-date", value=shown(native), pattern=self._all("%Y-%m-%dT%H:%M:%S%z")[0])
        for pattern in self._all("%Y-%m-%dT%H:%M:%S%z"):
            parsed = _parse(native, pattern)
            if parsed is None:
                continue
            if "%H" not in pattern:
                return parsed.date().isoformat()
            text = parsed.replace(tzinfo=None).isoformat()
            offset = parsed.utcoffset()
            if offset is None:
                return text + (self.assume or "")
            return text + ("Z" if offset == timedelta(0) else parsed.isoformat()[-6:])
        raise CodecError("not-a-date", value=shown(native), pattern=self._all("%Y-%m-%dT%H:%M:%S%z")[0])

    def write(self, canonical: Any) -> Any:
        """Return the date-time by the first pattern that holds all that the value says."""
        try:
            parsed = datetime.fromisoformat(canonical)
        except (TypeError, ValueError):
            raise CodecError("not-a-date", value=shown(canonical)) from None
        for pattern in self._all("%Y-%m-%dT%H:%M:%S%z"):
            try:
                text = parsed.strftime(pattern)
                if self.read(text) == canonical:
                    return text
            except (CodecError, ValueError):
                continue
        raise CodecError("not-a-date", value=shown(canonical))


class EpochCodec(Configured, frozen=True, kw_only=True):
    """A moment as the count of seconds or milliseconds since the beginning of 1970 in UTC; canonical RFC 3339 in UTC."""

    name: ClassVar[str] = "epoch"
    unit: Literal["seconds", "milliseconds"] = "seconds"

    def read(self, native: Any) -> Any:
        """Return the RFC 3339 text, with milliseconds only where there are any."""
        if isinstance(native, bool) or not isinstance(native, int):
            raise CodecError("not-a-whole-number", value=shown(native))
        try:
            moment = datetime.fromtimestamp(0, UTC) + timedelta(**{self.unit: native})
        except OverflowError:
            raise CodecError("not-a-date", value=shown(native), pattern=f"{self.unit} since 1970") from None
        text = moment.replace(tzinfo=None).isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
        return f"{text}Z"

    def write(self, canonical: Any) -> Any:
        """Return the count; a date alone, a local time and what is finer than the unit are refused."""
        try:
            moment = datetime.fromisoformat(canonical)
            count, rest = divmod(moment - datetime.fromtimestamp(0, UTC), timedelta(**{self.unit: 1}))
        except (TypeError, ValueError):
            raise CodecError("not-a-date", value=shown(canonical)) from None
        if rest:
            raise CodecError("not-a-date", value=shown(canonical))
        return count


class YearSpanCodec(Configured, frozen=True, kw_only=True):
    """A year that two calendar years share ("2023-24", "2023-2024") and its period {start, end}.

    ``begins`` is its first day as MM-DD. The short spelling is written; a period that is no such year is refused.
    """

    name: ClassVar[str] = "year-span"
    begins: Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])\Z")]

    def read(self, native: Any) -> Any:
        """Return the period; the second year must follow the first."""
        found = (
            re.fullmatch(r"([1-9][0-9]{3})-([0-9]{2}|[0-9]{4})", native, re.ASCII) if isinstance(native, str) else None
        )
        if found is not None and str(int(found[1]) + 1).endswith(found[2]) and int(found[1]) < date.max.year:
            return self._period(int(found[1]))
        raise CodecError("not-a-date", value=shown(native), pattern="2023-24")

    def write(self, canonical: Any) -> Any:
        """Return the two years in short."""
        start = canonical.get("start") if isinstance(canonical, dict) else None
        year = (
            int(start[:4]) if isinstance(start, str) and re.match(r"[1-9][0-9]{3}-", start, re.ASCII) else date.max.year
        )
        if year == date.max.year or self._period(year) != canonical:
            raise CodecError("not-a-date", value=shown(canonical))
        return f"{year}-{(year + 1) % 100:02d}"

    def _period(self, year: int) -> dict[str, str]:
        last = date.fromisoformat(f"{year + 1}-{self.begins}") - timedelta(days=1)
        return {"start": f"{year}-{self.begins}", "end": last.isoformat()}
