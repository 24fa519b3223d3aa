"""The permanent page of a disclosure: how it stands, its notice and label, its forms for machines, its history."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.access.caller import Caller
from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.api.reading import refused_reading, seen, the_public
from opads.installation import Installation
from opads.notice.building import build_notice
from opads.notice.labelling import build_label
from opads.notice.loading import template
from opads.notice.renderings.label_plain import spoken
from opads.register.reading.asking import Viewer
from opads.register.reading.changes import changes
from opads.register.reading.indexing import rows_of
from opads.register.reading.store import Held, NotShownError, Reading, Step, Whole
from opads.register.reading.summary import summary_of
from opads.speech import Speech
from opads.web.answering import fresh_page, kept_page, look_of, speech_of
from opads.web.register import words
from opads.web.register.drawings import FILES
from opads.web.register.enabling import not_enabled
from opads.web.register.showing import amount, calm, period, value
from opads.web.render import page

__all__ = ("show_disclosure", "show_version")

DIFFERENCES = 5
"""Versions of which the page tells what changed; the rest can be compared by their addresses."""
WHOLE = ("total", "spent", "invoiced", "contracted")
"""Kinds of amounts that say what something cost, and not a part of it."""
CHANGES = 30
"""Changes of one version that are shown."""


@get("/register/{disclosure_id:str}", include_in_schema=False)
async def show_disclosure(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
) -> Response[bytes]:
    """Show the newest version."""
    return await _show(request, jobs, installation, caller, disclosure_id, None)


@get("/register/{disclosure_id:str}/versions/{version:str}", include_in_schema=False)
async def show_version(
    request: Request[Any, Any, Any],
    jobs: NamedDependency[Jobs],
    installation: NamedDependency[Installation],
    caller: NamedDependency[Caller],
    disclosure_id: FromPath[str],
    version: FromPath[str],
) -> Response[bytes]:
    """Show one version, as it stood."""
    if not (version.isascii() and version.isdigit() and len(version) < 9):
        raise Refusal("not-found", "Versions are numbered from 1.")
    return await _show(request, jobs, installation, caller, disclosure_id, int(version))


async def _show(
    request: Request[Any, Any, Any],
    jobs: Jobs,
    installation: Installation,
    caller: Caller,
    disclosure_id: str,
    version: int | None,
) -> Response[bytes]:
    if (off := not_enabled(request, installation)) is not None:
        return off
    public = the_public(caller, installation.settings)
    speech = speech_of(request)

    def look(reading: Reading) -> tuple[Held, list[Step], Whole | NotShownError, list[Any]]:
        held, steps = reading.history(disclosure_id, public)
        try:
            whole = reading.whole(held.id, public, version)
        except NotShownError as error:
            return held, steps, error, []
        return held, steps, whole, _differences(reading, public, held, steps, whole.version)

    held, steps, whole, differences = await seen(installation, look)
    told = {"held": held, "steps": _told(steps, held), "calm": calm, "statuses": words.STATUSES}
    if isinstance(whole, NotShownError):
        refusal = refused_reading(whole)
        return fresh_page(
            request,
            "register/withheld.html",
            status=refusal.kind.status,
            headers={"Cache-Control": "no-cache"},
            **told,
            last=whole.step,
        )
    names = summary_of(whole.view.disclosure, "").get("sponsors", [])
    alike = await seen(installation, lambda r: r.alike(names, public))
    content = await jobs.workshop.run(
        lambda: page(
            "register/disclosure.html",
            look_of(request),
            _address(request),
            **told,
            **_view(whole, installation, jobs, steps, speech),
            differences=differences,
            alike=list(alike.items())[:3],
        )
    )
    return kept_page(request, content, headers={"Link": _links(installation, held)})


def _view(whole: Whole, installation: Installation, jobs: Jobs, steps: list[Step], speech: Speech) -> dict[str, Any]:
    """Return what the page shows of a version."""
    disclosure = whole.view.disclosure
    rows = rows_of(disclosure)
    summary = summary_of(disclosure, "")
    chosen = template()
    # The notice in the reader's language where there are words in it; the label as it stands beside the advertisement.
    notice = build_notice(chosen, disclosure, speech.tag if speech.tag in chosen.languages else None)
    label = build_label(chosen, disclosure)
    base = f"/register/{whole.held.id}"
    here = base if whole.version == whole.held.version else f"{base}/versions/{whole.version}"
    entry = next((s for s in reversed(steps) if s.canonical and s.version == whole.version), None)
    return {
        "whole": whole,
        "title": calm(summary.get("title") or speech.said("Disclosure %(id)s", id=whole.held.id), 160),
        "summary": summary,
        "amounts": _amounts(summary.get("amounts", []), speech),
        "periods": {kind: period(span, speech) for kind, span in summary.get("periods", {}).items()},
        "countries": [speech.country(code) for code in summary.get("countries", [])],
        "targeting": words.TARGETING[next(code for name, code in rows.codes if name == "targeting")],
        "techniques": [words.TECHNIQUES[c] for name, c in rows.codes if name == "technique" and c in words.TECHNIQUES],
        "notice": notice,
        "complain": [
            e for p in notice.points if p.id == "reporting" for block in p.blocks for e in block.entries if e.values
        ],
        "label": label,
        "label_words": " ".join(
            calm(t, 200) for t in (label.statement.text, *map(spoken, label.lines), label.shown or "") if t
        ),
        "base": base,
        "here": here,
        "address": installation.settings.link(base) if installation.settings.base_url else "",
        "newest": whole.version == whole.held.version,
        "entry": entry,
        "files": FILES,
        "formats": [f for f in jobs.registry if f.file.kind != "standard"],
    }


def _amounts(stated: list[dict[str, Any]], speech: Speech) -> list[tuple[str, str]]:
    """Return the amounts, those first that say what the whole cost, each with what it measures and covers."""
    ranked = sorted(stated, key=lambda a: (a.get("kind") not in WHOLE, a.get("scope", "ad") != "ad"))
    return [(amount(a, speech), _about(a.get("kind", ""), a.get("scope", ""), speech)) for a in ranked]


def _about(kind: str, scope: str, speech: Speech) -> str:
    known = words.KINDS.get(kind), words.SCOPES.get(scope)
    told = [speech.gettext(text) for text in known if text]
    return speech.said("%(kind)s, %(scope)s", kind=told[0], scope=told[1]) if len(told) > 1 else "".join(told)


def _address(request: Request[Any, Any, Any]) -> str:
    return str(request.scope["path"])


def _differences(reading: Reading, public: Viewer, held: Held, steps: list[Step], upto: int) -> list[dict[str, Any]]:
    """Return what changed with each of the last versions, the newest first."""
    numbers = sorted({s.version for s in steps if s.canonical and s.version <= upto})[-DIFFERENCES - 1 :]
    views = {number: reading.whole(held.id, public, number).view.disclosure for number in numbers}
    found = []
    for before, after in pairwise(numbers):
        made = changes(views[before], views[after])
        rows = [
            (
                c.what,
                calm(c.pointer, 120),
                "" if c.what == "added" else value(c.before),
                "" if c.what == "removed" else value(c.after),
            )
            for c in made[:CHANGES]
        ]
        found.append({"version": after, "before": before, "number": len(made), "rows": rows})
    return found[::-1]


def _told(steps: list[Step], held: Held) -> list[dict[str, Any]]:
    """Return the history, the newest first."""
    return [
        {
            "what": words.STEPS.get(step.kind, step.kind),
            "step": step,
            "reason": calm(step.reason, 500) if step.reason else "",
            "page": f"/register/{held.id}/versions/{step.version}"
            if step.canonical and held.status == "accepted"
            else "",
        }
        for step in reversed(steps)
    ]


def _links(installation: Installation, held: Held) -> str:
    link = installation.settings.link
    canonical, base = link(f"/register/{held.id}"), link(f"/v1/disclosures/{held.id}")
    return f'<{canonical}>; rel="canonical", <{base}>; rel="alternate"; type="application/json", <{base}/versions>; rel="version-history"'
