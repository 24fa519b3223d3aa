"""What a form of these pages sends: the draft, the answers of one step, and where to go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request

from opads.api.body import media_type_of, read_body
from opads.api.problem import Refusal
from opads.settings import Settings
from opads.web.forms import FORMS
from opads.web.multipart import Part, read_multipart, read_urlencoded
from opads.writing import Draft, DraftError, Questionnaire, QuestionsError, questionnaire
from opads.writing.draft import read_draft

__all__ = ("MOST", "Sent", "known", "read_parts", "read_sent")

MOST = 2_000_000
"""Bytes that a form may have: a draft, encoded for an address."""
FIELDS = 1_000
"""Fields that it may have: a step that is asked for several things has many."""


@dataclass(frozen=True)
class Sent:
    """``step`` is the page that was shown, ``go`` what was pressed, ``returns`` whether it was visited to change an answer."""

    asked: Questionnaire
    draft: Draft
    step: str = ""
    go: str = ""
    returns: bool = False
    second: str = ""
    """The other language in which the notice is shown."""


def known(name: str) -> Questionnaire:
    """Return a questionnaire; raises Refusal (404) where there is none of that name."""
    try:
        return questionnaire(name)
    except QuestionsError as error:
        text = str(error)
        raise Refusal("not-found", f"{text[:1].upper()}{text[1:]}.") from None


async def read_parts(request: Request[Any, Any, Any], settings: Settings) -> list[Part]:
    """Return the fields of the form in a request's body; raises Refusal for one that cannot be taken."""
    header = request.headers.get("content-type", "")
    encoded = media_type_of(header, FORMS) == FORMS[1]
    body = await read_body(request, settings, limit=MOST)
    return read_urlencoded(body, FIELDS) if encoded else read_multipart(body, header)


async def read_sent(request: Request[Any, Any, Any], settings: Settings, asked: Questionnaire | None = None) -> Sent:
    """Return what was sent; without a questionnaire the draft says which. Raises Refusal."""
    fields: dict[str, str] = {}
    for part in await read_parts(request, settings):
        text = part.data.decode("utf-8", "replace")
        fields[part.name] = f"{fields[part.name]}\n{text}" if fields.get(part.name) else text
    if asked is None:
        asked = known(_draft(fields.get("draft", ""), None).questions)
    draft = _draft(fields["draft"], asked) if fields.get("draft") else Draft(asked.id)
    step = fields.get("step", "")
    if step in {one.id for one in asked.steps}:
        draft = draft.with_step(asked.step(step), fields)
    go = fields.get("go", "")[:80]
    return Sent(asked, draft, step, go, bool(fields.get("returns")), fields.get("second", "")[:20])


def _draft(text: str, asked: Questionnaire | None) -> Draft:
    try:
        return read_draft(text, asked)
    except DraftError as error:
        raise Refusal("bad-form", f"The form holds no draft that can be read: {str(error)[:300]}.") from None
