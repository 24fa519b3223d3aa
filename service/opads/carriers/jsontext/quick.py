"""The quick reader: the standard library's parser with hooks, and whatever the hooks cannot see.

It gives a value only for texts in which the careful parser (``parser.py``) finds no fault, not even a harmless
one, and then the same value; for all others it gives up and lets that parser speak.
"""

import json
import re
import unicodedata
from decimal import Decimal
from typing import Any, NoReturn

from opads.carriers.jsontext.number import LARGEST_EXPONENT, SAFE_INTEGER
from opads.carriers.model import Limits

__all__ = ("NotPlain", "quick")


class NotPlain(Exception):  # noqa: N818 - a signal, no error
    """The text needs the careful parser."""


LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)
ESCAPED_CONTROL = re.compile(r"\\u00(?:[0189]|7[fF])")
ESCAPED_SPACE = re.compile(r"\\[bf]")
RAW_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")  # U+0080 to U+009F in UTF-8: a fixed first byte is found fast
STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"')
LONGEST_NUMBER = 40
LONGEST_PLAIN_INTEGER = 17


def quick(text: str, limits: Limits) -> Any:
    """Read a JSON text whole; raises NotPlain where anything in it is worth a word."""
    if limits.max_digits < LONGEST_NUMBER or _needs_care(text):
        raise NotPlain
    normal = "\\u" not in text and (text.isascii() or unicodedata.is_normalized("NFC", text))
    try:
        value = (NORMAL_DECODER if normal else DECODER).decode(text)
    except (ValueError, ArithmeticError, RecursionError):
        raise NotPlain from None
    if _too_deep(value, limits.max_depth):
        raise NotPlain
    if len(text) > limits.max_string and max(map(len, STRING.findall(text)), default=0) - 2 > limits.max_string:
        raise NotPlain
    return value


def _needs_care(text: str) -> bool:
    if "\x7f" in text or (not text.isascii() and RAW_CONTROL.search(text.encode())):
        return True
    if "\\" not in text:
        return False
    if ESCAPED_SPACE.search(text):
        return True
    if "\\u" not in text:
        return False
    return bool("\\\\u" in text or LONE_SURROGATE.search(text) or ESCAPED_CONTROL.search(text))


def _too_deep(value: Any, limit: int) -> bool:
    level = [value] if type(value) is dict or type(value) is list else []
    depth = 0
    while level:
        depth += 1
        if depth > limit:
            return True
        below: list[Any] = []
        for container in level:
            members = container.values() if type(container) is dict else container
            below += [member for member in members if type(member) is dict or type(member) is list]
        level = below
    return False


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotPlain
    return members


def _object_of_any_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = _object(pairs)
    if not "".join(members).isascii() and len({unicodedata.normalize("NFC", name) for name in members}) != len(pairs):
        raise NotPlain
    return members


def _integer(token: str) -> int:
    value = int(token) if len(token) <= LONGEST_PLAIN_INTEGER else None
    if value is None or not -SAFE_INTEGER <= value <= SAFE_INTEGER:
        raise NotPlain
    return value


def _fraction(token: str) -> Decimal:
    if len(token) > LONGEST_NUMBER:
        raise NotPlain
    value = Decimal(token)
    if not -LARGEST_EXPONENT <= value.adjusted() <= LARGEST_EXPONENT:
        raise NotPlain
    return value


def _constant(_: str) -> NoReturn:
    raise NotPlain


# In a text that is in normal form (NFC) every name is: two names that look the same are the same there.
NORMAL_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_fraction, parse_constant=_constant
)
DECODER = json.JSONDecoder(
    object_pairs_hook=_object_of_any_names, parse_int=_integer, parse_float=_fraction, parse_constant=_constant
)
