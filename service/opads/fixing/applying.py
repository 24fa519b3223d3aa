"""Puts fixes into the bytes of a document; whatever they do not name stays as it is, to the byte."""

from __future__ import annotations

from collections.abc import Iterable

from opads.fixing.model import Fix

__all__ = ("applied", "compatible")


def compatible(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes that can be put in together, in the order of the document.

    Of those that touch the same bytes, safe ones go before suggestions, and the first before the others.
    """
    kept: list[Fix] = []
    for fix in sorted(fixes, key=lambda fix: (fix.edit.offset, not fix.safe, fix.edit.end)):
        while kept and _meet(kept[-1], fix) and fix.safe and not kept[-1].safe:
            kept.pop()
        if not kept or not _meet(kept[-1], fix):
            kept.append(fix)
    return kept


def _meet(one: Fix, other: Fix) -> bool:
    return one.edit.end > other.edit.offset or one.edit.offset == other.edit.offset


def applied(data: bytes, fixes: Iterable[Fix], encoding: str = "utf-8") -> bytes:
    """Return the document with the fixes put in; of those that touch the same bytes the first alone."""
    pieces: list[bytes] = []
    at = 0
    for fix in compatible(fixes):
        pieces += [data[at : fix.edit.offset], fix.edit.text.encode(encoding)]
        at = fix.edit.end
    return b"".join([*pieces, data[at:]])
