"""``/explore``: what there is to look up, and a search over all of it."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from opads.api.jobs import Jobs
from opads.obligations import default_calendar
from opads.reference import subjects
from opads.reference.index import LONGEST, index_of
from opads.speech import mark
from opads.standard import resources
from opads.terms import default_glossary
from opads.web.answering import fresh_page, look_of, stored_page
from opads.web.exploring.addresses import address_of

__all__ = ("show_start",)

TITLES = {
    "format": mark("Formats"),
    "term": mark("Glossary"),
    "field": mark("Fields"),
    "rule": mark("Rules"),
    "codelist": mark("Code lists"),
    "code": mark("Codes"),
}
"""Headings of what was found, by kind."""


@get("/explore", include_in_schema=False)
async def show_start(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Show what there is; with ``q`` what was found."""
    query = str(request.query_params.get("q", ""))[:LONGEST].strip()
    if not query:
        return stored_page(request, "explore/start.html", query="", counts=_counts(jobs))
    index = await jobs.workshop.run(partial(index_of, jobs.registry, look_of(request).tag))
    return fresh_page(
        request, "explore/found.html", query=query, found=index.search(query), titles=TITLES, address_of=address_of
    )


def _counts(jobs: Jobs) -> dict[str, int]:
    return {
        "fields": sum(len(subject.fields) + 1 for subject in subjects().values()),
        "terms": len(default_glossary()),
        "rules": len(jobs.catalogue),
        "formats": len(jobs.registry.ids),
        "lists": len(resources.codelist_names()),
        "elections": len(default_calendar()),
    }
