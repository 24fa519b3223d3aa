"""Renderings of reports: one module each, chosen by name and loaded when first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from opads.rendering.model import NamedReport, Renderer, RenderOptions

if TYPE_CHECKING:
    from opads.catalogue import Catalogue

__all__ = ("RENDERINGS", "SPOKEN", "NamedReport", "RenderOptions", "Rendering", "render")


class Rendering(NamedTuple):
    """A rendering: the module that makes it, its media type, and what it is for."""

    module: str
    media_type: str
    purpose: str


RENDERINGS = {
    "text": Rendering("text", "text/plain; charset=utf-8", "for people, in a terminal"),
    "json": Rendering("canonical", "application/json", "the report itself, in the canonical form of RFC 8785"),
    "ndjson": Rendering("lines", "application/x-ndjson", "one finding a line, then a summary line for each input"),
    "sarif": Rendering("sarif", "application/sarif+json", "SARIF 2.1.0, for code scanning"),
    "junit": Rendering("junit", "application/xml", "JUnit XML, one test case for each rule"),
    "github": Rendering("annotations", "text/plain; charset=utf-8", "annotations of GitHub Actions"),
    "csv": Rendering("table", "text/csv; charset=utf-8", "one finding a row, safe to open in a spreadsheet"),
    "html": Rendering("page", "text/html; charset=utf-8", "one self-contained page"),
}
"""Every rendering by name."""


SPOKEN = ("text", "github", "csv", "html")
"""Renderings that people read: in the language asked for. The others are the same in all of them."""


def render(
    name: str, reports: Sequence[NamedReport], catalogue: Catalogue, options: RenderOptions | None = None
) -> bytes:
    """Return the reports in a rendering; raises KeyError for a name that is not in ``RENDERINGS``."""
    module = import_module(f"opads.rendering.{RENDERINGS[name].module}")
    renderer = cast("Renderer", module.render)
    return renderer(list(reports), catalogue, options or RenderOptions())
