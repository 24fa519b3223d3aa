"""What is asked of a conversion besides the document: strictness, the record looked at, what is stated by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from opads.api.jobs import Wish
from opads.filling import EVERY, Statements
from opads.web.forms import Entry

__all__ = ("SAY", "Ask", "ask_of")

SAY = "say:"
"""What the names of fields begin with that state a value; the pointer of the value follows."""


@dataclass(frozen=True)
class Ask:
    """The form of a conversion; ``position`` is that of the record looked at, counted from 0."""

    entry: Entry
    strict: bool = False
    position: int = 0
    every: bool = False
    """Whether what was typed holds for every record that lacks the field."""
    statements: Statements = field(default_factory=Statements)

    def wish(self) -> Wish:
        """Return what is asked for; raises Refusal (400) for a date that is none."""
        return replace(self.entry.wish(), statements=self.statements)


def ask_of(entry: Entry, fields: tuple[tuple[str, str], ...]) -> Ask:
    """Return what the fields of a form ask for."""
    one = dict(fields)
    try:
        statements = Statements.read(one.get("stated") or "{}")
    except ValueError:
        statements = Statements()  # what a page kept was changed by hand: the fields shown say what is stated
    every = one.get("scope") == "every"
    record = _number(one.get("number", ""))
    said: dict[str, list[str]] = {}
    for name, text in fields:
        if name.startswith(SAY):
            said.setdefault(name.removeprefix(SAY), []).append(text.replace("\r\n", "\n").strip())
    for pointer, texts in said.items():
        given = [text for text in texts if text]
        # A field of which several can be chosen comes with an empty one, so that choosing none is told too.
        stated: str | list[str] = given if len(texts) > 1 else "".join(given)
        statements = _with(statements, record, pointer, stated, every=every)
    return Ask(entry, "strict" in one, max(0, _number(one.get("record", "")) - 1), every, statements)


def _with(statements: Statements, record: int, pointer: str, text: str | list[str], *, every: bool) -> Statements:
    """Return statements with what a field says of a record; what it said already stays as it was stated."""
    before, of_every = statements.of(record).get(pointer, ("", False))
    if text == before and (of_every or not every):
        return statements
    if not text or every:
        statements = statements.with_(record, pointer, "")
        return statements.with_(EVERY, pointer, text)
    return statements.with_(record, pointer, text)


def _number(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
