"""Puts stated values into a record, as far as they fit its schema; nothing that is there already is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from opads.filling.placing import put
from opads.filling.typing import NotTypedError, typed
from opads.formats import Format
from opads.standard.issues import SchemaIssue
from opads.standard.jsonvalue import copied, get

__all__ = ("Filled", "Refused", "fill")

LONGEST = 20_000
"""Characters of a text that are taken."""
_ABSENCE = "required"


class Refused(NamedTuple):
    """A statement that was not taken: a word for why, or the violation of the schema that it would be."""

    record: int
    pointer: str
    text: str | list[str]
    reason: str
    issue: SchemaIssue | None = None


class Filled(NamedTuple):
    """A record with what was stated: the values taken, by pointer, and what was refused."""

    native: dict[str, Any]
    taken: dict[str, Any]
    refused: tuple[Refused, ...]


def fill(
    format_: Format,
    native: dict[str, Any],
    stated: Mapping[str, tuple[str | list[str], bool]],
    *,
    record: int = 0,
) -> Filled:
    """Return the record with values at the pointers stated; each comes with whether it was stated of every record.

    A field that has a value keeps it, and such a statement is refused, unless it was made of every record.
    """
    values: dict[str, Any] = {}
    refused: list[Refused] = []
    for pointer, (text, every) in stated.items():
        if get(native, pointer) is not None:
            if not every:
                refused.append(Refused(record, pointer, text, "has-a-value"))
            continue
        try:
            values[pointer] = _value(format_, pointer, text)
        except NotTypedError as error:
            refused.append(Refused(record, pointer, text, str(error)))
    before = {_key(issue) for issue in format_.record_validator.validate(native)}
    while True:
        filled: dict[str, Any] = copied(native)
        unplaced = [pointer for pointer in values if not put(filled, pointer, copied(values[pointer]))]
        wrong: dict[str, SchemaIssue | None] = dict.fromkeys(unplaced)
        for issue in format_.record_validator.validate(filled) if values else ():
            if _key(issue) not in before and issue.keyword != _ABSENCE:
                wrong |= {p: issue for p in values if _about(issue.pointer, p) and _tells_more(issue, wrong.get(p))}
        if not wrong:
            taken = {pointer: values[pointer] for pointer in values}
            return Filled(filled, taken, tuple(refused))
        for pointer, found in wrong.items():
            refused.append(Refused(record, pointer, stated[pointer][0], "schema" if found else "no-place", found))
            del values[pointer]


def _value(format_: Format, pointer: str, text: str | list[str]) -> Any:
    """Return what a text stands for in a field; raises NotTypedError."""
    if sum(map(len, text)) > LONGEST:
        raise NotTypedError("too-long")
    declared = format_.declared
    schemas = declared.at(pointer)
    if declared.unknown(pointer) is not None or not schemas:
        raise NotTypedError("unknown-field")
    if isinstance(text, str):
        try:
            text.encode()
        except UnicodeEncodeError:
            raise NotTypedError("no-text") from None
    return typed(text.strip() if isinstance(text, str) else text, schemas, declared.at(f"{pointer}/0"))


def _key(issue: SchemaIssue) -> tuple[str, str, str]:
    return issue.pointer, issue.keyword, issue.schema_pointer


def _tells_more(issue: SchemaIssue, other: SchemaIssue | None) -> bool:
    """Say whether a violation tells more of what would fit than the one known: schemas have several for one value."""
    return other is None or len(str(issue.params)) > len(str(other.params))


def _about(issue: str, pointer: str) -> bool:
    """Say whether a violation is one of a value at a pointer, or of what lies in it."""
    return issue == pointer or issue.startswith(f"{pointer}/")
