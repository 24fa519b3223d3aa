"""Answers at ``/convert``: the form, the question for a target, the result, or one of its files."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from opads.api.answers import fresh
from opads.api.jobs import Jobs
from opads.api.problem import Fault, Refusal
from opads.conversion import Conversion, canonical_account
from opads.report import canonical_report
from opads.speech import speech_in
from opads.web.answering import look_of, made_page, refusal_page, speech_of, stored_page
from opads.web.asking import form_view
from opads.web.converting.asks import Ask, ask_of
from opads.web.converting.showing import filename_of, lost, result_view
from opads.web.converting.targets import first_sentence, suggested
from opads.web.examples import examples_of
from opads.web.forms import Entry, entry_of, read_entry
from opads.web.render import page

__all__ = ("answer", "show")

ALONE = "Convert one document at a time."
FILES = ("output", "account", "report")
AT = "/convert"


@get(AT, include_in_schema=False)
async def show(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Show the form, or convert an example that the address names."""
    asked = request.query_params
    fields = tuple((name, str(value)) for name, value in asked.multi_items())
    examples = asked.getall("example", [])
    document = examples_of(jobs.registry).read(str(examples[-1])) if examples else b""
    entry = entry_of([*fields, ("carry", "on")], document)
    if not document:
        return stored_page(request, "convert.html", **_form(ask_of(entry, fields), jobs, request))
    return await _answer(request, jobs, ask_of(entry, fields))


@post(AT, status_code=200, include_in_schema=False)
async def answer(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Convert what the form holds; the answer is a page, or the file that the address asks for."""
    try:
        entry = await read_entry(request, jobs.settings)
    except Refusal as refusal:
        if refusal.kind.name != "too-large":
            raise
        return refusal_page(request, refusal, "convert.html", **_form(Ask(Entry()), jobs, request))
    return await _answer(request, jobs, ask_of(entry, entry.said), str(request.query_params.get("as", "")))


async def _answer(request: Request[Any, Any, Any], jobs: Jobs, ask: Ask, file: str = "") -> Response[bytes]:
    """Return the answer to a document; what is wrong with what is asked is told beside the form."""
    try:
        _complete(ask.entry)
        if not ask.entry.to:
            return await _choosing(request, jobs, ask)
        done = await jobs.convert(ask.entry.document, ask.wish())
        return _file(done, ask, jobs, file) if file else await _result(request, jobs, ask, done)
    except Refusal as refusal:
        if refusal.kind.status >= 500:
            raise
        return refusal_page(request, refusal, "convert.html", **_form(ask, jobs, request))


def _complete(entry: Entry) -> None:
    """Raise Refusal (400) where there is no document, or more than one."""
    if not entry.documents:
        fault = Fault("there is no document yet", parameter="text")
        raise Refusal("empty-body", "Paste a document into the field, or choose a file.", errors=(fault,))
    if entry.others:
        raise Refusal("bad-parameter", ALONE, errors=(Fault("holds several files", parameter="file"),))


async def _choosing(request: Request[Any, Any, Any], jobs: Jobs, ask: Ask) -> Response[bytes]:
    """Return the page that asks for the target, with those in which most would survive."""
    jobs.look_at(ask.entry.wish())
    look, values = look_of(request), _form(ask, jobs, request)

    def made() -> bytes:
        read, found = suggested(jobs.registry, ask.entry.document, ask.entry.source)
        return page("convert.html", look, AT, **{**values, "read": read, "suggested": found})

    return made_page(request, await jobs.workshop.run(made))


async def _result(request: Request[Any, Any, Any], jobs: Jobs, ask: Ask, done: Conversion) -> Response[bytes]:
    look, values = look_of(request), _form(ask, jobs, request)
    speech = speech_in(look.tag)
    content = await jobs.workshop.run(
        lambda: page("conversion.html", look, AT, **{**values, **result_view(ask, done, jobs, speech)})
    )
    return made_page(request, content, status=422 if ask.strict and lost(done) else 200)


def _file(done: Conversion, ask: Ask, jobs: Jobs, file: str) -> Response[bytes]:
    """Return the output, the account or the report as a file; raises Refusal for any other, and for what is refused."""
    if file not in FILES:
        raise Refusal(
            "bad-parameter", "There is no such file.", errors=(Fault(f"is none of {', '.join(FILES)}", parameter="as"),)
        )
    if file == "output" and (done.account.refusal is not None or (ask.strict and lost(done))):
        raise Refusal("not-convertible", "There is no output to take along.")
    contents = {
        "output": (done.output, done.media_type, filename_of(done, jobs)),
        "account": (canonical_account(done.account), "application/json", "account.json"),
        "report": (canonical_report(done.report), "application/json", "report.json"),
    }
    content, media_type, name = contents[file]
    return fresh(content, media_type, {"Content-Disposition": f'attachment; filename="{quote(name)}"'})


def _form(ask: Ask, jobs: Jobs, request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return what the form shows."""
    return {
        **form_view(ask.entry, jobs, speech_of(request)),
        "ask": ask,
        "read": None,
        "suggested": [],
        "sentence": first_sentence,
    }
