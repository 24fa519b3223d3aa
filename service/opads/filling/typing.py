"""From what was typed to the value of a record, by the types that the schema of the field names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from opads.filling.asking import types_of

__all__ = ("NotTypedError", "typed")

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
DIGITS = 100
"""Digits of a number that are taken."""
SAFE = 2**53


class NotTypedError(ValueError):
    """A text that is no value of the type; the message is a kebab-case word: ``not-a-number`` and the like."""


def typed(text: str | list[str], schemas: Sequence[dict[str, Any]], items: Sequence[dict[str, Any]] = ()) -> Any:
    """Return the value that a text stands for; raises NotTypedError.

    ``schemas`` are those of the field, ``items`` those of its elements where it is an array. A text stays a text where
    the field takes texts: whether it has the right form is for the schema to say.
    """
    types = types_of(schemas)
    if isinstance(text, list) or ("array" in types and "string" not in types):
        lines = text.splitlines() if isinstance(text, str) else text
        return [typed(line.strip(), items) for line in lines if line.strip()]
    if types == {"boolean"}:
        if text not in ("true", "false"):
            raise NotTypedError("not-yes-or-no")
        return text == "true"
    if types and "string" not in types:
        return _number(text, types)
    if types & {"number", "integer"} and NUMBER.fullmatch(text) and len(text) <= DIGITS:
        return _number(text, types) if "number" in types or WHOLE.fullmatch(text) else text
    return text


def _number(text: str, types: set[str]) -> int | Decimal:
    if not types & {"number", "integer"}:
        raise NotTypedError("not-a-single-value")
    if len(text) > DIGITS or not NUMBER.fullmatch(text):
        raise NotTypedError("not-a-number" if "number" in types else "not-a-whole-number")
    if WHOLE.fullmatch(text):
        return int(text) if abs(int(text)) < SAFE else Decimal(text)
    if "number" not in types:
        raise NotTypedError("not-a-whole-number")
    return Decimal(text)
