"""``/rules``: what a report can say, by law; each with its law, its words in the reader's language and its condition."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.speech import mark
from opads.speech.findings import spoken_catalogue
from opads.web.answering import fresh_page, look_of, speech_of, stored_page
from opads.web.examples import examples_of
from opads.web.exploring.choosing import Choice, by_law, counted_by, wanted

__all__ = ("show_rule", "show_rules")

CHECKED = {
    "full": mark("Fully by the service"),
    "partial": mark("In part by the service; the rest needs a person"),
    "human": mark("By a person only; the report lists it as open"),
}
"""How far a rule is checked, by its executability."""
PAGE = 200
"""Rules on one page."""


@get("/rules", include_in_schema=False)
async def show_rules(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """List the laws and formats with their numbers of rules; with a choice the rules that fit it, by law."""
    tag = speech_of(request).tag
    choice = Choice.of(request.query_params)
    catalogue = await jobs.workshop.run(partial(spoken_catalogue, jobs.registry, tag))
    groups = counted_by(catalogue, lambda info: [info.id.partition("/")[0]])
    laws = counted_by(catalogue, lambda info: [citation.instrument for citation in info.citations])
    names = {judge.id: judge.file.name for judge in (*jobs.registry, *jobs.registry.packs)}
    values: dict[str, Any] = {
        "choice": choice,
        "groups": groups,
        "laws": laws,
        "names": names,
        "total": len(catalogue),
        "CHECKED": CHECKED,
    }
    if not choice:
        return stored_page(request, "rules.html", found=None, **values)
    found = wanted(catalogue, choice)
    first = (min(choice.page, max(1, -(-len(found) // PAGE))) - 1) * PAGE
    return fresh_page(
        request, "rules.html", found=by_law(found[first : first + PAGE], choice.law), number=len(found), first=first, size=PAGE,
        tongue_of=catalogue.tongue, **values,
    )  # fmt: skip


@get("/rules/{group:str}/{name:str}", include_in_schema=False)
async def show_rule(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], group: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """Explain a rule."""
    english = jobs.rule(group, name)
    catalogue = await jobs.workshop.run(partial(spoken_catalogue, jobs.registry, look_of(request).tag))
    info = catalogue.get(english.id) or english
    judges = {judge.id: judge for judge in (*jobs.registry, *jobs.registry.packs)}
    format_ = jobs.registry.get(info.format) if info.format in jobs.registry.ids else None
    tried = examples_of(jobs.registry).of(format_, valid=False) if format_ else []
    return stored_page(
        request,
        "rule.html",
        rule=info,
        english=english,
        said_in=catalogue.tongue(info.id),
        format=format_,
        judge=judges.get(info.format or ""),
        examples=[example for example in tried if example.rule == info.id],
        CHECKED=CHECKED,
    )
