"""What every codec offers: reading native to canonical, writing canonical to native, refusing with a reason."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from opads.standard.authored import Authored

__all__ = ("DECIMAL", "Codec", "CodecError", "Configured", "Narrowed", "decimal_text", "shown")

DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
"""The canonical decimal string: no sign but minus, no leading zeros, no exponent."""

MAX_EXPONENT = 1000
"""Numbers beyond this order of magnitude are refused: written out they would fill the memory."""


class CodecError(ValueError):
    """A value that the codec cannot carry over.

    ``reason`` is a kebab-case word that messages are keyed by; ``params`` are JSON values for the message.
    """

    def __init__(self, reason: str, **params: Any) -> None:
        self.reason = reason
        self.params = params
        super().__init__(reason)


class Narrowed:
    """A written value that says less than the canonical one, and why."""

    __slots__ = ("reason", "value")

    def __init__(self, value: Any, reason: str) -> None:
        self.value = value
        self.reason = reason


class Codec:
    """Base of all codecs."""

    __slots__ = ()

    name: ClassVar[str]

    def read(self, native: Any) -> Any:  # noqa: ARG002 - the default refuses whatever comes
        """Return the canonical value of a native one; raises CodecError."""
        raise CodecError("write-only")

    def write(self, canonical: Any) -> Any:  # noqa: ARG002 - the default refuses whatever comes
        """Return the native value of a canonical one, perhaps Narrowed; raises CodecError."""
        raise CodecError("read-only")


class Configured(Codec, Authored, frozen=True, kw_only=True):
    """A codec whose fields are the parameters that mapping.yaml may give."""


def decimal_text(value: Any, *, exponent: bool = False) -> str:
    """Return the canonical decimal string of a number or of a decimal text; raises CodecError.

    With ``exponent`` a text may be in scientific notation (``8.9E-5``), which says its value exactly.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise CodecError("not-a-number", value=shown(value))
    if isinstance(value, str):
        if DECIMAL.fullmatch(value):
            return value
        if exponent and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]{1,3}", value, re.ASCII):
            return f"{Decimal(value):f}"
        plain = re.fullmatch(r"([-+]?)0*([0-9]+)(\.[0-9]*)?|([-+]?)(\.[0-9]+)", value.strip(), re.ASCII)
        if plain is None:
            raise CodecError("not-a-number", value=shown(value))
        sign = "-" if (plain[1] or plain[4]) == "-" else ""
        fraction = (plain[3] or plain[5] or "").rstrip(".")
        return f"{sign}{plain[2] or '0'}{fraction}"
    number = Decimal(value)
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT:
        raise CodecError("not-a-number", value=shown(value))
    return f"{number:f}"


def shown(value: Any) -> Any:
    """Return a value as a message may show it: scalars as they are, long texts cut, containers by their kind."""
    if isinstance(value, str):
        return value if len(value) <= 80 else value[:77] + "..."
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) < 40 else str(value)
    return value
