"""Names of the value types, as messages show them."""

from decimal import Decimal
from typing import Any

__all__ = ("type_name",)

_NAMES = {bool: "bool", int: "int", str: "string", Decimal: "double", list: "list", dict: "map", type(None): "null"}


def type_name(value: Any) -> str:
    """Return the CEL name of a JSON value's type."""
    return _NAMES.get(type(value), type(value).__name__)
