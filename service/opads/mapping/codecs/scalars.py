"""Codecs of single values: text, numbers, booleans."""

import re
from decimal import Decimal, localcontext
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from opads.mapping.codecs.base import CodecError, Configured, decimal_text, shown

__all__ = ("BooleanCodec", "DecimalCodec", "IntegerCodec", "PercentageCodec", "SameCodec", "TextCodec")


class SameCodec(Configured, frozen=True, kw_only=True):
    """Any scalar, as it is."""

    name: ClassVar[str] = "same"

    def read(self, native: Any) -> Any:
        """Return the scalar itself."""
        if isinstance(native, dict | list):
            raise CodecError("not-a-scalar", value=shown(native))
        return native

    def write(self, canonical: Any) -> Any:
        """Return the scalar itself."""
        return self.read(canonical)


class TextCodec(Configured, frozen=True, kw_only=True):
    """A text; ``max_length`` bounds what the native field holds (a longer text is not written, never cut)."""

    name: ClassVar[str] = "text"
    max_length: int | None = None

    def read(self, native: Any) -> Any:
        """Return the text itself."""
        if not isinstance(native, str):
            raise CodecError("not-text", value=shown(native))
        if not native:
            raise CodecError("empty")
        return native

    def write(self, canonical: Any) -> Any:
        """Return the text itself, or refuse one that is too long."""
        if not isinstance(canonical, str):
            raise CodecError("not-text", value=shown(canonical))
        if self.max_length is not None and len(canonical) > self.max_length:
            raise CodecError("too-long", length=len(canonical), limit=self.max_length)
        return canonical


class IntegerCodec(Configured, frozen=True, kw_only=True):
    """A whole number; native as a JSON number or as a string of digits, canonical as an integer."""

    name: ClassVar[str] = "integer"
    native: Literal["number", "string"] = "number"
    width: int | None = None
    zero_fraction: bool = False
    """Read ``2999.0`` too, as exporters write whole numbers of a column that has gaps."""

    def read(self, native: Any) -> Any:
        """Return the integer; a string must be digits, a number must be whole."""
        if isinstance(native, str):
            text = re.sub(r"\.0+$", "", native.strip()) if self.zero_fraction else native.strip()
            if re.fullmatch(r"-?[0-9]{1,18}", text, re.ASCII):
                return int(text)
        if isinstance(native, Decimal) and native.is_finite() and abs(native) < 10**18 and native == int(native):
            return int(native)
        if isinstance(native, int) and not isinstance(native, bool):
            return native
        raise CodecError("not-a-whole-number", value=shown(native))

    def write(self, canonical: Any) -> Any:
        """Return the number, as text where the native field holds text."""
        if not isinstance(canonical, int) or isinstance(canonical, bool):
            raise CodecError("not-a-whole-number", value=shown(canonical))
        if self.native == "number":
            return canonical
        return str(canonical) if self.width is None else f"{canonical:0{self.width}d}"


class DecimalCodec(Configured, frozen=True, kw_only=True):
    """An exact decimal; native as a JSON number or a string, canonical as a decimal string.

    A native string may have a ``symbol`` of a currency in front and a ``group`` mark after every three digits
    (``£1,234.56``). Reading takes them or goes without; a mark in the wrong place is refused.
    """

    name: ClassVar[str] = "decimal"
    native: Literal["number", "string"] = "string"
    symbol: str = ""
    group: str = ""
    point: Literal[".", ","] = "."
    """What parts the decimals in a native string; with a comma a full stop that is no ``group`` is refused."""
    minor: Annotated[int, Meta(ge=0, le=6)] = 0
    """Decimal places of the unit that the native number counts whole: 2 where it counts cents."""

    def read(self, native: Any) -> Any:
        """Return the decimal string; digits are kept as they were sent."""
        text = decimal_text(self._plain(native) if self._dressed else native)
        return _shifted(text, -self.minor) if self.minor else text

    def write(self, canonical: Any) -> Any:
        """Return the native form; no digit is added or lost."""
        text = decimal_text(canonical)
        if self.minor:
            text = _shifted(text, self.minor)
            if "." in text:
                raise CodecError("not-a-whole-number", value=shown(text))
        if self.native == "string":
            return self._adorned(text) if self._dressed else text
        return Decimal(text) if "." in text or abs(int(text)) >= 2**63 else int(text)

    @property
    def _dressed(self) -> bool:
        return bool(self.symbol or self.group or self.point != ".")

    def _plain(self, native: Any) -> Any:
        if not isinstance(native, str):
            return native
        symbol, group, point = re.escape(self.symbol), re.escape(self.group), re.escape(self.point)
        whole = f"[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+" if group else "[0-9]+"
        found = re.fullmatch(rf"(-?)(?:{symbol})?(-?)({whole})(?:{point}([0-9]+))?", native.strip(), re.ASCII)
        if found is None or (found[1] and found[2]):
            raise CodecError("not-a-number", value=shown(native))
        digits = found[3].replace(self.group, "") if group else found[3]
        return f"{found[1] or found[2]}{digits}{'.' + found[4] if found[4] else ''}"

    def _adorned(self, text: str) -> str:
        whole, point, fraction = text.removeprefix("-").partition(".")
        point = point and self.point
        if self.group:
            whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", lambda _: self.group, whole)
        return f"{'-' if text.startswith('-') else ''}{self.symbol}{whole}{point}{fraction}"


class PercentageCodec(Configured, frozen=True, kw_only=True):
    """A share; canonical as a decimal string of 1, native of ``scale`` (1 or 100).

    Small shares come in exponent form from some platforms (``8.9E-5``); they are written plainly.
    """

    name: ClassVar[str] = "percentage"
    native: Literal["number", "string"] = "string"
    scale: Literal[1, 100] = 1

    def read(self, native: Any) -> Any:
        """Return the share of 1 as a decimal string."""
        return self._scaled(decimal_text(_plain(native)), -2 if self.scale == 100 else 0)

    def write(self, canonical: Any) -> Any:
        """Return the share on the native scale."""
        text = self._scaled(decimal_text(canonical), 2 if self.scale == 100 else 0)
        if self.native == "string":
            return text
        return Decimal(text) if "." in text else int(text)

    @staticmethod
    def _scaled(text: str, shift: int) -> str:
        return _shifted(text, shift) if shift else text


def _shifted(text: str, shift: int) -> str:
    """Move the decimal point; no digit is added or lost."""
    with localcontext() as context:
        context.prec = max(28, len(text) + 8)
        return f"{Decimal(text).scaleb(shift):f}"


def _plain(native: Any) -> Any:
    if isinstance(native, str) and re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?[eE][-+]?[0-9]{1,2}", native, re.ASCII):
        return f"{Decimal(native):f}"
    return native


class BooleanCodec(Configured, frozen=True, kw_only=True):
    """A yes or no; ``true`` and ``false`` list the native tokens, the first of each is written."""

    name: ClassVar[str] = "boolean"
    true: tuple[str | bool | int, ...] = (True,)
    false: tuple[str | bool | int, ...] = (False,)

    def read(self, native: Any) -> Any:
        """Return the boolean that the token stands for."""
        for token in self.true:
            if native == token and isinstance(native, bool) == isinstance(token, bool):
                return True
        for token in self.false:
            if native == token and isinstance(native, bool) == isinstance(token, bool):
                return False
        raise CodecError("not-in-list", value=shown(native), allowed=", ".join(map(str, (*self.true, *self.false))))

    def write(self, canonical: Any) -> Any:
        """Return the first token for the boolean."""
        tokens = {True: self.true, False: self.false}.get(canonical) if isinstance(canonical, bool) else None
        if not tokens:
            raise CodecError("not-in-list", value=shown(canonical))
        return tokens[0]
