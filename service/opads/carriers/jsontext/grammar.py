"""The tokens of JSON (RFC 8259), and of the Python literals some exporters write in its place."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ("JSON", "PYTHON", "SPACE", "Dialect")

SPACE = re.compile(r"[ \t\n\r]*+")


@dataclass(frozen=True, slots=True)
class Dialect:
    """The tokens in which one notation of arrays and objects differs from another.

    ``text`` decodes a string token with its quotes; it raises ValueError on an escape that names no character.
    """

    string: re.Pattern[str]
    number: re.Pattern[str]
    words: dict[str, bool | None]
    text: Callable[[str], str]
    quotes: str


def json_text(token: str) -> str:
    """Decode a JSON string token, quotes included."""
    if "\\" not in token:
        return token[1:-1]
    value: str = json.loads(token)
    return value


PYTHON_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")
PYTHON_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def python_text(token: str) -> str:
    """Decode a Python string token, quotes included; raises ValueError beyond U+10FFFF."""
    if "\\" not in token:
        return token[1:-1]
    return PYTHON_ESCAPE.sub(_python_character, token[1:-1])


def _python_character(match: re.Match[str]) -> str:
    letter = match[4]
    if letter is not None:
        return PYTHON_LETTERS.get(letter, letter)
    return chr(int(match[1] or match[2] or match[3], 16))


NUMBER = r"-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?([eE][+-]?[0-9]++)?(?![0-9A-Za-z_.+])"

JSON = Dialect(
    string=re.compile(r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"'),
    number=re.compile(NUMBER),
    words={"true": True, "false": False, "null": None},
    text=json_text,
    quotes='"',
)

_ESCAPE = r"\\(?:[\\'\"abfnrtv]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"

PYTHON = Dialect(
    string=re.compile(
        rf"'[^'\\\x00-\x1f]*+(?:{_ESCAPE}[^'\\\x00-\x1f]*+)*+'"
        rf'|"[^"\\\x00-\x1f]*+(?:{_ESCAPE}[^"\\\x00-\x1f]*+)*+"'
    ),
    number=re.compile(NUMBER),
    words={"True": True, "False": False, "None": None},
    text=python_text,
    quotes="\"'",
)
