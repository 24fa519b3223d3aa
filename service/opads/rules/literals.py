"""Literals of CEL: strings with their escapes, integers, doubles (CEL language definition, "Values", "String escapes")."""

import re

__all__ = ("double", "integer", "string")

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
_SIMPLE = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "`": "`",
    "?": "?",
}
_ESCAPE = re.compile(
    r"""\\(?:([abfnrtv\\'"`?])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.?))""",
    re.DOTALL,
)
_DOUBLE = re.compile(r"-?(?:[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)")
_EXPONENT_DIGITS = 3


def _escaped(match: re.Match[str]) -> str:
    simple, byte, short, long, octal, other = match.groups()
    if simple:
        return _SIMPLE[simple]
    if other is not None:
        raise ValueError(f"\\{other} is not an escape sequence")
    code = int(octal, 8) if octal else int(byte or short or long, 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise ValueError(f"{match[0]} is not a Unicode scalar value")
    return chr(code)


def string(token: str) -> str:
    """Return the text a string literal stands for.

    Raises ValueError for an unknown escape, and for a quotation mark that only a lenient lexer takes into the literal.
    """
    raw = token[0] in "rR"
    body = token[1:] if raw else token
    mark = body[:3] if body[:3] in ('"""', "'''") else body[0]
    body = body[len(mark) : -len(mark)]
    if raw:
        if mark in body:
            raise ValueError("a raw string cannot contain its own quotation mark")
        return body
    return _ESCAPE.sub(_escaped, body)


def integer(token: str) -> int:
    """Return the value of an integer literal, decimal or hexadecimal.

    Raises ValueError where it does not fit into 64 bits.
    """
    value = int(token, 16) if "x" in token else int(token)
    if not _LOWEST <= value <= _HIGHEST:
        raise ValueError("the integer does not fit into 64 bits")
    return value


def double(token: str) -> str:
    """Return a double literal as it is.

    Raises ValueError where it is not a number of CEL, or its exponent has more than three digits.
    """
    exponent = token.lower().partition("e")[2].lstrip("+-").lstrip("0")
    if not _DOUBLE.fullmatch(token) or len(exponent) > _EXPONENT_DIGITS:
        raise ValueError(f"{token} is not a number of this language")
    return str(token)
