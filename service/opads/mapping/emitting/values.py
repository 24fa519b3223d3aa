"""Emits what codecs make of native values: common cases in place, all others by the codec itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from opads.mapping.codecs import CodecError
from opads.mapping.codecs.base import DECIMAL
from opads.mapping.codecs.codes import EnumCodec
from opads.mapping.codecs.composite import ArrayCodec, ListCodec, PartsCodec
from opads.mapping.codecs.dates import DateCodec, DatetimeCodec
from opads.mapping.codecs.ranges import AgeRangeCodec, BucketCodec
from opads.mapping.codecs.scalars import (
    BooleanCodec,
    DecimalCodec,
    IntegerCodec,
    PercentageCodec,
    SameCodec,
    TextCodec,
)
from opads.mapping.compile import ValueRow
from opads.mapping.emitting.moments import moment
from opads.mapping.emitting.natives import Found
from opads.mapping.emitting.text import Text
from opads.mapping.remembered import through_codec

__all__ = ("Read", "has_plain_names", "is_plain", "is_scalar", "reading", "takes_containers")

_SCALARS = (
    TextCodec,
    IntegerCodec,
    DecimalCodec,
    PercentageCodec,
    BooleanCodec,
    DateCodec,
    DatetimeCodec,
    EnumCodec,
    SameCodec,
)
"""Codecs that read one scalar and give one."""
_OF_TEXTS = (*_SCALARS, ListCodec, PartsCodec, AgeRangeCodec, BucketCodec)
"""Codecs that refuse native arrays and objects."""
_LARGEST = 10**18
_DIGITS = re.compile("0|[1-9][0-9]{0,17}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Read:
    """The local variable of a canonical value, and the expression that says whether it gives the native one back."""

    value: str
    faithful: str


def is_plain(node: ValueRow) -> bool:
    """Whether the canonical value is never an object, which would be merged."""
    return isinstance(node.codec, (*_SCALARS, ListCodec, ArrayCodec))


def has_plain_names(node: ValueRow) -> bool:
    """Whether the canonical value is an object of scalars, with members whose names need no escape."""
    return isinstance(node.codec, AgeRangeCodec | BucketCodec)


def is_scalar(node: ValueRow) -> bool:
    """Whether the canonical value is a scalar."""
    return isinstance(node.codec, _SCALARS)


def takes_containers(node: ValueRow) -> bool:
    """Whether the native value may be an array or an object."""
    return not isinstance(node.codec, _OF_TEXTS)


@contextmanager
def reading(text: Text, node: ValueRow, found: Found) -> Iterator[Read]:
    """Emit the reading of a value; what is emitted inside runs where there is a canonical one."""
    native, both = found.value, node.row.direction == "both"
    refuse = f"through({text.constant(node, 'row')}, {native}, {found.pointer.code}, unreadable)"
    if isinstance(node.codec, TextCodec) and (node.codec.max_length is None or not both):
        with text.block(f"if {native}.__class__ is str:"), text.block(f"if {native}:"):
            yield Read(native, str(both))
        text.line(f"elif {native} is not missing and {native} is not None: {refuse}")
        return
    held, value, faithful = text.fresh("t"), text.fresh("x"), text.fresh("f")
    text.line(f"{held} = {_shortcut(text, node, native, both=both)}")
    quick = moment(node)
    if quick is not None:
        ask = text.constant(quick, "moment")
        text.line(f"if {held} is None and {native}.__class__ is str: {held} = {ask}({native})")
    text.line(f"if {held} is None and {native} is not missing and {native} is not None: {held} = {refuse}")
    with text.block(f"if {held} is not None:"):
        if both:
            text.line(f"{value}, {faithful} = {held}")
        else:
            text.line(f"{value} = {held}[0]")
        if isinstance(node.codec, ListCodec | ArrayCodec):
            text.line(f"{value} = list({value})")
        elif not isinstance(node.codec, _SCALARS):
            text.line(f"{value} = copied({value})")
        yield Read(value, faithful if both else "False")


def _shortcut(text: Text, node: ValueRow, native: str, *, both: bool) -> str:
    """Return the expression of (value, whether faithful), or of None where the codec has to be asked."""
    codec = node.codec
    remembered = f"{text.constant(node.known, 'known')}.get({native}) if {native}.__class__ is str else None"
    if isinstance(codec, IntegerCodec):
        of_number = f"({native}, {both and codec.native == 'number'}) if {native}.__class__ is int"
        if codec.width is not None:
            return f"{of_number} else {remembered}"
        digits = f"{native}.__class__ is str and {text.constant(_DIGITS.fullmatch, 'digits')}({native})"
        return f"{of_number} else (int({native}), {both and codec.native == 'string'}) if {digits} else {remembered}"
    if isinstance(codec, PercentageCodec) and codec.scale == 1:
        matches = text.constant(DECIMAL.fullmatch, "decimal")
        of_text = (
            f"({native}, {both and codec.native == 'string'}) if {native}.__class__ is str and {matches}({native})"
        )
        return f"{of_text} else {remembered}"
    if isinstance(codec, DecimalCodec) and not (codec.minor or codec.symbol or codec.group or codec.point != "."):
        matches = text.constant(DECIMAL.fullmatch, "decimal")
        of_text = (
            f"({native}, {both and codec.native == 'string'}) if {native}.__class__ is str and {matches}({native})"
        )
        is_small = f"{native}.__class__ is int and {-_LARGEST} < {native} < {_LARGEST}"
        of_number = f"(str({native}), {both and codec.native == 'number'}) if {is_small}"
        return f"{of_text} else {of_number} else {remembered}"
    if isinstance(codec, BooleanCodec | EnumCodec):
        known = text.constant(_of_booleans(node), "known")
        return f"{known}.get({native}) if {native}.__class__ is bool else {remembered}"
    return remembered


def _of_booleans(node: ValueRow) -> dict[bool, Any]:
    found = {}
    for native in (True, False):
        try:
            found[native] = through_codec(node, native)
        except CodecError:
            continue
    return found
