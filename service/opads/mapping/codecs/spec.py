"""Turns the ``codec`` of a mapping row into a codec."""

from __future__ import annotations

from typing import Any, TypeAlias

from opads.mapping.codecs.base import Codec, Configured
from opads.mapping.codecs.codes import EnumCodec
from opads.mapping.codecs.composite import AffixCodec, ArrayCodec, JoinCodec, ListCodec, PartsCodec
from opads.mapping.codecs.dates import DateCodec, DatetimeCodec, EpochCodec, YearSpanCodec
from opads.mapping.codecs.ranges import AgeRangeCodec, BucketCodec
from opads.mapping.codecs.scalars import (
    BooleanCodec,
    DecimalCodec,
    IntegerCodec,
    PercentageCodec,
    SameCodec,
    TextCodec,
)

__all__ = ("CODECS", "CodecSpec", "codec_of")

CodecSpec: TypeAlias = str | dict[str, Any]
"""A codec's name, or an object with its name and parameters."""

_CLASSES: tuple[type[Configured], ...] = (
    SameCodec,
    TextCodec,
    IntegerCodec,
    DecimalCodec,
    PercentageCodec,
    BooleanCodec,
    DateCodec,
    DatetimeCodec,
    EpochCodec,
    YearSpanCodec,
    EnumCodec,
    ListCodec,
    ArrayCodec,
    PartsCodec,
    JoinCodec,
    AffixCodec,
    BucketCodec,
    AgeRangeCodec,
)
CODECS: dict[str, type[Configured]] = {cls.name: cls for cls in _CLASSES}


def codec_of(spec: CodecSpec) -> Codec:
    """Return the codec that a specification names.

    Raises ValueError (AuthoredError for wrong parameters) in words for the author of the mapping.
    """
    given: dict[str, Any] = {"name": spec} if isinstance(spec, str) else dict(spec)
    name = given.pop("name", None)
    cls = CODECS.get(str(name))
    if cls is None:
        raise ValueError(f"unknown codec {name!r}; there are: {', '.join(sorted(CODECS))}")
    if "item" in given:
        given["item"] = codec_of(given["item"])
    if isinstance(given.get("parts"), dict):
        given["parts"] = {part: codec_of(inner) for part, inner in given["parts"].items()}
    if cls is BucketCodec and "as" in given:
        given["style"] = given.pop("as")
    return cls.model_validate(given)
