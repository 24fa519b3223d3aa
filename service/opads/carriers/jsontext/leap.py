"""Where the value of a pointer stands in a line in which there is no fault: one pattern leaps there, for pointers often asked for."""

import json
import re
from collections import Counter
from functools import lru_cache

from opads.carriers.pointer import split

__all__ = ("OFTEN", "leap")

OFTEN = 100
"""How often a pointer is asked for before its pattern is made: making it takes as long as a hundred walks."""
MOST = 256
"""Pointers that are counted at a time."""
DIGITS = 3
"""Those of the position of an element that a pattern counts to."""
NESTED = 8
"""Containers within each other that a pattern passes over."""

SPACE = rb"[ \t\r]*+"
STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'

_asked: Counter[str] = Counter()


@lru_cache(maxsize=1)
def _value() -> bytes:
    container = rb'[\[{](?:[^"\[\]{}]++|%b)*+[\]}]' % STRING
    for _ in range(NESTED - 1):
        container = rb'[\[{](?:[^"\[\]{}]++|%b|%b)*+[\]}]' % (STRING, container)
    return rb"(?:%b|%b|[^\"\[{,\]}\s]++)" % (STRING, container)


@lru_cache(maxsize=MOST)
def _pattern(pointer: str) -> re.Pattern[bytes] | None:
    """Return the pattern of all that stands before the value; None for pointers that are out of the ordinary."""
    tokens = split(pointer)
    if len(pointer) > MOST or not pointer.isascii() or any(t.isdecimal() and len(t) > DIGITS for t in tokens):
        return None
    passed = rb"%b%b,%b" % (_value(), SPACE, SPACE)
    way = SPACE
    for token in tokens:
        if token.isdecimal():
            way += rb"\[%b(?:%b){%d}" % (SPACE, passed, int(token))
        else:
            name = re.escape(json.dumps(token, ensure_ascii=False).encode())
            colon = rb"%b:%b" % (SPACE, SPACE)
            way += rb"\{%b(?:%b%b%b)*?%b%b" % (SPACE, STRING, colon, passed, name, colon)
    return re.compile(way + rb"(?=[^\s\]])", re.DOTALL)


def leap(line: bytes, pointer: str) -> int | None:
    """Return the byte at which the value begins; None where it must be walked to.

    The line is sound JSON in which no name of an object occurs twice, so that the first member of a name is the one. A name that is
    written with escapes is not found, nor is a number that names a member of an object.
    """
    asked = _asked[pointer]
    if asked < OFTEN:
        if len(_asked) >= MOST:
            _asked.clear()
        _asked[pointer] = asked + 1
        return None
    pattern = _pattern(pointer)
    found = None if pattern is None else pattern.match(line)
    return None if found is None else found.end()
