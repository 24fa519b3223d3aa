"""JSON values: exact numbers, RFC 6901 pointers, leaves, writing.

A JSON value is None, bool, int, str, Decimal (any number that is not a whole one of 64 bits), list or dict; floats
never occur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
import rfc8785

__all__ = ("canonical", "copied", "dumps", "escape", "get", "is_index", "leaves", "parent", "pointer_key", "unescape")

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def escape(name: str) -> str:
    """Escape a member name as a reference token (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name


def unescape(token: str) -> str:
    """Return the member name of a reference token (RFC 6901, section 4)."""
    return token.replace("~1", "/").replace("~0", "~")


def leaves(value: Any, base: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (pointer, leaf) in document order; a leaf is a scalar, an empty array or an empty object."""
    if not value or not isinstance(value, (dict, list)):
        yield base, value
        return
    outer: list[tuple[Iterator[tuple[Any, Any]], str]] = []
    members = _members(value)
    while True:
        for name, item in members:
            plain = type(name) is int or ("/" not in name and "~" not in name)
            pointer = f"{base}/{name if plain else escape(name)}"
            if type(item) is str or not item or not isinstance(item, (dict, list)):
                yield pointer, item
            else:
                outer.append((members, base))
                members, base = _members(item), pointer
                break
        else:
            if not outer:
                return
            members, base = outer.pop()


def _members(container: dict[str, Any] | list[Any]) -> Iterator[tuple[Any, Any]]:
    """Return the members of an object or, by position, of an array."""
    return iter(container.items()) if isinstance(container, dict) else iter(enumerate(container))


def copied(value: Any) -> Any:
    """Return a value with containers of its own."""
    if isinstance(value, dict):
        return {name: copied(item) if isinstance(item, dict | list) else item for name, item in value.items()}
    if isinstance(value, list):
        return [copied(item) if isinstance(item, dict | list) else item for item in value]
    return value


def get(value: Any, pointer: str, default: Any = None) -> Any:
    """Return the node at a pointer, or the default."""
    for token in pointer.split("/")[1:]:
        if isinstance(value, dict) and (name := unescape(token)) in value:
            value = value[name]
        elif isinstance(value, list) and is_index(token) and int(token) < len(value):
            value = value[int(token)]
        else:
            return default
    return value


def parent(pointer: str) -> str:
    """Return the pointer of the containing node; the root's is the root."""
    return pointer.rpartition("/")[0]


def pointer_key(pointer: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key of pointers in which array positions compare as numbers."""
    return tuple((0, int(t), "") if is_index(t) else (1, 0, t) for t in pointer.split("/")[1:])


def is_index(token: str) -> bool:
    """Whether the token can be an array position (RFC 6901, section 4); longer ones are names, not numbers."""
    return token.isascii() and token.isdigit() and len(token) < 16 and not (token[0] == "0" and len(token) > 1)


def dumps(value: Any, indent: int | None = None) -> bytes:
    """Return JSON text in UTF-8; decimals and big integers are written exactly."""
    text = _ENCODER.encode(_encodable(value))
    return text if indent is None else msgspec.json.format(text, indent=indent)


def canonical(value: Any, text: Callable[[Any], str] | None = None) -> bytes:
    """Return the canonical form of RFC 8785; raises ValueError for decimals and integers beyond 2^53.

    ``text`` gives what stands for what JSON has not (decimals, dates); the value may then hold structs too.
    """
    if _is_certain(value):
        try:
            return _SORTED.encode(value)
        except UnicodeEncodeError:
            pass  # a lone surrogate is refused below
    return rfc8785.dumps(value if text is None else msgspec.to_builtins(value, enc_hook=text, builtin_types=()))


_SORTED = msgspec.json.Encoder(order="sorted")
"""Writes RFC 8785 where names are ASCII: the RFC sorts by units of UTF-16, this by bytes of UTF-8."""
_SAFE = 2**53


def _is_certain(value: Any) -> bool:
    """Say whether a value has nothing in which the quick encoder could differ from RFC 8785."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-_SAFE < value < _SAFE)
    if kind is dict:
        for name, item in value.items():
            if type(name) is not str or not name.isascii() or (type(item) is not str and not _is_certain(item)):
                return False
        return True
    if kind is list or kind is tuple:
        return all(map(_is_certain, value))
    if isinstance(value, msgspec.Struct):
        for name in _uncertain(type(value)):
            item = getattr(value, name)
            if item is not None and type(item) is not str and not _is_certain(item):
                return False
        return True
    return False


@lru_cache(maxsize=64)
def _uncertain(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of a struct whose types leave open what they hold."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if not _is_text(field.type))


def _is_text(kind: Any) -> bool:
    """Say whether a type has texts, truth values and arrays of them alone."""
    if kind in (str, bool, type(None)):
        return True
    inner = [argument for argument in get_args(kind) if argument is not Ellipsis]
    return get_origin(kind) in (tuple, list, Union, UnionType) and bool(inner) and all(map(_is_text, inner))


def _encodable(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return Decimal(value)
    if isinstance(value, dict):
        return {k: _encodable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_encodable(v) for v in value]
    return value
