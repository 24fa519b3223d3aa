"""Fixes of faults in the grammar of JSON, as far as the parser says exactly what stands in the way.

All of them are suggestions: how a text was meant that cannot be read is never certain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from opads.carriers import Limits
from opads.carriers.jsontext.fault import Fault
from opads.carriers.jsontext.grammar import SPACE
from opads.carriers.jsontext.parser import parse

__all__ = ("Repair", "repairs")

MOST = 200
"""Faults of one text that are followed up."""
WORK = 2_000_000
"""Characters that are read anew, in all, to follow them up."""
COMMENT = re.compile(r"//[^\r\n]*+|#[^\r\n]*+|/\*.*?\*/", re.DOTALL)
NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
WORDS = {"true": "true", "false": "false", "null": "null", "none": "null"}
CLOSING = {
    "'": "'",
    "`": "`",
    "\u2018": "\u2019",
    "\u2019": "\u2019",
    "\u201c": "\u201d",
    "\u201d": "\u201d",
    "\u00ab": "\u00bb",
}
NUMBER = re.compile(r"\+?([0-9]*)\.?([0-9]*)(?![0-9A-Za-z_.+-])")
VALUE = re.compile(r'["{\[0-9tfn-]')


class Repair(NamedTuple):
    """So many characters from an offset in the text on give way to others, which mends a fault; a word says how."""

    rule: str
    offset: int
    length: int
    text: str
    reason: str


def repairs(text: str, limits: Limits) -> Iterator[Repair]:
    """Yield what would make a text one that can be read, one fault after the other, as far as that is known.

    Offsets are those of the text as it is given.
    """
    shift, least = 0, 0
    for _ in range(min(MOST, 1 + WORK // max(1, len(text)))):
        fault = next((fault for fault in parse(text, limits).faults if not fault.harmless), None)
        repair = None if fault is None or fault.offset < least else _repair(text, fault)
        if repair is None:
            return
        mended = text[: repair.offset] + repair.text + text[repair.offset + repair.length :]
        if mended == text:
            return
        yield repair._replace(offset=repair.offset - shift)
        text = mended
        shift += len(repair.text) - repair.length
        least = repair.offset


def _repair(text: str, fault: Fault) -> Repair | None:
    found = REMEDIES.get(fault.rule)
    made = found(text, fault.offset) if found else None
    return None if made is None else Repair(fault.rule, *made)


def _comma(text: str, at: int) -> tuple[int, int, str, str]:
    del text
    return at, 1, "", "trailing-comma"


def _comment(text: str, at: int) -> tuple[int, int, str, str] | None:
    found = COMMENT.match(text, at)
    return (at, found.end() - at, "", "comment") if found else None


def _quotes(text: str, at: int) -> tuple[int, int, str, str] | None:
    """Return the text within other quotation marks in the right ones, where its end is plain."""
    close = CLOSING.get(text[at])
    end = at + 1
    while close and end < len(text) and text[end] not in "\r\n":
        if text[end] == "\\":
            end += 1
        elif text[end] == close:
            space = SPACE.match(text, end + 1)
            after = text[space.end() : space.end() + 1] if space else ""
            if after in {",", ":", "}", "]", ""}:
                inner = text[at + 1 : end].replace("\\'", "'")
                return at, end + 1 - at, '"' + re.sub(r'(?<!\\)"', r'\\"', inner) + '"', "quotes"
        end += 1
    return None


def _unquoted_name(text: str, at: int) -> tuple[int, int, str, str] | None:
    found = NAME.match(text, at)
    return (at, len(found[0]), json.dumps(found[0]), "unquoted-name") if found else None


def _word(text: str, at: int) -> tuple[int, int, str, str] | None:
    found = NAME.match(text, at)
    word = WORDS.get(found[0].lower()) if found else None
    return (at, len(found[0]), word, "word") if found and word else None


def _number(text: str, at: int) -> tuple[int, int, str, str] | None:
    """Return a number without its plus sign, with digits on both sides of the point; leading zeros may be an identifier's."""
    found = NUMBER.match(text, at)
    if found is None or not (found[1] or found[2]) or (len(found[1]) > 1 and found[1][0] == "0"):
        return None
    return at, len(found[0]), f"{found[1] or '0'}{'.' + found[2] if found[2] else ''}", "number-form"


def _raw(text: str, at: int) -> tuple[int, int, str, str]:
    return at, 1, json.dumps(text[at])[1:-1], "control-character"


def _escape(text: str, at: int) -> tuple[int, int, str, str] | None:
    return (at, 2, "'", "escape") if text.startswith("\\'", at) else None


def _syntax(text: str, at: int) -> tuple[int, int, str, str] | None:
    """Return the comma that is missing between two members."""
    before = text[:at].rstrip(" \t\r\n")
    if VALUE.match(text, at) and re.search(r'["}\]0-9a-z]\Z', before):
        return len(before), 0, ",", "missing-comma"
    return None


REMEDIES = {
    "carrier-json/trailing-comma": _comma,
    "carrier-json/comment": _comment,
    "carrier-json/quotes": _quotes,
    "carrier-json/unquoted-name": _unquoted_name,
    "carrier-json/unquoted-text": _word,
    "carrier-json/number-form": _number,
    "carrier-json/raw-control-character": _raw,
    "carrier-json/escape": _escape,
    "carrier-json/syntax": _syntax,
}
