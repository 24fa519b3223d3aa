"""``/explore/matrix``: what survives between the formats: as a map of all pairs, from and to one format, field by field."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.jobs import Jobs
from opads.formats import Registry
from opads.matrix import FATES, FieldFate, Pair, PairCounts, Sums, pair
from opads.matrix.gathering import gathering_of
from opads.speech import mark
from opads.web.answering import fresh_page, kept_page, look_of
from opads.web.render import Look, page

__all__ = ("show_matrix", "show_pair")

PATIENCE = 0.4
"""Seconds that a request for the map waits before it is told that the map is being made."""
AGAIN = 2
"""Seconds after which the page that tells so asks again."""
STEPS = 9
"""Shades of the map besides that of nothing."""
NAMES = {
    "survives": mark("Survives"),
    "narrows": mark("Narrows"),
    "depends": mark("Depends on the record"),
    "carried": mark("Carried along"),
    "drops": mark("Dropped"),
    "missing": mark("Missing"),
}
MEANINGS = {
    "survives": mark("The target says it alike."),
    "narrows": mark("The target says it in part, or less exactly."),
    "depends": mark("It survives or not, by what else the record says."),
    "carried": mark("The target has no field for it; it travels in the target's place for other values."),
    "drops": mark("The target has no field for it, and no place for other values."),
    "missing": mark("The target demands it, and the source has nothing for it."),
}
"""What can become of a field, and what the target lacks."""


@get("/explore/matrix", include_in_schema=False)
async def show_matrix(request: Request[Any, Any, Any], jobs: NamedDependency[Jobs]) -> Response[bytes]:
    """Show the map of all pairs; with ``format`` all pairs from and to that format."""
    look = look_of(request)
    chosen = str(request.query_params.get("format", ""))
    if chosen:
        format_id = jobs.format(chosen, "format").id
        at = f"/explore/matrix?format={format_id}"
        return kept_page(request, await jobs.workshop.run(partial(_single, look, at, jobs.registry, format_id)))
    gathering = gathering_of(jobs.registry)
    sums = gathering.sums or await jobs.workshop.run(partial(gathering.wait, PATIENCE))
    if sums is None:
        headers = {"Refresh": str(AGAIN)}
        return fresh_page(
            request, "explore/gathering.html", headers=headers, gathering=gathering, formats=list(jobs.registry)
        )
    return kept_page(request, await jobs.workshop.run(partial(_whole, look, sums, jobs.registry)))


@get("/explore/matrix/{source:str}/{target:str}", include_in_schema=False)
async def show_pair(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], source: FromPath[str], target: FromPath[str]
) -> Response[bytes]:
    """Say of each field of one format what becomes of it in another, and what the other demands in vain."""
    ids = jobs.format(source).id, jobs.format(target).id
    return kept_page(request, await jobs.workshop.run(partial(_pair, look_of(request), jobs.registry, *ids)))


def share(counts: PairCounts) -> float:
    """Return which part of the fields survives, wholly, in part or by what else the record says."""
    return (counts.survives + counts.narrows + counts.depends) / counts.fields if counts.fields else 0.0


def _whole(look: Look, sums: Sums, registry: Registry) -> bytes:
    rows: dict[str, list[tuple[str, int, int]]] = {}
    for counts in sums.pairs:
        part = share(counts)
        rows.setdefault(counts.source, []).append((counts.target, round(100 * part), -int(-part * STEPS // 1)))
    return page(
        "explore/matrix.html", look, "/explore/matrix", rows=rows, ids=sums.formats, formats=list(registry), steps=STEPS
    )


def _single(look: Look, at: str, registry: Registry, format_id: str) -> bytes:
    others = [other.id for other in registry if other.id != format_id]
    out = sorted((pair(registry, format_id, other).counts for other in others), key=lambda c: (-share(c), c.target))
    into = sorted((pair(registry, other, format_id).counts for other in others), key=lambda c: (-share(c), c.source))
    return page(
        "explore/single.html", look, at, format=registry.get(format_id), formats=list(registry), out=_bars(out),
        into=_bars(into), titles={f.id: f.file.name for f in registry}, fates=FATES, names=NAMES,
    )  # fmt: skip


def _bars(rows: list[PairCounts]) -> list[tuple[PairCounts, float, list[tuple[str, int, float, float]]]]:
    """Return for each pair its share, and for each fate its number and its part of a bar 1000 wide."""
    found = []
    for counts in rows:
        start, parts = 0.0, []
        for fate in FATES:
            number = getattr(counts, fate)
            width = 1000 * number / counts.fields if counts.fields else 0.0
            parts.append((fate, number, start, width))
            start += width
        found.append((counts, share(counts), parts))
    return found


def _pair(look: Look, registry: Registry, source: str, target: str) -> bytes:
    found = pair(registry, source, target)
    from_, to = registry.get(source), registry.get(target)
    ((_, whole, parts),) = _bars([found.counts])
    return page(
        "explore/pair.html", look, f"/explore/matrix/{source}/{target}", pair=found, source=from_, target=to,
        share=whole, parts=parts, groups=_grouped(found), names=NAMES, meanings=MEANINGS,
        title_in=lambda format_, field: format_.declared.title(field.replace("[]", "/0")) or "",
    )  # fmt: skip


def _grouped(found: Pair) -> list[tuple[str, list[FieldFate]]]:
    """Return the fields by what becomes of them, what is lost first."""
    by_fate = {fate: [field for field in found.fields if field.fate == fate] for fate in reversed(FATES)}
    return [(fate, fields) for fate, fields in by_fate.items() if fields]
