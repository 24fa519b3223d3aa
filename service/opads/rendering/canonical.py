"""Rendering ``json``: the canonical report, the same bytes from every door; several reports as one array."""

from __future__ import annotations

from opads.catalogue import Catalogue
from opads.rendering.model import NamedReport, RenderOptions
from opads.report import canonical_report

__all__ = ("render",)


def render(reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
    """Return one report as it is, none or several as an array in the order of the inputs."""
    del catalogue, options
    texts = [canonical_report(named.report) for named in reports]
    return texts[0] if len(texts) == 1 else b"[" + b",".join(texts) + b"]"
