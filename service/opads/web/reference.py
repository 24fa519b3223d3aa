"""The pages that explain: formats and rules."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.findings import SEVERITIES
from opads.kit.documentation import document
from opads.web.answering import stored_page
from opads.web.examples import examples_of

__all__ = ("show_format", "show_formats", "show_rule", "show_rules")


@get("/formats", include_in_schema=False)
async def show_formats(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """List the formats."""
    return stored_page(request, "formats.html", formats=list(jobs.registry), packs=jobs.registry.packs)


@get("/formats/{format_id:str}", include_in_schema=False)
async def show_format(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], format_id: FromPath[str]
) -> Response[bytes]:
    """Describe a format: whose it is, its sources, its rules, its examples."""
    format_ = jobs.format(format_id)
    examples = examples_of(jobs.registry)
    return stored_page(
        request,
        "format.html",
        format=format_,
        page=await jobs.workshop.run(partial(document, format_, jobs.registry)),
        rules=sorted(
            (info for info in jobs.catalogue if info.format == format_.id),
            key=lambda info: (SEVERITIES.index(info.severity), info.id),
        ),
        valid=examples.of(format_, valid=True),
        invalid=examples.of(format_, valid=False),
        told=lambda example: example.told(jobs.catalogue),
    )


@get("/rules", include_in_schema=False)
async def show_rules(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """List everything a report can say, by where it comes from."""
    groups: dict[str, list[Any]] = {}
    for info in sorted(jobs.catalogue, key=lambda info: info.id):
        groups.setdefault(info.id.partition("/")[0], []).append(info)
    return stored_page(request, "rules.html", groups=groups, formats=jobs.registry.ids)


@get("/rules/{group:str}/{name:str}", include_in_schema=False)
async def show_rule(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], group: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """Explain a rule."""
    info = jobs.rule(group, name)
    format_ = jobs.registry.get(info.format) if info.format in jobs.registry.ids else None
    tried = examples_of(jobs.registry).of(format_, valid=False) if format_ else []
    breaking = [example for example in tried if example.rule == info.id]
    return stored_page(request, "rule.html", rule=info, format=format_, examples=breaking)
