"""Which formats a document could become, and how much of it could survive there."""

from __future__ import annotations

from typing import NamedTuple

from opads.formats import Format, Registry
from opads.formats.detect import detect
from opads.matrix import PairCounts, pair

__all__ = ("Suggestion", "first_sentence", "suggested")

MOST = 6
"""Targets that are suggested."""


class Suggestion(NamedTuple):
    """A target, and what becomes there of the fields that the source's format has."""

    format: Format
    counts: PairCounts


def suggested(registry: Registry, document: bytes, source: str) -> tuple[Format | None, list[Suggestion]]:
    """Return the format of a document, and the targets in which most of its fields survive, the standard first."""
    best = detect(document, registry).best if not source else None
    format_id = source or (best.format if best else "")
    if format_id not in registry.ids:
        return None, []
    found = [Suggestion(target, pair(registry, format_id, target.id).counts) for target in registry]
    found = [one for one in found if one.format.id != format_id and one.counts.survives + one.counts.narrows]
    found.sort(key=lambda one: (one.format.file.kind != "standard", -one.counts.survives - one.counts.narrows / 2))
    return registry.get(format_id), found[:MOST]


def first_sentence(text: str) -> str:
    """Return the first sentence of a description."""
    head, stop, _ = text.replace("\n", " ").partition(". ")
    return head + "." if stop else head
