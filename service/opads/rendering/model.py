"""What every rendering takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from opads.speech import ENGLISH, Speech

if TYPE_CHECKING:
    from opads.catalogue import Catalogue
    from opads.report import Report

__all__ = ("NamedReport", "RenderOptions", "Renderer")


class NamedReport(NamedTuple):
    """A report and the name under which the reader knows the input, such as a path."""

    name: str
    report: Report


class RenderOptions(NamedTuple):
    """How to render: ``width`` in characters; ``limit`` places shown of each rule where a person reads, all if None.

    ``speech`` is the language, which is to be that of the catalogue; renderings for programs are the same in all of them.
    """

    color: bool = False
    width: int = 100
    limit: int | None = 5
    speech: Speech = ENGLISH


class Renderer(Protocol):
    """Makes bytes of reports."""

    def __call__(self, reports: list[NamedReport], catalogue: Catalogue, options: RenderOptions) -> bytes:
        """Return the whole rendering."""
        ...
