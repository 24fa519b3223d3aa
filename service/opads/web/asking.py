"""What the form shows, and what a page keeps of what was sent, so that it can be asked about again."""

from __future__ import annotations

from typing import Any

from opads.api.jobs import Jobs
from opads.rendering import RENDERINGS
from opads.speech import ENGLISH, Speech, mark
from opads.speech.findings import spoken_catalogue
from opads.web.examples import examples_of
from opads.web.forms import Entry
from opads.web.publishing import FILES

__all__ = ("answer_view", "filename_of", "form_view")

NAMES = {"text": mark("Text"), "html": mark("Web page"), "csv": mark("Table (CSV)")}
"""Renderings that have a name besides that of their format."""
WRITTEN = {"json": "JSON", "ndjson": "NDJSON", "sarif": "SARIF", "junit": "JUnit", "github": "GitHub", "pdf": "PDF"}
ENDINGS = {"text": "txt", "github": "txt", "junit": "xml", "markdown": "md"}
"""Ends of file names that are not the name of the rendering."""


def form_view(entry: Entry, jobs: Jobs, speech: Speech = ENGLISH) -> dict[str, Any]:
    """Return what the form shows."""
    examples = examples_of(jobs.registry)
    catalogue = spoken_catalogue(jobs.registry, speech.tag)
    return {
        "entry": entry,
        "formats": list(jobs.registry),
        "judges": [format_ for format_ in jobs.registry if len(format_.rules.applicable(own=False))],
        "packs": jobs.registry.packs,
        "examples": examples.of,
        "gallery": examples.gallery,
        "told": lambda example: example.told(catalogue),
        "tongue_of": lambda example: example.tongue(catalogue),
        "limit": jobs.settings.max_bytes,
        "packed": entry.packed,
        "refusal": None,
    }


def answer_view(entry: Entry) -> dict[str, Any]:
    """Return what belongs to an answer besides its reports: in which renderings it can be taken along."""
    return {
        "filters": entry.filters,
        "published": FILES,
        "renderings": [(name, NAMES.get(name) or WRITTEN.get(name, name), name in NAMES) for name in RENDERINGS],
    }


def filename_of(rendering: str) -> str:
    """Return how the file of a rendering is called."""
    return f"report.{ENDINGS.get(rendering, rendering)}"
