"""The page at ``/register/{id}/findings``: a disclosure checked again, its findings in the reader's language, and how to send it back."""

from __future__ import annotations

import json
import shlex
from typing import Any, NamedTuple

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.access.caller import Caller
from opads.api.jobs import Jobs, Wish
from opads.api.reading import seen, the_public
from opads.installation import Installation
from opads.report import Report
from opads.speech import Speech
from opads.speech.findings import spoken_catalogue
from opads.web.answering import look_of, made_page, speech_of
from opads.web.register.enabling import not_enabled
from opads.web.register.showing import calm
from opads.web.render import page

__all__ = ("show_findings",)

NAMED = 8
"""Rules that the reasons of a suspension name."""
PLACES = 5


class Found(NamedTuple):
    """The findings of one rule: how grave, in words of a language, how many, where, by which provisions."""

    rule: str
    severity: str
    title: str
    text: str
    fix: str
    tongue: str
    total: int
    places: tuple[str, ...]
    laws: tuple[str, ...]


@get("/register/{disclosure_id:str}/findings", include_in_schema=False)
async def show_findings(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
) -> Response[bytes]:
    """Check what the public sees of the newest version, by the rules of today."""
    if (off := not_enabled(request, installation)) is not None:
        return off
    public = the_public(caller, installation.settings)
    whole = await seen(installation, lambda r: r.whole(disclosure_id, public))
    report = await jobs.check(whole.content, Wish())
    speech = speech_of(request)
    content = page(
        "register/findings.html",
        look_of(request),
        f"/register/{whole.held.id}/findings",
        whole=whole,
        report=report,
        found=_found(report, jobs, speech),
        command=_command(report, installation, whole.held.id),
    )
    return made_page(request, content)


def _found(report: Report, jobs: Jobs, speech: Speech) -> list[Found]:
    catalogue = spoken_catalogue(jobs.registry, speech.tag)
    found = []
    for group in report.groups:
        info = catalogue.get(group.rule)
        first = group.samples[0] if group.samples else None
        params = first.params if first else {}
        found.append(
            Found(
                group.rule,
                group.severity,
                info.title if info else group.title,
                catalogue.text(group.rule, params),
                catalogue.fix(group.rule, params),
                catalogue.tongue(group.rule),
                group.total,
                tuple(dict.fromkeys(calm(place, 120) for s in group.samples if (place := s.native or s.pointer)))[
                    :PLACES
                ],
                tuple(", ".join(filter(None, (c.instrument, c.provision))) for c in group.citations),
            )
        )
    return found


def _command(report: Report, installation: Installation, disclosure_id: str) -> str:
    """Return the command by which a regulator suspends it, with the rules as its reason."""
    rules = [group.rule for group in report.groups if group.severity == "error"][:NAMED]
    if not rules:
        return ""
    settings = installation.settings
    server = settings.base_url or f"http://{settings.host}:{settings.port}"
    body = shlex.quote(json.dumps({"reason": "; ".join(rules)}))
    return (
        f"curl -X POST '{server.rstrip('/')}/v1/disclosures/{disclosure_id}/suspension' "
        f'-H "Authorization: Bearer $OPADS_KEY" -H "Content-Type: application/json" -d {body}'
    )
