"""Extension functions on text: case, white space, and whether it is an address of the web or of mail."""

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from opads.rules.errors import CelError
from opads.rules.values import type_name

__all__ = ("counts", "is_email", "is_url", "lower", "trim", "upper")

SPACE = "".join(
    map(chr, (*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F))
)
SPACE += "\u3000"
"""The characters of Unicode with the property White_Space."""

_LABEL = r"[0-9A-Za-z\u00a1-\U0010ffff](?:[0-9A-Za-z\u00a1-\U0010ffff_-]{0,61}[0-9A-Za-z\u00a1-\U0010ffff])?"
_HOST = rf"(?:{_LABEL}\.)+{_LABEL}\.?"
_LONGEST_EMAIL = 254
_LONGEST_URL = 8192
_SHORT = 256


@lru_cache(maxsize=1)
def _url() -> re.Pattern[str]:
    """Return the pattern of addresses; it is long to compile, and most runs ask for none."""
    return re.compile(
        rf"[Hh][Tt][Tt][Pp][Ss]?://(?:{_HOST}|\[[0-9A-Fa-f:.]{{2,45}}\])(?::[0-9]{{1,5}})?(?:[/?#][^\s\x00-\x1f\x7f<>\"]*)?"
    )


@lru_cache(maxsize=1)
def _email() -> re.Pattern[str]:
    return re.compile(rf"[0-9A-Za-z\u00a1-\U0010ffff.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+{_LABEL}")


@lru_cache(maxsize=4096)
def _is_email(text: str) -> bool:
    """Addresses repeat themselves from record to record."""
    return _email().fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _is_url(text: str) -> bool:
    return _url().fullmatch(text) is not None


def _text(function: str, value: Any) -> str:
    if type(value) is str:
        return value
    raise CelError(f"no such overload: {function}({type_name(value)})")


def lower(value: Any) -> str:
    """``lower(s)``: the full lower case of Unicode."""
    return _text("lower", value).lower()


def upper(value: Any) -> str:
    """``upper(s)``: the full upper case of Unicode."""
    return _text("upper", value).upper()


def trim(value: Any) -> str:
    """``trim(s)``: without white space (Unicode White_Space) at both ends."""
    return _text("trim", value).strip(SPACE)


def is_url(value: Any) -> bool:
    """Say whether a value is an absolute http or https URL whose host has a dot or is an IPv6 address (RFC 3986, 3987)."""
    if type(value) is str and len(value) <= _LONGEST_URL:
        return _is_url(value) if len(value) <= _SHORT else _url().fullmatch(value) is not None
    return False


def is_email(value: Any) -> bool:
    """Say whether a value is a mail address: the form of HTML's e-mail field, with a dot in the domain (and RFC 6531)."""
    return type(value) is str and len(value) <= _LONGEST_EMAIL and _is_email(value)


def counts(values: Any) -> dict[str, int]:
    """``counts(list)``: how often each text occurs in the list; what is no text is not counted."""
    if type(values) is not list:
        raise CelError(f"no such overload: counts({type_name(values)})")
    return dict(Counter(value for value in values if type(value) is str))
