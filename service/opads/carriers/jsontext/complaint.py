"""What stands in a text where JSON expects something else, named as people name it."""

import re
from typing import Any

from opads.carriers.jsontext.grammar import Dialect

__all__ = ("Complaint", "complain", "printable")

Complaint = tuple[str, int, dict[str, Any]]

COMMENT = re.compile(r"//|/\*|#")
NOT_A_NUMBER = re.compile(r"[+-]?(?:NaN|Infinity|nan|inf)\b")
NUMBER_LIKE = re.compile(r"[+-]?(?:0[xXoObB][0-9a-fA-F]+|[0-9.]+[0-9a-zA-Z_.+-]*)")
NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
GOOD_START = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+')
FOREIGN_QUOTES = "'`\u2018\u2019\u201c\u201d\u201e\u201f\u00ab\u00bb"
SHOWN = 40


def complain(text: str, at: int, expected: str, dialect: Dialect) -> Complaint:
    """Give rule, offset and parameters for the text at an offset where ``expected`` should stand."""
    if at >= len(text):
        return "carrier-json/unfinished", at, {"expected": expected}
    if COMMENT.match(text, at):
        return "carrier-json/comment", at, {"found": text[at : at + 2]}
    character = text[at]
    wanted = expected in {"a value", "a name"}
    if character == '"' and wanted:
        return _string(text, at)
    if character in FOREIGN_QUOTES and character not in dialect.quotes:
        return "carrier-json/quotes", at, {"found": character}
    if found := NOT_A_NUMBER.match(text, at):
        return "carrier-json/not-a-number", at, {"found": found[0]}
    if (found := NUMBER_LIKE.match(text, at)) and wanted:
        return "carrier-json/number-form", at, {"found": found[0][:SHOWN]}
    if found := NAME.match(text, at):
        rule = "carrier-json/unquoted-name" if expected == "a name" else "carrier-json/unquoted-text"
        return rule, at, {"found": found[0][:SHOWN]}
    return "carrier-json/syntax", at, {"expected": expected, "found": printable(character)}


def _string(text: str, at: int) -> Complaint:
    """Find what keeps the string that begins here from being one."""
    found = GOOD_START.match(text, at)
    position = found.end() if found else at
    if position >= len(text):
        return "carrier-json/unfinished", at, {"expected": "the closing quotation mark"}
    if text[position] == "\\":
        return "carrier-json/escape", position, {"found": text[position : position + 2]}
    return "carrier-json/raw-control-character", position, {"found": printable(text[position])}


def printable(character: str) -> str:
    """Show a character; by its code point where it cannot be seen."""
    return character if character.isprintable() and character != " " else f"U+{ord(character):04X}"
