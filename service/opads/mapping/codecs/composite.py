"""Codecs made of codecs: lists in one text, arrays, texts of several parts."""

import re
from string import Formatter
from typing import Annotated, Any, ClassVar

from msgspec import Meta

from opads.mapping.codecs.base import Codec, CodecError, Configured, Narrowed, shown
from opads.mapping.codecs.scalars import TextCodec

__all__ = ("AffixCodec", "ArrayCodec", "JoinCodec", "ListCodec", "PartsCodec")


class ListCodec(Configured, frozen=True, kw_only=True):
    """One native text that holds several values, and a canonical array."""

    name: ClassVar[str] = "list"
    separator: str = ", "
    item: Codec = TextCodec()

    def read(self, native: Any) -> Any:
        """Return the array of the parts."""
        if not isinstance(native, str) or not native:
            raise CodecError("not-text", value=shown(native))
        return [self.item.read(part) for part in native.split(self.separator)]

    def write(self, canonical: Any) -> Any:
        """Return the joined text; an item that contains the separator is refused."""
        if not isinstance(canonical, list) or not canonical:
            raise CodecError("not-a-list", value=shown(canonical))
        parts = [_plain(self.item.write(item)) for item in canonical]
        if any(not isinstance(part, str) or self.separator in part for part in parts):
            raise CodecError("contains-separator", separator=self.separator)
        return self.separator.join(parts)


class ArrayCodec(Configured, frozen=True, kw_only=True):
    """A native array of scalars and a canonical array, item by item."""

    name: ClassVar[str] = "array-of"
    item: Codec = TextCodec()

    def read(self, native: Any) -> Any:
        """Return the canonical array; one item that cannot be read refuses the whole."""
        if not isinstance(native, list) or not native:
            raise CodecError("not-a-list", value=shown(native))
        return [self.item.read(item) for item in native]

    def write(self, canonical: Any) -> Any:
        """Return the native array."""
        if not isinstance(canonical, list) or not canonical:
            raise CodecError("not-a-list", value=shown(canonical))
        return [_plain(self.item.write(item)) for item in canonical]


class PartsCodec(Configured, frozen=True, kw_only=True):
    """One native text made of several canonical values: ``pattern`` with named groups, ``format`` to put together.

    Several formats: the first that has just the parts that are there is written.
    """

    name: ClassVar[str] = "parts"
    pattern: str
    format: str | tuple[str, ...]
    parts: dict[str, Codec]

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern: {error}") from error

    @property
    def _forms(self) -> tuple[str, ...]:
        return (self.format,) if isinstance(self.format, str) else self.format

    def _form(self, parts: set[str]) -> str:
        fitting = (form for form in self._forms if {name for _, name, _, _ in Formatter().parse(form) if name} == parts)
        return next(fitting, self._forms[0])

    def read(self, native: Any) -> Any:
        """Return {part: canonical value}; parts that the text does not have are absent."""
        found = re.fullmatch(self.pattern, native) if isinstance(native, str) else None
        if found is None:
            raise CodecError("no-match", value=shown(native), pattern=self._forms[0])
        groups = {name: text for name, text in found.groupdict().items() if text not in (None, "")}
        return {name: self.parts[name].read(text) for name, text in groups.items()}

    def write(self, canonical: Any) -> Any:
        """Return the text; all parts of a format must be there."""
        if not isinstance(canonical, dict) or not canonical.keys() <= self.parts.keys():
            raise CodecError("no-match", value=shown(canonical), pattern=self._forms[0])
        try:
            texts = {name: str(_plain(self.parts[name].write(value))) for name, value in canonical.items()}
            text = self._form(set(texts)).format_map(texts)
        except KeyError as missing:
            raise CodecError("part-missing", part=str(missing.args[0])) from None
        if re.fullmatch(self.pattern, text) is None:
            raise CodecError("no-match", value=shown(text), pattern=self._forms[0])
        return text


class AffixCodec(Configured, frozen=True, kw_only=True):
    """A value that the canonical text has behind a ``prefix`` which the native one leaves out."""

    name: ClassVar[str] = "affix"
    prefix: Annotated[str, Meta(min_length=1)]
    item: Codec = TextCodec()

    def read(self, native: Any) -> Any:
        """Return the prefix and the value."""
        return f"{self.prefix}{self.item.read(native)}"

    def write(self, canonical: Any) -> Any:
        """Return the value without the prefix; a text that lacks it is refused."""
        if not isinstance(canonical, str) or not canonical.startswith(self.prefix):
            raise CodecError("no-match", value=shown(canonical), pattern=f"{self.prefix}...")
        return self.item.write(canonical.removeprefix(self.prefix))


class JoinCodec(Configured, frozen=True, kw_only=True):
    """Several canonical values in one native text; write-only, for their borders are lost."""

    name: ClassVar[str] = "join"
    separator: str = ", "

    def write(self, canonical: Any) -> Any:
        """Return the joined text of a list of scalars (and of lists of scalars), narrowed."""
        texts: list[str] = []
        for value in canonical:
            texts.extend(str(v) for v in (value if isinstance(value, list) else [value]))
        if not texts:
            raise CodecError("empty")
        return texts[0] if len(texts) == 1 else Narrowed(self.separator.join(texts), "joined")


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Narrowed) else value
