"""Texts as scalars: numbers and booleans only where the options say so."""

import re
from decimal import Decimal

from opads.carriers.jsontext.number import number
from opads.carriers.xmltext.naming import Naming

__all__ = ("Scalar", "scalar", "spelled")

Scalar = bool | int | Decimal | str | None

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
SPACE = " \t\r\n"
HARMLESS = ("carrier-json/unsafe-integer", "carrier-json/number-tiny")


def scalar(text: str, path: str, name: str, names: Naming, max_digits: int) -> tuple[Scalar, str | None]:
    """Return the value of a text at a path and the rule it offends, if any: the text is kept then."""
    if names.fits(path, name, names.numbers):
        token = text.strip(SPACE)
        found = NUMBER.fullmatch(token)
        value, offence = (
            number(token, integer=not (found[1] or found[2]), max_digits=max_digits) if found else (None, "")
        )
        if value is None or offence not in (None, *HARMLESS):
            return text, "carrier-xml/not-a-number"
        return value, None
    if names.fits(path, name, names.booleans):
        known = BOOLEANS.get(text.strip(SPACE))
        return (text, "carrier-xml/not-a-boolean") if known is None else (known, None)
    return text, None


def spelled(value: Scalar) -> str:
    """Return the text that a scalar other than null is written as."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
