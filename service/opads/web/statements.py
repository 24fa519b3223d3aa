"""The pages about the pages: how accessible they are, and how far each language goes."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.api.answers import stored
from opads.api.jobs import Jobs
from opads.api.problem import Fault, Refusal
from opads.rendering.table import cell
from opads.speech.coverage import Missing, coverage, missing, notices
from opads.web.answering import stored_page

__all__ = ("HANDLERS",)

ASSESSED = date(2026, 11, 27)
"""Day of the tests on which the statement rests."""
TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}")
COLUMNS = ("file", "id", "part", "english", "translation")


@get("/accessibility", include_in_schema=False)
async def show_accessibility(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """State how accessible the pages are, how that is tested, what is known to be wrong, whom to tell."""
    settings = jobs.settings
    contact = settings.contact or settings.security_contact
    return stored_page(
        request,
        "accessibility.html",
        contact=contact,
        shown=contact.removeprefix("mailto:").removeprefix("tel:"),
        assessed=ASSESSED,
        themed=bool(settings.theme),
    )


@get("/languages", include_in_schema=False)
async def show_languages(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Show how far the words go in each language."""
    rows, words = await jobs.workshop.run(lambda: (coverage(), notices()))
    return stored_page(request, "languages.html", rows=rows, notices=words)


@get("/languages/missing", include_in_schema=False)
async def show_missing(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Return what a language lacks as a table, with a column to be filled in; any language may be asked for."""
    tag = str(request.query_params.get("language", "")).strip().lower()
    if not TAG.fullmatch(tag):
        fault = Fault("is not the tag of a language such as it or pt-br", parameter="language")
        raise Refusal("bad-parameter", "Give the tag of a language, such as it or pt-br.", errors=(fault,))
    content = await jobs.workshop.run(lambda: _table(list(missing(tag))))
    told = {"Content-Disposition": f'attachment; filename="opads-missing-{tag}.csv"'}
    return stored(request, content, "text/csv", headers=told)


def _table(rows: list[Missing]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([*map(cell, row), ""] for row in rows)
    return out.getvalue().encode("utf-8-sig")


HANDLERS = (show_accessibility, show_languages, show_missing)
