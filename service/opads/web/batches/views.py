"""What the templates show of a batch that is judged, and of one that is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from opads.api.jobs import Jobs
from opads.batches.model import Batch
from opads.batches.service import Found
from opads.rendering import RENDERINGS
from opads.report import Report
from opads.speech import Speech
from opads.speech.findings import spoken_catalogue
from opads.web.asking import answer_view, filename_of
from opads.web.batches.drawing import along, by_rule, gravity, judged
from opads.web.batches.measuring import Measures
from opads.web.forms import Entry
from opads.web.views import report_view

__all__ = ("result_view", "running_view")

QUOTED = 20
"""Findings of one rule that a page quotes; the report has more."""
FIRST = 5
"""Rules that are shown while the work goes on."""


def running_view(batch: Batch, found: Found | None, jobs: Jobs, speech: Speech, now: datetime) -> dict[str, Any]:
    """Return what ``running.html`` shows: what is done, how fast it goes, what was found so far."""
    progress, measures = batch.progress, Measures(speech)
    shown: dict[str, Any] = {"progress": progress, "speed": "", "left": "", "by_rule": None, "along": None}
    if batch.started_at and progress.bytes:
        passed = (now - datetime.fromisoformat(batch.started_at)).total_seconds()
        if passed > 0:
            shown["speed"] = speech.said("%(size)s per second", size=measures.size(progress.bytes / passed))
    if progress.remaining is not None:
        shown["left"] = speech.said("About %(time)s", time=measures.time(progress.remaining))
    if found is not None and found.report.groups:
        catalogue = spoken_catalogue(jobs.registry, speech.tag)
        shown["by_rule"] = by_rule(found.report, catalogue, speech, lambda _, group: f"/rules/{group.rule}", FIRST)
        shown["along"] = along(
            found.spread, found.report.groups, speech, speech.gettext("Findings over the file so far")
        )
    return shown


def result_view(batch: Batch, found: Found, name: str, rule: str, jobs: Jobs, speech: Speech) -> dict[str, Any]:
    """Return what ``result.html`` shows; ``rule`` is the one whose findings alone are drawn over the file, if any."""
    report = found.report
    catalogue = spoken_catalogue(jobs.registry, speech.tag)
    groups = [group for group in report.groups if rule in ("", group.rule)] or list(report.groups)
    entry = Entry(
        name=name,
        source=batch.wish.source or "",
        targets=batch.wish.targets,
        date=batch.wish.as_of.isoformat() if batch.wish.as_of else "",
    )
    view = report_view(_short(report), entry, jobs, speech)
    for one in view["told_of"]:
        for sighting in one.sightings:  # the file is no longer there to be shown
            sighting.marked = False
    address = jobs.settings.base_url or f"http://{jobs.settings.host}:{jobs.settings.port}"
    return {
        **view,
        **answer_view(entry),
        "entry": entry,
        "rule": rule if any(group.rule == rule for group in report.groups) else "",
        "by_rule": by_rule(report, catalogue, speech, lambda number, _: f"#g-{number}"),
        "along": along(found.spread, groups, speech, speech.gettext("Findings over the file")),
        "judged": judged(report, speech),
        "gravity": gravity(report, speech),
        "commands": {
            "opads": view["commands"]["opads"].replace("opads validate", "opads bulk validate", 1),
            "curl": f"curl '{address}/v1/batches/{batch.id}/report'",
        },
        "filenames": {rendering: filename_of(rendering) for rendering in RENDERINGS},
        "by_title": {one.group.rule: one.title for one in view["told_of"]},
    }


def _short(report: Report) -> Report:
    """Return a report with fewer findings quoted: true counts, and a page that is not too long."""
    return replace(report, groups=tuple(replace(group, samples=group.samples[:QUOTED]) for group in report.groups))
