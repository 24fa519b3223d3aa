"""``/formats``: the formats by kind and country, and each with its fields, its mapping, its rules and its examples."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.findings import SEVERITIES
from opads.formats import Format, Registry
from opads.kit.documentation import document
from opads.speech import Speech, mark
from opads.speech.findings import spoken_catalogue
from opads.web.answering import kept_page, look_of, speech_of, stored_page
from opads.web.examples import examples_of
from opads.web.render import Look, page

__all__ = ("KINDS", "show_format", "show_formats")

KINDS = {
    "law": mark("Laws and registers"),
    "platform": mark("Platforms"),
    "industry": mark("Standards of others"),
    "standard": mark("OPADS"),
}
"""What kinds of formats there are, in the order in which people look for them."""


@get("/formats", include_in_schema=False)
async def show_formats(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """List the formats."""
    speech = speech_of(request)
    groups = [(title, _places(jobs.registry, kind, speech)) for kind, title in KINDS.items()]
    return stored_page(request, "formats.html", groups=groups, number=len(jobs.registry.ids), packs=jobs.registry.packs)


def _places(registry: Registry, kind: str, speech: Speech) -> list[tuple[str, list[Format]]]:
    """Return the formats of a kind by the country they are of, or under nothing where countries tell nothing of them."""
    found: dict[str, list[Format]] = {}
    for format_ in (f for f in registry if f.file.kind == kind):
        places = [speech.country(code) for code in format_.file.jurisdiction] if kind == "law" else []
        found.setdefault(speech.list(places), []).append(format_)
    return sorted(found.items())


@get("/formats/{format_id:str}", include_in_schema=False)
async def show_format(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], format_id: FromPath[str]
) -> Response[bytes]:
    """Describe a format: whose it is, its sources, its fields, its rules, its examples."""
    made = partial(_described, look_of(request), request.scope["path"], jobs, jobs.format(format_id))
    return kept_page(request, await jobs.workshop.run(made))


def _described(look: Look, path: str, jobs: Jobs, format_: Format) -> bytes:
    catalogue = spoken_catalogue(jobs.registry, look.tag)
    examples = examples_of(jobs.registry)
    rules = [info for info in catalogue if info.format == format_.id]
    return page(
        "format.html",
        look,
        path,
        format=format_,
        kind=KINDS[format_.file.kind],
        page=document(format_, jobs.registry),
        rules=sorted(rules, key=lambda info: (SEVERITIES.index(info.severity), info.id)),
        tongue_of=catalogue.tongue,
        packs=[pack for pack in jobs.registry.packs if pack.file.extends == format_.id],
        valid=examples.of(format_, valid=True),
        invalid=examples.of(format_, valid=False),
        told=lambda example: example.told(catalogue),
    )
