"""The page at ``/``: a document in, a report or a conversion out."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency

from opads.api.jobs import Jobs
from opads.api.problem import Fault, Refusal
from opads.web.answering import led, look_of, made_page, refusal_page, stored_page
from opads.web.examples import examples_of
from opads.web.forms import Entry, entry_of, read_entry
from opads.web.render import Look, page
from opads.web.views import conversion_view, report_view

__all__ = ("check", "check_example", "convert", "convert_example", "home")


@get("/", include_in_schema=False)
async def home(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Show the form, with an example in it where the address names one."""
    entry = _asked(request, jobs)
    return stored_page(request, "home.html", **_form(entry, jobs))


@post("/check", status_code=200, include_in_schema=False)
async def check(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Check what the form holds."""
    return await _answer(request, jobs, await read_entry(request, jobs.settings), _checked)


@get("/check", include_in_schema=False)
async def check_example(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[Any]:
    """Check an example that the address names; without one there is nothing to check yet."""
    entry = _asked(request, jobs)
    return await _answer(request, jobs, entry, _checked) if entry.document else led(request, "/")


@post("/convert", status_code=200, include_in_schema=False)
async def convert(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Convert what the form holds."""
    return await _answer(request, jobs, await read_entry(request, jobs.settings), _converted)


@get("/convert", include_in_schema=False)
async def convert_example(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[Any]:
    """Convert an example that the address names; without one there is nothing to convert yet."""
    entry = _asked(request, jobs)
    return await _answer(request, jobs, entry, _converted) if entry.document else led(request, "/")


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
        return refusal_page(request, refusal, "home.html", **_form(entry, jobs))


def _complete(entry: Entry) -> Entry:
    """Return the entry; raises Refusal (400) where there is no document in it."""
    if not entry.document:
        fault = Fault("there is no document yet", parameter="text")
        raise Refusal("empty-body", "Paste a document into the field, or choose a file.", errors=(fault,))
    return entry


async def _checked(look: Look, jobs: Jobs, entry: Entry) -> bytes:
    report = await jobs.check(entry.document, entry.wish())
    return await jobs.workshop.run(
        lambda: page("report.html", look, "/check", **_form(entry, jobs), **report_view(report, entry, jobs))
    )


async def _converted(look: Look, jobs: Jobs, entry: Entry) -> bytes:
    if not entry.to:
        fault = Fault("is not chosen", parameter="to")
        raise Refusal("bad-parameter", "Choose the format to convert to.", errors=(fault,))
    conversion = await jobs.convert(entry.document, entry.wish())
    return await jobs.workshop.run(
        lambda: page(
            "conversion.html", look, "/convert", **_form(entry, jobs), **conversion_view(conversion, entry, jobs)
        )
    )


def _form(entry: Entry, jobs: Jobs) -> dict[str, Any]:
    """Return what the form shows."""
    examples = examples_of(jobs.registry)
    return {
        "entry": entry,
        "formats": list(jobs.registry),
        "judges": [format_ for format_ in jobs.registry if len(format_.rules.applicable(own=False))],
        "packs": jobs.registry.packs,
        "examples": examples.of,
        "told": lambda example: example.told(jobs.catalogue),
        "limit": jobs.settings.max_bytes,
        "refusal": None,
    }
