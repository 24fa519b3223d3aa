"""Codecs of ranges: buckets of counts and money, age brackets."""

import re
from decimal import Decimal
from typing import Any, ClassVar, Literal

from opads.mapping.codecs.base import CodecError, Configured, shown

__all__ = ("AgeRangeCodec", "BucketCodec")

_UNITS = {"": 1, "k": 1_000, "K": 1_000, "m": 1_000_000, "M": 1_000_000}
_NUMBER = r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([kKmM]?)"


class BucketCodec(Configured, frozen=True, kw_only=True):
    """A bucket in words ("≤ 10k", "10k-100k", "> 10M") and a range object {lower, upper}; an open end is absent."""

    name: ClassVar[str] = "bucket"
    style: Literal["integer", "decimal"] = "integer"
    spellings: tuple[str, ...] = ()
    """The publisher's own buckets; the one that reads as the canonical range is written."""

    def read(self, native: Any) -> Any:
        """Return the range object."""
        if isinstance(native, str):
            text = native.strip()
            if found := re.fullmatch(rf"(?:≤|<=|<)\s*{_NUMBER}", text):
                return {"upper": self._number(found[1], found[2])}
            if found := re.fullmatch(rf"(?:≥|>=|>)\s*{_NUMBER}", text):
                return {"lower": self._number(found[1], found[2])}
            if found := re.fullmatch(rf"{_NUMBER}\s*(?:-|\u2013|to)\s*{_NUMBER}", text):
                return {"lower": self._number(found[1], found[2]), "upper": self._number(found[3], found[4])}
        raise CodecError("not-a-range", value=shown(native))

    def write(self, canonical: Any) -> Any:
        """Return the publisher's bucket that says exactly this range."""
        for spelling in self.spellings:
            if self.read(spelling) == canonical:
                return spelling
        raise CodecError("no-such-bucket", value=_range_text(canonical))

    def _number(self, digits: str, unit: str) -> Any:
        number = Decimal(digits.replace(",", "")) * _UNITS[unit]
        if self.style == "decimal":
            return f"{number:f}"
        if number != int(number):
            raise CodecError("not-a-whole-number", value=digits + unit)
        return int(number)


class AgeRangeCodec(Configured, frozen=True, kw_only=True):
    """An age bracket ("18-24", "65+", "≤18") and the object {lower, upper, text}; a word stays in text."""

    name: ClassVar[str] = "age-range"

    def read(self, native: Any) -> Any:
        """Return the age object."""
        if not isinstance(native, str) or not native:
            raise CodecError("not-text", value=shown(native))
        text = native.strip()
        if found := re.fullmatch(r"([0-9]{1,3})\s*[-\u2013]\s*([0-9]{1,3})", text):
            return {"lower": int(found[1]), "upper": int(found[2]), "text": native}
        if found := re.fullmatch(r"([0-9]{1,3})\+|(?:≥|>=)\s*([0-9]{1,3})", text):
            return {"lower": int(found[1] or found[2]), "text": native}
        if found := re.fullmatch(r"(?:≤|<=)\s*([0-9]{1,3})", text):
            return {"upper": int(found[1]), "text": native}
        return {"text": native}

    def write(self, canonical: Any) -> Any:
        """Return the bracket as the source wrote it, else made of its bounds."""
        if not isinstance(canonical, dict):
            raise CodecError("not-a-range", value=shown(canonical))
        if isinstance(canonical.get("text"), str):
            return canonical["text"]
        lower, upper = canonical.get("lower"), canonical.get("upper")
        if lower is not None and upper is not None:
            return f"{lower}-{upper}"
        if lower is not None:
            return f"{lower}+"
        raise CodecError("not-a-range", value=_range_text(canonical))


def _range_text(value: Any) -> Any:
    if isinstance(value, dict):
        return f"{value.get('lower', '')} to {value.get('upper', '')}".strip()
    return shown(value)
