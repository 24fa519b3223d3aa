"""The pages at ``/`` and ``/check``: a document or several in, reports out."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from opads.api.answers import fresh
from opads.api.headers import RENDERED_POLICY
from opads.api.jobs import Jobs
from opads.api.problem import Fault, Refusal
from opads.rendering import RENDERINGS, SPOKEN, NamedReport, RenderOptions, render
from opads.report import Report
from opads.speech import speech_in
from opads.speech.findings import spoken_catalogue
from opads.validation import Named, validate_together
from opads.web.answering import led, look_of, made_page, refusal_page, speech_of, stored_page
from opads.web.asking import answer_view, filename_of, form_view
from opads.web.examples import examples_of
from opads.web.fixing import fixed_entry, fixing_view
from opads.web.forms import Entry, entry_of, read_entry
from opads.web.rechecking import recheck_view
from opads.web.render import Look, page
from opads.web.views import report_view, reports_view

__all__ = ("check", "check_example", "home")


@get("/", include_in_schema=False)
async def home(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Show the form, with an example in it where the address names one."""
    entry = _asked(request, jobs)
    return stored_page(request, "home.html", **form_view(entry, jobs, speech_of(request)))


@post("/check", status_code=200, include_in_schema=False)
async def check(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Check what the form holds; the answer is a page, or a file in the rendering that the address asks for."""
    try:
        entry = await read_entry(request, jobs.settings)
    except Refusal as refusal:
        if refusal.kind.name != "too-large":
            raise
        return refusal_page(request, refusal, "home.html", **form_view(Entry(), jobs, speech_of(request)))
    rendering = request.query_params.get("as")
    return await (
        _answer(request, jobs, entry, _checked) if rendering is None else _file(request, jobs, entry, rendering)
    )


@get("/check", include_in_schema=False)
async def check_example(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[Any]:
    """Check an example that the address names; without one there is nothing to check yet."""
    entry = _asked(request, jobs)
    return await _answer(request, jobs, entry, _checked) if entry.document else led(request, "/")


def _asked(request: Request[Any, Any, Any], jobs: Jobs) -> Entry:
    """Return the entry that an address stands for."""
    asked = request.query_params
    examples = asked.getall("example", [])
    document = examples_of(jobs.registry).read(str(examples[-1])) if examples else b""
    return entry_of([*((k, str(v)) for k, v in asked.multi_items()), ("carry", "on")], document)


async def _answer(request: Request[Any, Any, Any], jobs: Jobs, entry: Entry, make: Any) -> Response[bytes]:
    """Return the page that an entry leads to; what is wrong with the entry is told beside the form."""
    try:
        return made_page(request, await make(look_of(request), jobs, _complete(entry)))
    except Refusal as refusal:
        if refusal.kind.status >= 500:
            raise
        speech = speech_of(request)
        shown = await jobs.workshop.run(partial(form_view, entry, jobs, speech), size=len(entry.document))
        return refusal_page(request, refusal, "home.html", **shown)


def _complete(entry: Entry) -> Entry:
    """Return the entry, or that of the one file to be looked at; raises Refusal (400) where there is no document in it."""
    if not entry.documents:
        fault = Fault("there is no document yet", parameter="text")
        raise Refusal("empty-body", "Paste a document into the field, or choose a file.", errors=(fault,))
    apart = entry.apart
    number = int(entry.alone) if entry.alone in map(str, range(1, len(apart) + 1)) else 0
    return apart[number - 1] if number else entry


async def _reports(jobs: Jobs, entry: Entry) -> list[Report]:
    """Return the report on each document; several are one set, so that rules over sets see the records of all."""
    if not entry.others:
        return [await jobs.check(entry.document, entry.wish())]
    wish = entry.wish()
    jobs.look_at(wish)
    named = [Named(document.name or "document", document.data) for document in entry.documents]

    def together() -> list[Report]:
        return validate_together(
            named,
            jobs.registry,
            source=wish.source,
            targets=tuple(wish.targets),
            as_of=wish.as_of,
            limits=jobs.limits,
        )

    reports = await jobs.workshop.run(together)
    for report in reports:
        jobs.tally.judged(report.input.format, report.verdict, report.totals.records)
    return reports


async def _checked(look: Look, jobs: Jobs, entry: Entry) -> bytes:
    entry, changed = await fixed_entry(entry, jobs)
    reports = await _reports(jobs, entry)
    speech = speech_in(look.tag)

    def filled() -> bytes:
        shown = {**form_view(entry, jobs, speech), **answer_view(entry)}
        if not entry.others:
            shown |= {"changed": changed, **fixing_view(reports[0], entry, jobs, speech)}
            shown |= recheck_view(reports[0], entry, spoken_catalogue(jobs.registry, speech.tag))
            return page("report.html", look, "/check", **shown, **report_view(reports[0], entry, jobs, speech))
        return page("reports.html", look, "/check", **shown, **reports_view(reports, entry, jobs, speech))

    return await jobs.workshop.run(filled)


async def _file(request: Request[Any, Any, Any], jobs: Jobs, entry: Entry, rendering: str) -> Response[bytes]:
    """Return the report or reports as a file, for people in their language; raises Refusal for a rendering that there is not."""
    if rendering not in RENDERINGS:
        fault = Fault(f"is none of {', '.join(RENDERINGS)}", parameter="as")
        raise Refusal("bad-parameter", "There is no such rendering of a report.", errors=(fault,))
    reports = await _reports(jobs, _complete(entry))
    named = [NamedReport(d.name or "document", r) for d, r in zip(entry.documents, reports, strict=True)]
    speech = speech_of(request)
    words = jobs.words(speech.tag if rendering in SPOKEN else "en")
    content = await jobs.workshop.run(partial(render, rendering, named, words, RenderOptions(speech=speech)))
    headers = {
        "Content-Disposition": f'attachment; filename="{filename_of(rendering)}"',
        "Content-Security-Policy": RENDERED_POLICY,
    }
    return fresh(content, RENDERINGS[rendering].media_type, headers)
