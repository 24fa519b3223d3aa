"""The fast path of a record schema: a type that msgspec reads into plain dicts, and a check of what the type leaves.

What it accepts fits the schema; it need not accept all that does. Which members of an object were dropped, being
unknown or doubled, msgspec does not say: whoever reads with it has to find that out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, get_origin, is_typeddict

import msgspec

from opads.standard.schemas import SchemaError, SchemaSet

__all__ = ("Typed", "Types", "typed")

WORTH = 1_000_000
"""Bytes of records from which on making a type pays."""
LONGEST_NUMBER = 40
LARGEST_EXPONENT = 300


class Typed(NamedTuple):
    """A schema of objects as a type.

    ``decode`` reads JSON text (bytes, UTF-8) into a dict and raises ValueError where it does not fit the type.
    ``fits`` checks the rest, None where nothing is left to check. ``depth`` counts the containers within each other
    that a value may have at most. All names in a value are those of the schema, or of ASCII alone.
    Where it is ``loose`` a value that does not fit may have deeper ones, and long integers.
    """

    decode: Callable[[bytes], Any]
    fits: Callable[[Any], bool] | None
    depth: int
    loose: bool = False


class Types:
    """The type of a record schema, made when there is enough to read for it to pay."""

    def __init__(self, schema: Callable[[], Mapping[str, Any]], schemas: SchemaSet) -> None:
        self._schema = schema
        self._schemas = schemas
        self._seen = 0

    def after(self, length: int) -> Typed | None:
        """Return the type, once so many bytes more make it worth while; None before, and where there can be none."""
        self._seen += length
        return self.typed if self._seen >= WORTH else None

    @cached_property
    def typed(self) -> Typed | None:
        """The type, made when it is first asked for; None where there can be none."""
        return typed(self._schema(), self._schemas)


def typed(schema: Mapping[str, Any], schemas: SchemaSet) -> Typed | None:
    """Return a schema, which may refer to the standard, as a type; None where it is not one of objects, or too odd."""
    from opads.standard.typedbuild import Builder, Inexpressible  # noqa: PLC0415 - for long inputs alone

    builder = Builder({**schemas.documents, str(schema.get("$id", "")): schema})
    try:
        built = builder.build(schema)
        if not is_typeddict(built.type) and get_origin(built.type) is not dict:
            return None
        fits = schemas.compile(built.rest).is_valid if built.rest else None
        decoder = msgspec.json.Decoder(built.type, float_hook=_fraction)
    except (Inexpressible, SchemaError, TypeError):
        return None
    return Typed(decoder.decode, fits, built.depth, builder.loose)


def _fraction(token: str) -> Decimal:
    """Return a number that is no integer; raises ValueError where it is very long, large or small."""
    value = Decimal(token)
    if len(token) > LONGEST_NUMBER or abs(value.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(token)
    return value
