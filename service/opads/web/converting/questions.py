"""The missing fields as questions of a form, with what was answered and what was wrong with it."""

from __future__ import annotations

from typing import Any, NamedTuple

from opads.conversion import Conversion
from opads.filling import EVERY, Asked, Refused, asked_for
from opads.filling.asking import question
from opads.formats import Format
from opads.speech import Speech
from opads.speech.findings import SpokenCatalogue
from opads.web.converting.asks import SAY, Ask
from opads.web.converting.words import refused_words

__all__ = ("Question", "questions_view")

MOST = 40
"""Questions of one page."""
FEW = 6
"""Values of a list that are shown beneath each other; more go into one field."""


class Question(NamedTuple):
    """One question: its field, the answer so far, what is wrong with that."""

    asked: Asked
    id: str
    name: str
    value: str | list[str]
    error: str = ""
    error_tongue: str = "en"

    @property
    def title(self) -> str:
        """What the question is called within its group."""
        return ": ".join((*self.asked.within[1:], self.asked.title))

    @property
    def texts(self) -> list[str]:
        """The answers of a question that takes several."""
        return [self.value] if isinstance(self.value, str) else self.value

    @property
    def text(self) -> str:
        """The answer of a question that takes one; of several, one in each line."""
        return self.value if isinstance(self.value, str) else "\n".join(self.value)

    @property
    def few(self) -> bool:
        """Whether all that can be chosen is shown."""
        return len(self.asked.choices) <= FEW or self.asked.kind == "choices"

    @property
    def numeric(self) -> bool:
        """Whether the answer is a number."""
        return self.asked.kind in ("whole", "decimal")


def questions_view(
    ask: Ask, done: Conversion, target: Format, catalogue: SpokenCatalogue, speech: Speech
) -> dict[str, Any]:
    """Return the questions about the record looked at, by what holds their fields, and what is wrong with answers."""
    account = done.account.records[ask.position]
    refused = {one.pointer: one for one in done.refused if one.record == account.record}
    said = {pointer: text for pointer, (text, _) in ask.statements.of(account.record).items()}
    every = ask.statements.by_record.get(EVERY, {})
    known = [row.target for row in account.stated] + [p for p, one in refused.items() if one.reason != "unknown-field"]
    found = {pointer: question(target, pointer) for pointer in known}
    found |= {asked.pointer: asked for asked in asked_for(target, (row.target for row in account.missing), {})}
    asked = sorted(found.values(), key=lambda one: _order(target).get(one.pointer.split("/")[1], 0))
    questions = [
        Question(
            one, f"say-{n}", f"{SAY}{one.pointer}", said.get(one.pointer, ""), *_error(one, refused, catalogue, speech)
        )
        for n, one in enumerate(asked[:MOST], 1)
    ]
    groups: dict[tuple[str, ...], list[Question]] = {}
    for one in questions:
        groups.setdefault(one.asked.within[:1], []).append(one)
    return {
        "groups": list(groups.items()),
        "wrong": [one for one in questions if one.error],
        "unasked": max(0, len(asked) - MOST),
        "stated_here": len(account.stated),
        "scope_every": ask.every or (bool(every) and not ask.statements.by_record.get(account.record)),
    }


def _order(target: Format) -> dict[str, int]:
    """Return the position of each member in the record schema."""
    return {name: number for number, name in enumerate(target.record_schema.get("properties") or {})}


def _error(asked: Asked, refused: dict[str, Refused], catalogue: SpokenCatalogue, speech: Speech) -> tuple[str, str]:
    one = refused.get(asked.pointer)
    return refused_words(one, catalogue, speech) if one else ("", "en")
