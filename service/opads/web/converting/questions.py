"""The missing fields as questions of a form, with what was answered and what was wrong with it."""

from __future__ import annotations

import re
from collections import Counter
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
    depth: int = 1
    """How many titles of what holds the field its group tells already."""

    @property
    def title(self) -> str:
        """What the question is called within its group."""
        return ": ".join((*self.asked.within[self.depth :], self.asked.title))

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
    order = {field: number for number, field in enumerate(target.declared.fields())}
    asked = sorted(found.values(), key=lambda one: order.get(_field(one.pointer), len(order)))
    wide = {title for title, count in Counter(one.within[:1] for one in asked[:MOST]).items() if count > FEW}
    questions = []
    for n, one in enumerate(asked[:MOST], 1):
        error, tongue = _error(one, refused, catalogue, speech)
        depth = 2 if one.within[:1] in wide else 1
        questions.append(
            Question(one, f"say-{n}", f"{SAY}{one.pointer}", said.get(one.pointer, ""), error, tongue, depth)
        )
    groups: dict[tuple[str, ...], list[Question]] = {}
    for question_ in questions:
        groups.setdefault(question_.asked.within[: question_.depth], []).append(question_)
    return {
        "groups": list(groups.items()),
        "wrong": [q for q in questions if q.error],
        "unasked": max(0, len(asked) - MOST),
        "stated_here": len(account.stated),
        "scope_every": ask.every or (bool(every) and not ask.statements.by_record.get(account.record)),
    }


def _field(pointer: str) -> str:
    """Return the path of a field as schemas declare it, elements of arrays as ``[]``."""
    return re.sub(r"/[0-9]+(?=/|$)", "[]", pointer)


def _error(asked: Asked, refused: dict[str, Refused], catalogue: SpokenCatalogue, speech: Speech) -> tuple[str, str]:
    one = refused.get(asked.pointer)
    return refused_words(one, catalogue, speech) if one else ("", "en")
