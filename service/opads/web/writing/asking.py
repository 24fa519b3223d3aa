"""``/write``: the start, the questions, the answers to be looked over, and what comes of them."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.api.problem import Fault, Refusal
from opads.speech import speech_in
from opads.speech.findings import spoken_catalogue
from opads.web.answering import look_of, made_page, refusal_page, speech_of, stored_page
from opads.web.render import Look, page
from opads.web.writing.fields import Teller, entries
from opads.web.writing.moving import Stop, first, lead
from opads.web.writing.results import result
from opads.web.writing.reviewing import review
from opads.web.writing.sent import Sent, known, read_parts, read_sent
from opads.writing import Draft, DraftError, Questionnaire, questionnaire, questionnaire_ids
from opads.writing.draft import read_draft
from opads.writing.files import Files

__all__ = ("ask", "begin", "resume", "start")

OWN = {"Cache-Control": "private, no-cache"}
"""The browser of who writes may hold the page, nobody on the way: else its own way back would lose the answers."""


@get("/write", include_in_schema=False)
async def start(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Show what can be written, what one needs, and what is kept."""
    return stored_page(request, "write/start.html", **_offers(request), refusal=None)


@post("/write", status_code=200, include_in_schema=False)
async def resume(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Go on with a draft that was saved."""
    try:
        parts = await read_parts(request, jobs.settings)
        data = next((part.data for part in parts if part.name == "file"), b"")
        draft = _saved(data)
    except Refusal as refusal:
        if refusal.kind.status >= 500:
            raise
        return refusal_page(request, refusal, "write/start.html", **_offers(request))
    look, asked = look_of(request), questionnaire(draft.questions)
    return made_page(request, await jobs.workshop.run(lambda: _page(look, jobs, asked, Stop(draft))), headers=OWN)


@get("/write/{name:str}", include_in_schema=False)
async def begin(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Show the first question."""
    asked = known(name)
    return stored_page(request, "write/step.html", **_step(look_of(request), asked, first(asked)))


@post("/write/{name:str}", status_code=200, include_in_schema=False)
async def ask(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], name: FromPath[str]) -> Response[bytes]:
    """Take the answers on a page, and show the next one."""
    asked = known(name)
    sent = await read_sent(request, jobs.settings, asked)
    stop = lead(sent)
    look = look_of(request)
    content = await jobs.workshop.run(lambda: _page(look, jobs, asked, stop, sent))
    return made_page(request, content, status=422 if stop.problems else 200, headers=OWN)


def _saved(data: bytes) -> Draft:
    if not data:
        raise _bad("Choose the file of the draft.")
    try:
        draft = read_draft(data)
        return read_draft(data, known(draft.questions))
    except DraftError as error:
        raise _bad(f"The file is no draft that can be read: {str(error)[:300]}.") from None


def _bad(text: str) -> Refusal:
    return Refusal("bad-form", text, errors=(Fault("is no draft", parameter="file"),))


def _offers(request: Request[Any, Any, Any]) -> dict[str, Any]:
    speech = speech_of(request)
    return {"tellers": [Teller(questionnaire(name), speech) for name in questionnaire_ids()]}


def _page(look: Look, jobs: Jobs, asked: Questionnaire, stop: Stop, sent: Sent | None = None) -> bytes:
    at = f"/write/{asked.id}"
    if stop.step is not None:
        return page("write/step.html", look, at, **_step(look, asked, stop))
    speech = speech_in(look.tag)
    teller = Teller(asked, speech)
    files = Files(asked, stop.draft, jobs.registry)
    shared = {"asked": asked, "teller": teller, "draft": stop.draft.encode().decode(), "returns": True}
    catalogue = spoken_catalogue(jobs.registry, look.tag)
    found = review(files, teller, catalogue)
    law = jobs.registry.judging(asked.law).file
    if not stop.result:
        return page("write/check.html", look, at, **shared, found=found, law=law, here="check")
    second = sent.second if sent else ""
    return page(
        "write/result.html",
        look,
        at,
        **shared,
        found=found,
        law=law,
        here="result",
        **result(files, look.tag, second, catalogue),
    )


def _step(look: Look, asked: Questionnaire, stop: Stop) -> dict[str, Any]:
    assert stop.step is not None  # noqa: S101 - the callers have looked
    teller = Teller(asked, speech_in(look.tag))
    steps = stop.draft.steps(asked)
    shown = entries(teller, stop.step, stop.draft, list(stop.problems), stop.shown)
    return {
        "asked": asked,
        "teller": teller,
        "step": stop.step,
        "words": teller.words.step(stop.step.id),
        "number": steps.index(stop.step) + 1,
        "steps": len(steps),
        "entries": shown,
        "wrong": [field for entry in shown for field in entry.fields if field.problem],
        "draft": stop.draft.encode().decode(),
        "returns": stop.returns,
        "here": stop.step.id,
    }
